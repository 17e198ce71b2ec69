import Evaluation
import Files
import Foundation
import Model
import Studies

/// Measures the work of a study beside the machine's own ceilings, all in turn in every round.
public struct Bench {
  /// What can be measured.
  public enum Subject: String, CaseIterable, Codable, Sendable, CodingKeyRepresentable {
    /// One training step: 64 sentences twice.
    case step
    /// The same with twice and with four times the sentences.
    case doubleStep = "double-step"
    case quadrupleStep = "quadruple-step"
    /// The first with the pooling of [CLS] through a layer, which is how SimCSE trains.
    case clsStep = "cls-step"
    /// One step of masked language modelling: 64 sentences once.
    case maskedStep = "masked-step"
    /// The same in 3 blocks of 192 over 8,000 tokens.
    case smallMaskedStep = "small-masked-step"
    /// Tokenizing and encoding 512 sentences.
    case encoding
    /// The same by [CLS] alone.
    case clsEncoding = "cls-encoding"
    /// Encoding and scoring the pairs of a task of 1,379 pairs or what the text gives.
    case evaluation
    /// Tokenizing the text on one thread.
    case tokenizing
    /// Matrix products at the shapes of a step, in seconds for one of each.
    case products
    /// Adding large arrays.
    case memory
    /// The ten nearest of a million rows of 384 to one query, and to 64 at once.
    case search
    case searches
    /// Resampling 18,000 pairs 10,000 times for 2 × 5 runs.
    case comparison
    /// SHA-256 of 90 MB.
    case hashing

    /// Those that are measured when none is named.
    public static let usual: [Subject] = [
      .step, .clsStep, .maskedStep, .smallMaskedStep, .encoding, .clsEncoding, .evaluation,
      .tokenizing, .products, .memory, .comparison, .hashing,
    ]
  }

  /// What one measurement found.
  public struct Finding: Codable, Sendable {
    /// Wall seconds of the work.
    public var seconds: Double
    /// Rates and parts that came with it, by name.
    public var details: [String: Double]
    /// The names of `details` in their own order.
    public var order: [String]
  }

  public private(set) var workload: Workload
  private let subjects: Set<Subject>
  // Made when first measured.
  private lazy var steps: [Subject: BenchStep] = [:]
  private lazy var maskedSteps: [Subject: BenchMaskedStep] = [:]
  private lazy var ceilings = MatrixProduct.allCases.map {
    ProductRate(
      settings.products(
        tokens: 2 * workload.batch(copies: 1).reduce(0) { $0 + $1.count }, withBackward: true),
      compute: Compute(product: $0, threads: threads))
  }
  private lazy var encodingCeiling = ProductRate(
    settings.products(
      tokens: encodedLengths.prefix(Workload.encodingBatch).reduce(0, +),
      withBackward: false),
    compute: Compute(product: .openblas, threads: threads))
  private lazy var search = BenchSearch(compute: workload.encoder.encoder.compute)
  private lazy var comparison = BenchComparison(compute: workload.encoder.encoder.compute)
  private lazy var hashed = Data(repeating: 0x5A, count: 90_000_000)
  private lazy var memory = MemoryBandwidth(compute: workload.encoder.encoder.compute)
  private lazy var evaluation = Evaluation(
    [workload.task], tokenizer: workload.encoder.tokenizer,
    maximumTokens: workload.encoder.maximumTokens)

  /// - Inputs: `subjects`, all that will be measured.
  public init(_ workload: Workload, subjects: some Sequence<Subject>) {
    self.workload = workload
    self.subjects = Set(subjects)
  }

  private var settings: EncoderSettings { workload.encoder.encoder.settings }
  private var threads: Int { workload.encoder.encoder.compute.threads }
  private lazy var encodedLengths = workload.encoded.map { [encoder = workload.encoder] in
    encoder.tokenizer.ids($0, maxTokens: encoder.maximumTokens).count
  }

  /// Measures one subject once.
  ///
  /// - Throws: ``EvaluationError`` where the encoder has no score.
  public mutating func measure(_ subject: Subject) throws -> Finding {
    var finding = Finding(seconds: 0, details: [:], order: [])
    func note(_ name: String, _ value: Double) {
      finding.details[name] = value
      finding.order.append(name)
    }
    switch subject {
    case .step, .doubleStep, .quadrupleStep, .clsStep:
      let copies = [Subject.doubleStep: 2, .quadrupleStep: 4][subject] ?? 1
      let step =
        steps[subject]
        ?? BenchStep(
          workload, copies: copies,
          pooling: subject == .clsStep ? .clsBeforePooler : workload.encoder.pooling)
      steps[subject] = step
      // Its memory is that of a step alone.
      if subjects == [subject] { workload.forgetParameters() }
      let (time, parts) = step.measure()
      finding.seconds = time
      let operations = 3 * settings.forwardOperations(lengths: step.lengths, of: step.pooling)
      note("operations", operations)
      note("rate", operations / time)
      for (name, seconds) in parts { note(name, seconds) }
    case .maskedStep, .smallMaskedStep:
      let step =
        maskedSteps[subject] ?? BenchMaskedStep(workload, isSmall: subject == .smallMaskedStep)
      maskedSteps[subject] = step
      let (time, operations) = step.measure()
      finding.seconds = time
      note("operations", operations)
      note("rate", operations / time)
      note("tokens", Double(step.tokens))
    case .encoding, .clsEncoding:
      let sentences = workload.encoded
      let own = workload.encoder
      let encoder = SentenceEncoder(
        encoder: own.encoder, tokenizer: own.tokenizer,
        pooling: subject == .clsEncoding ? .clsBeforePooler : own.pooling,
        maximumTokens: own.maximumTokens)
      finding.seconds = seconds {
        _ = encoder.embeddings(of: sentences, batch: Workload.encodingBatch, progress: nil)
      }
      let operations = settings.forwardOperations(lengths: encodedLengths, of: encoder.pooling)
      note("operations", operations)
      note("rate", operations / finding.seconds)
      note("sentences", Double(sentences.count))
      note("ceiling", encodingCeiling.rate(encodingCeiling.measure()))
    case .evaluation:
      finding.seconds = try seconds {
        _ = try evaluation.score(workload.encoder, batch: Workload.encodingBatch, progress: nil)
      }
      let sentences = workload.sentences.uniqued()
      note(
        "encoding",
        seconds {
          _ = workload.encoder.embeddings(
            of: sentences, batch: Workload.encodingBatch, progress: nil)
        })
      note("sentences", Double(evaluation.sentenceCount))
    case .tokenizing:
      var tokens = 0
      finding.seconds = seconds {
        for sentence in workload.sentences {
          tokens +=
            workload.encoder.tokenizer.ids(
              sentence, maxTokens: workload.encoder.maximumTokens
            ).count
        }
      }
      note("tokens", Double(tokens))
      note("bytes", Double(workload.sentences.reduce(0) { $0 + $1.utf8.count }))
    case .products:
      for ceiling in ceilings {
        let times = ceiling.measure()
        finding.seconds += times.reduce(0, +)
        note(ceiling.compute.product.rawValue, ceiling.rate(times))
      }
    case .memory:
      let rate = memory.measure()
      note("rate", rate)
    case .search: finding.seconds = search.measure(queries: 1)
    case .searches: finding.seconds = search.measure(queries: BenchSearch.batch)
    case .comparison: finding.seconds = try comparison.measure()
    case .hashing:
      finding.seconds = seconds { _ = SHA256.hexDigest(of: hashed) }
      note("bytes", Double(hashed.count))
    }
    return finding
  }
}
