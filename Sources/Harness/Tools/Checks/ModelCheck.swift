import Data
public import Evaluation
import Files
import Foundation
import Laws
import Model
import Runs
import Studies

/// The suite for a user's own encoder: gradients, precision, determinism and streams.
///
/// It runs on sentences of the built-in generator, tokenized by the encoder's own tokenizer.
public struct ModelCheck: Sendable {
  private let encoder: SentenceEncoder
  private let sentences: [[Int32]]
  private let settings: RunSettings

  /// - Throws: `InputError` should the embedded settings not resolve.
  public init(_ encoder: SentenceEncoder) throws {
    self.encoder = encoder
    let maximum = min(32, encoder.maximumTokens)
    sentences = SyntheticEnglish(seed: 3, purpose: "check").sentences(24).map {
      encoder.tokenizer.ids($0, maxTokens: maximum)
    }
    settings = try StudyFile.settings(
      Data(EmbeddedDefault.json.utf8), file: "the embedded default",
      overrides: [
        ("batch-size", .integer(6)), ("pooling", .string(encoder.pooling.rawValue)),
        ("learning-rate", .number(1e-4)),
      ]
        + (encoder.tokenizer.preparation.template.map {
          [("template", .object(["text": .string($0.text)]))]
        } ?? []))
  }

  /// Every check in order; `observe` hears each as it ends.
  ///
  /// - Throws: what a file that cannot be written throws.
  public func verdicts(observe: (CheckVerdict) -> Void) throws -> [CheckVerdict] {
    var verdicts: [CheckVerdict] = []
    func check(_ name: String, _ body: () throws -> CheckFinding) rethrows {
      var finding = CheckFinding(passed: false, found: "", allowed: "")
      let time = try seconds { finding = try body() }
      let verdict = CheckVerdict(
        name: name, passed: finding.passed, found: finding.found, allowed: finding.allowed,
        seconds: time)
      verdicts.append(verdict)
      observe(verdict)
    }
    let wide = GradientProbe(encoder, batch: Array(sentences.prefix(3)))
    for group in wide.groups {
      check("gradient, \(group.name)") { wide.finding(group) }
    }
    check("Float against Double") { wide.precisionFinding(encoder) }
    check("threads") { threads() }
    check("batch and order") { batches() }
    check("backends") { backends() }
    try check("resume") { try resume() }
    check("dropout and data order apart") { streams() }
    check("masks of the two views") { views() }
    check("alarm: one mask for both views") { collapse() }
    try check("save and open again") { try saved() }
    return verdicts
  }

  // MARK: Determinism

  private func step(
    _ compute: Compute, sameMask: Bool, dropoutSeed: UInt64
  ) -> TrainingStep<Float> {
    var own = encoder.encoder
    own.compute = compute
    let batch = Array(sentences.prefix(8))
    let slots = [0, 1].flatMap { view in
      batch.indices.map { EncoderDropout.Slot(view: sameMask ? 0 : view, example: $0) }
    }
    return TrainingStep(
      own, views: (batch, batch), variant: InBatchNegatives(),
      settings: .init(
        pooling: encoder.pooling, temperature: 0.05, hiddenDropoutRate: 0.1,
        attentionDropoutRate: 0.1),
      dropout: EncoderDropout(
        hiddenRate: 0.1, attentionRate: 0.1,
        stream: RandomStream(seed: dropoutSeed, name: .dropout), step: 1, slots: slots),
      augmentation: RandomStream(seed: 1, name: .augmentation),
      negatives: RandomStream(seed: 1, name: .negatives), state: .empty)
  }

  private func step(threads: Int) -> TrainingStep<Float> {
    step(
      Compute(product: encoder.encoder.compute.product, threads: threads), sameMask: false,
      dropoutSeed: 1)
  }

  private func threads() -> CheckFinding {
    let one = step(threads: 1)
    let equal = [2, 3, 8].allSatisfy { step(threads: $0).gradients == one.gradients }
    return .equalBits(equal, "on 1, 2, 3 and 8 threads")
  }

