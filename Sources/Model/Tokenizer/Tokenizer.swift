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
