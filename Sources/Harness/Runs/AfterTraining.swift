import Evaluation
import Files
import Model

/// What is fitted to the trained encoder's embeddings of training text, and applied before scoring.
///
///     { "name": "whitening", "sentences": 10000, "dimensions": 256 }
///
/// - Relation: absent, embeddings are scored as the encoder makes them. After 0 epochs it is the
///   published baseline of an encoder that was not trained.
/// - Source: arXiv:2103.15316.
public struct AfterTraining: Codable, Sendable, Equatable {
  public enum Name: String, Codable, Sendable, CaseIterable {
    case whitening
  }

  public var name: Name
  /// How many sentences it is fitted to: the first of the training text, each cut to `token-limit`.
  public var sentences: Int
  /// How many directions are kept, those of the largest variance; absent for all that vary.
  public var dimensions: Int?

  /// What is wrong with the settings, in words; nil when they are sound.
  var problem: String? {
    NumberRule.problem("sentences", sentences, atLeast: 2)
      ?? dimensions.flatMap { NumberRule.problem("dimensions", $0, atLeast: 1) }
  }

  /// - Throws: `InputError` for an encoder or text that cannot give what is asked for.
  func check(width: Int, examples: Int) throws {
    func fail(_ problem: String) -> InputError {
      InputError(file: "settings", problem: "after-training." + problem)
    }
    if let dimensions, dimensions > width {
      throw fail("dimensions is \(dimensions); the encoder's vectors have \(width) numbers")
    }
    if sentences > examples {
      throw fail("sentences is \(sentences), but the training text has \(examples); ask for fewer")
    }
    let needed = dimensions ?? width
    if sentences <= needed {
      throw fail(
        "sentences is \(sentences), which do not vary in \(needed) directions; ask for more than "
          + "\(needed) sentences, or for fewer dimensions")
    }
  }

  /// The map fitted to an encoder's embeddings of tokenized sentences.
  ///
  /// - Throws: `WhiteningError`.
  func map(
    _ encoder: SentenceEncoder, sentences: [[Int32]], batch: Int, progress: ((Int) -> Void)?
  ) throws -> EmbeddingMap {
    let chosen = Array(sentences.prefix(self.sentences))
    switch name {
    case .whitening:
      return try .whitening(
        encoder.embeddings(ofTokens: chosen, batch: batch, progress: progress),
        dimensions: dimensions, compute: encoder.encoder.compute)
    }
  }
}
