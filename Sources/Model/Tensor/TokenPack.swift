/// Sentences laid end to end without padding, and where each begins.
public struct TokenPack: Sendable, Equatable {
  /// The token ids of all sentences (T).
  public let ids: [Int32]
  /// Where each sentence begins, and, last, where the final one ends (B + 1).
  public let starts: [Int]

  /// - Precondition: no sentence is empty (a tokenizer gives at least the two special tokens).
  public init(_ sentences: [[Int32]]) {
    var starts = [0]
    starts.reserveCapacity(sentences.count + 1)
    for (index, sentence) in sentences.enumerated() {
      precondition(!sentence.isEmpty, "sentence \(index) of a pack has no tokens")
      starts.append(starts[index] + sentence.count)
    }
    self.ids = sentences.flatMap { $0 }
    self.starts = starts
  }

  /// The number of sentences, B.
  public var sentenceCount: Int { starts.count - 1 }
  /// The number of tokens, T.
  public var tokenCount: Int { ids.count }
  /// The place of each sentence's first token (B).
  public var firstTokens: [Int] { Array(starts.dropLast()) }
  /// The tokens of one sentence.
  public func tokens(of sentence: Int) -> Range<Int> { starts[sentence]..<starts[sentence + 1] }
}
