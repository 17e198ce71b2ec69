import Data
import Evaluation
import Files
import Foundation
public import Model

/// Where a fresh encoder's vocabulary comes from: a name, or the text that the run trains on.
///
///     "synthetic-english"
///     "$SIMCSE_DATA/vocabulary"
///     { "learned": { "size": 8000, "characters": 1000 } }
public enum VocabularySource: Codable, Sendable, Equatable {
  /// `synthetic-english`, which is built in, or a folder whose tokenizer is taken and whose weights,
  /// if it has any, are not; `$SIMCSE_MODEL` stands for the folder that the caller names.
  case named(String)
  /// Learned from the text of the first stage, as it is read: before pairs that are scored on leave it.
  case learned(VocabularyLearner)

  static let synthetic = "synthetic-english"

  private enum CodingKeys: String, CodingKey { case learned }

  public init(from decoder: any Decoder) throws {
    guard let values = try? decoder.container(keyedBy: CodingKeys.self) else {
      self = .named(try decoder.singleValueContainer().decode(String.self))
      return
    }
    self = .learned(try values.decode(VocabularyLearner.self, forKey: .learned))
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    switch self {
    case .named(let name):
      var value = encoder.singleValueContainer()
      try value.encode(name)
    case .learned(let learner):
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(learner, forKey: .learned)
    }
  }

  /// What is wrong with it, in words; nil when it is sound.
  var problem: String? {
    switch self {
    case .named(""):
      "vocabulary is empty; it must be '\(Self.synthetic)', a folder with a tokenizer or 'learned'"
    case .named: nil
    case .learned(let learner): learner.problem.map { "vocabulary.learned." + $0 }
    }
  }

  /// The tokenizer, and the checksums of its vocabulary by their roles.
  ///
  /// - Throws: the readers' errors; `InputError` where the text does not give such a vocabulary.
  func tokenizer(
    of settings: RunSettings, places: Places
  ) throws -> (tokenizer: Tokenizer, checksums: [String: String]) {
    switch self {
    case .named(Self.synthetic):
      let vocabulary = try Vocabulary(tokens: SyntheticEnglish.vocabulary)
      let tokenizer = try WordPiece(vocabulary: vocabulary, settings: .bert(lowercases: true))
      return (.wordPiece(tokenizer), [:])
    case .named(let folder):
      let read = try ModelFolder.tokenizerAndChecksums(try places.resolve(folder))
      let checksums = read.checksums.map { ("model/" + $0.key, $0.value) }
      return (read.tokenizer, Dictionary(uniqueKeysWithValues: checksums))
    case .learned(let learner):
      guard let first = try settings.stageSettings().first?.settings, first.tasks == nil else {
        throw InputError(
          file: "settings",
          problem:
            "encoder.fresh.vocabulary is to be learned from text, but the first stage trains "
            + "the heads of tasks; name a folder with a tokenizer")
      }
      let text = try TrainingText(first.text, places: places)
      let tokenizer: Tokenizer
      do {
        tokenizer = .wordPiece(try learner.tokenizer(from: text.examples.joined()))
      } catch let error as VocabularyLearningError {
        throw InputError(file: text.name, problem: "\(error)")
      }
      let files = SavedModel.vocabularyFiles(of: tokenizer)
        .map { ("learned/" + $0.name, SHA256.hexDigest(of: $0.content)) }
      return (tokenizer, Dictionary(uniqueKeysWithValues: files))
    }
  }
}

extension VocabularyLearner {
  /// What is wrong with the numbers, in words; nil when they are sound.
  package var problem: String? {
    // Five special tokens, a character, and one token more.
    NumberRule.problem("size", size, atLeast: 7)
      ?? NumberRule.problem("characters", characters, atLeast: 1)
  }
}
