/// A tokenizer of a kind that an encoder here can have.
public enum Tokenizer: Sendable {
  /// BERT's.
  case wordPiece(WordPiece)
  /// RoBERTa's.
  case bytePair(BytePair)

  /// The tokens and their ids.
  public var vocabulary: Vocabulary {
    switch self {
    case .wordPiece(let tokenizer): tokenizer.vocabulary
    case .bytePair(let tokenizer): tokenizer.vocabulary
    }
  }

  /// The number of ids: the vocabulary's tokens, or one more than the greatest added id.
  public var idCount: Int {
    switch self {
    case .wordPiece(let tokenizer):
      max(tokenizer.vocabulary.count, (tokenizer.added.map(\.id).max() ?? -1) + 1)
    case .bytePair(let tokenizer): tokenizer.vocabulary.count
    }
  }

  /// What is done to a text before it is cut.
  public var preparation: TextPreparation {
    get {
      switch self {
      case .wordPiece(let tokenizer): tokenizer.preparation
      case .bytePair(let tokenizer): tokenizer.preparation
      }
    }
    set {
      switch self {
      case .wordPiece(var tokenizer):
        tokenizer.preparation = newValue
        self = .wordPiece(tokenizer)
      case .bytePair(var tokenizer):
        tokenizer.preparation = newValue
        self = .bytePair(tokenizer)
      }
    }
  }

  /// The ids of a text, its first and last token included.
  ///
  /// - Precondition: `maxTokens`, the most ids given in all, is at least 2.
  public func ids(_ text: String, maxTokens: Int?) -> [Int32] {
    switch self {
    case .wordPiece(let tokenizer): tokenizer.ids(text, maxTokens: maxTokens)
    case .bytePair(let tokenizer): tokenizer.ids(text, maxTokens: maxTokens)
    }
  }
}