  private func batches() -> CheckFinding {
    func embeddings(_ sentences: [[Int32]], batch: Int) -> [[Float]] {
      let rows = encoder.embeddings(ofTokens: sentences, batch: batch, progress: nil)
      return (0..<rows.rows).map { rows.row($0) }
    }
    let alone = embeddings(sentences, batch: 1)
    let equal =
      [5, 24].allSatisfy { embeddings(sentences, batch: $0) == alone }
      && embeddings(sentences.reversed(), batch: 7) == alone.reversed()
    let product = encoder.encoder.compute.product
    return product == .exact
      ? .equalBits(equal, "in batches of 1, 5, 24 and backwards")
      : CheckFinding(
        passed: true, found: equal ? "equal bits" : "other bits",
        allowed: "anything: '\(product.rawValue)' does not promise it")
  }

  private func backends() -> CheckFinding {
    var other = encoder
    other.encoder.compute.product =
      encoder.encoder.compute.product == .exact ? .openblas : .exact
    let (a, b) = (
      normalizedRows(encoder.embeddings(ofTokens: sentences, batch: 8, progress: nil)).rows,
      normalizedRows(other.embeddings(ofTokens: sentences, batch: 8, progress: nil)).rows
    )
    let difference = zip(a.scalars, b.scalars).map { abs(Double($0) - Double($1)) }.max() ?? 0
    return .atMost(1e-5, difference, "exact and openblas differ by")
  }

  private func resume() throws -> CheckFinding {
    let trial = TrainingTrial(settings: settings, sentences: sentences, encoder: encoder.encoder)
    let whole = trial.finished(from: nil)
    var first = trial.training(from: nil)
    first.advance()
    first.advance()
    let second = trial.finished(from: try trial.reread(first.checkpoint))
    return .equalBits(
      TrainingTrial.difference("", second, from: whole).isEmpty,
      "after \(whole.step) steps, stopped after 2")
  }

  // MARK: Streams

  private func streams() -> CheckFinding {
    func training(_ seed: UInt64) -> Training {
      var settings = settings
      settings.seeds.dropout = seed
      return Training(
        settings: settings, sentences: sentences, encoder: encoder.encoder, resuming: nil)
    }
    let (a, b) = (training(1), training(2))
    let orders = a.order(ofEpoch: 0) == b.order(ofEpoch: 0)
    let compute = encoder.encoder.compute
    let masks =
      step(compute, sameMask: false, dropoutSeed: 1).loss
      != step(compute, sameMask: false, dropoutSeed: 2).loss
    return CheckFinding(
      passed: orders && masks,
      found: "another dropout seed \(orders ? "leaves" : "changes") the data order and "
        + "\(masks ? "changes" : "leaves") the loss",
      allowed: "leaves, changes")
  }

  private func views() -> CheckFinding {
    let cosine = step(encoder.encoder.compute, sameMask: false, dropoutSeed: 1).positiveCosine
    return CheckFinding(
      passed: cosine < 1 - 1e-6, found: "positives' cosine \(cosine)", allowed: "below 1")
  }

  private func collapse() -> CheckFinding {
    let cosine = step(encoder.encoder.compute, sameMask: true, dropoutSeed: 1).positiveCosine
    return .atMost(1e-5, abs(cosine - 1), "the positives' cosine differs from 1 by")
  }

  private func saved() throws -> CheckFinding {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "simcse-check-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try SavedModel.write(
      encoder, hiddenDropoutRate: 0.1, attentionDropoutRate: 0.1, precision: .single, to: folder)
    let opened = try ModelFolder(folder, blocks: nil)
    let tokenizer = try opened.sentenceEncoder(
      pooling: nil, maximumTokens: nil, compute: encoder.encoder.compute
    ).tokenizer
    let ids = sentences.first.map { _ in
      SyntheticEnglish(seed: 3, purpose: "check").sentences(24).map {
        tokenizer.ids($0, maxTokens: min(32, encoder.maximumTokens))
      }
    }
    return .equalBits(
      opened.parameters.digest == encoder.encoder.parameters.digest && ids == sentences,
      "of parameters and token ids")
  }
}
