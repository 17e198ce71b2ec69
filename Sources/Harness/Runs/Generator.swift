import Evaluation
import Files
import Foundation
public import Model

/// A masked language model that fills in hidden tokens, and is not trained.
public struct Generator: Sendable {
  public var encoder: Encoder<Float>
  public var vocabulary: MaskableVocabulary

  public init(encoder: Encoder<Float>, vocabulary: MaskableVocabulary) {
    self.encoder = encoder
    self.vocabulary = vocabulary
  }

  /// Reads a model folder.
  ///
  /// - Inputs: `tokenizer`, the run's, whose ids the generator has to have; `maximumTokens`, the longest sentence.
  /// - Throws: the readers' errors, and `InputError` for a folder that is no masked language model of these
  ///   tokens.
  init(
    _ folder: URL, tokenizer: Tokenizer, maximumTokens: Int, compute: Compute,
    checksums: inout [String: String]
  ) throws {
    let model = try ModelFolder(folder, blocks: nil)
    for (file, digest) in model.checksums { checksums["generator/" + file] = digest }
    func fail(_ problem: String) -> InputError {
      InputError(file: folder.path, problem: problem)
    }
    guard let head = model.languageModelHead, let vocabulary = model.tokenizer.maskable else {
      throw fail(
        "it has no head of a masked language model, which 'generator' needs; train one by the objective "
          + "'masked-language-model'")
    }
    func files(_ tokenizer: Tokenizer) -> [Data] {
      SavedModel.vocabularyFiles(of: tokenizer).map(\.content)
    }
    guard files(model.tokenizer) == files(tokenizer) else {
      throw fail(
        "its tokens are not those of the encoder, as 'generator' needs; name another model")
    }
    guard maximumTokens <= model.settings.maximumTokens else {
      throw fail(
        "token-limit is \(maximumTokens), but the generator reads \(model.settings.maximumTokens) tokens"
      )
    }
    self.init(
      encoder: Encoder(
        settings: model.settings, parameters: model.parameters.appending(head), compute: compute),
      vocabulary: vocabulary)
  }

  /// Sentences with some of their tokens hidden, and each filled in by the most likely one.
  ///
  /// - Randomness: `stream`, forked by the place of a sentence.
  package func edited(
    _ sentences: [[Int32]], by masking: TokenMasking, stream: RandomStream
  ) -> [[Int32]] {
    filled(MaskedSentences(sentences, by: masking, of: vocabulary, stream: stream), of: sentences)
  }

  /// Sentences with the tokens at hidden places filled in.
  package func filled(_ hidden: MaskedSentences, of sentences: [[Int32]]) -> [[Int32]] {
    guard !hidden.places.isEmpty else { return sentences }
    let logits = MaskedStep.logits(encoder, hidden)
    var ids = sentences.flatMap { $0 }
    for (row, place) in hidden.places.enumerated() {
      let scores = logits.row(row)
      // The first of equal ones.
      let best = scores.indices.max { (scores[$0], $1) < (scores[$1], $0) }
      ids[place] = Int32(best ?? 0)
    }
    var start = 0
    return sentences.map { sentence in
      defer { start += sentence.count }
      return Array(ids[start..<start + sentence.count])
    }
  }
}

extension TokenDetection {
  /// How tokens are hidden from the generator.
  package var masking: TokenMasking {
    TokenMasking(probability: probability, maskReplace: 0.8, randomReplace: 0.1)
  }
}

extension TrainingSettings {
  /// What is wrong with the generator and what goes with it, as (key, words).
  var generatorProblem: (key: String, words: String)? {
    let method = variant.variant
    guard method.detection != nil else {
      return generator == nil
        ? nil
        : ("generator", "belongs to replaced-token-detection with a weight above 0; leave it out")
    }
    if generator == nil {
      return (
        "generator",
        "is missing; \(variant.name) needs the folder of a masked language model"
      )
    }
    let others: [(String, Bool)] = [
      ("tasks", tasks != nil), ("token-masking", tokenMasking != nil),
      ("template", template != nil),
    ]
    for case (let key, true) in others {
      return (key, "does not go with \(variant.name); leave it out")
    }
    return nil
  }
}
