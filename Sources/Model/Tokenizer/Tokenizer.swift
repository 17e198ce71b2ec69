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

  /// The token that hides a word in pretraining.
  public var maskID: Int32 {
    switch self {
    case .wordPiece(let tokenizer): tokenizer.maskID
    case .bytePair(let tokenizer): tokenizer.maskID
    }
  }

  /// The token of what the vocabulary cannot spell.
  public var unknownID: Int32 {
    switch self {
    case .wordPiece(let tokenizer): tokenizer.unknownID
    case .bytePair(let tokenizer): tokenizer.unknownID
    }
  }

  /// The ids of a text, its first and last token included; in its template where it has one, whose own
  /// tokens are not counted.
  ///
  /// - Precondition: `maxTokens`, the most ids given in all, is at least 2.
  public func ids(_ text: String, maxTokens: Int?) -> [Int32] {
    guard let template = preparation.template else {
      return plainIDs(text, maxTokens: maxTokens)
    }
    return template.around(plainIDs(template.blank + text, maxTokens: maxTokens))
  }

  private func plainIDs(_ text: String, maxTokens: Int?) -> [Int32] {
    switch self {
    case .wordPiece(let tokenizer): tokenizer.ids(text, maxTokens: maxTokens)
    case .bytePair(let tokenizer): tokenizer.ids(text, maxTokens: maxTokens)
    }
  }
}

/// The ids of a text between the token that begins it and the one that ends it.
///
/// - Inputs: `maxTokens`, the most ids given in all; `bytes`, the length of the text; `append`, which
///   appends the text's ids until there are `limit` or more.
/// - Precondition: `maxTokens` is at least 2.
func ids(
  from first: Int32, to last: Int32, maxTokens: Int?, bytes: Int,
  _ append: (_ ids: inout [Int32], _ limit: Int) -> Void
) -> [Int32] {
  if let maxTokens {
    precondition(
      maxTokens >= 2, "\(maxTokens) tokens do not hold the first and the last token of a text")
  }
  let limit = maxTokens.map { $0 - 1 } ?? Int.max
  var ids = [first]
  ids.reserveCapacity(min(limit, bytes / 3) + 2)
  append(&ids, limit)
  if ids.count > limit { ids.removeSubrange(limit...) }
  ids.append(last)
  return ids
}
