/// A task of classification by sentence vectors: sentences, or pairs of them, with a class each.
///
/// - Source: SentEval, arXiv:1803.05449, section 3.
public struct TransferTask: Sendable, Equatable {
  public struct Example: Sendable, Equatable {
    /// One sentence or two.
    public let sentences: [String]
    /// From 0 below the number of classes.
    public let label: Int

    public init(_ sentences: [String], label: Int) {
      self.sentences = sentences
      self.label = label
    }
  }

  /// What is fitted, what the penalty is chosen by, and what is scored.
  public enum Splits: Sendable, Equatable {
    /// All in folds: each is scored by what is fitted to the others, and the penalty is chosen by folds
    /// of those.
    case folds([Example])
    /// The penalty is chosen by folds of the training examples.
    case test(training: [Example], scored: [Example])
    /// The penalty is chosen by the development examples.
    case development(training: [Example], development: [Example], scored: [Example])

    /// Every example.
    public var examples: [Example] {
      switch self {
      case .folds(let all): all
      case .test(let training, let scored): training + scored
      case .development(let training, let development, let scored):
        training + development + scored
      }
    }
  }

  public let name: String
  public let classes: [String]
  public let splits: Splits

  public init(name: String, classes: [String], splits: Splits) {
    (self.name, self.classes, self.splits) = (name, classes, splits)
  }
}
