/// What is changed on the way into the first block.
public struct EncoderEntry: Sendable, Equatable {
  /// For each token the token of its sentence, counted through the pack, whose position it has (T); nil
  /// for its own.
  public var positions: [Int]?
  /// What is done to the embeddings of the tokens (T, H), behind their dropout; nil for nothing.
  public var embeddings: ElementChange?
  /// What is added to each token's position (T); nil for nothing.
  var shifts: [Int]?

  public init(positions: [Int]?, embeddings: ElementChange?) {
    self.positions = positions
    self.embeddings = embeddings
  }
}
