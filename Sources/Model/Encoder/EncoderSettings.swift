/// Every number that defines a BERT; none has a default.
public struct EncoderSettings: Codable, Sendable, Equatable {
  /// The form of the Gaussian error linear unit.
  public enum Activation: String, Codable, Sendable {
    case gelu
    case geluTanh = "gelu-tanh"
  }

  /// The number of token ids, V.
  public var vocabularySize: Int
  /// The width of a token's representation, H.
  public var width: Int
  /// The number of blocks.
  public var blocks: Int
  /// The number of attention heads, A.
  public var heads: Int
  /// The width inside the feed-forward network.
  public var feedForwardWidth: Int
  /// The longest sentence, in tokens.
  public var maximumPositions: Int
  /// The number of token types; sentences use type 0.
  public var tokenTypes: Int
  /// The epsilon of every layer normalization.
  public var layerNormEpsilon: Double
  public var activation: Activation

  public init(
    vocabularySize: Int, width: Int, blocks: Int, heads: Int, feedForwardWidth: Int,
    maximumPositions: Int, tokenTypes: Int, layerNormEpsilon: Double, activation: Activation
  ) {
    self.vocabularySize = vocabularySize
    self.width = width
    self.blocks = blocks
    self.heads = heads
    self.feedForwardWidth = feedForwardWidth
    self.maximumPositions = maximumPositions
    self.tokenTypes = tokenTypes
    self.layerNormEpsilon = layerNormEpsilon
    self.activation = activation
  }

  enum CodingKeys: String, CodingKey {
    case vocabularySize = "vocabulary-size"
    case width, blocks, heads
    case feedForwardWidth = "feed-forward-width"
    case maximumPositions = "maximum-positions"
    case tokenTypes = "token-types"
    case layerNormEpsilon = "layer-norm-epsilon"
    case activation
  }

  /// What is wrong with the numbers, in words; nil when they define an encoder.
  public var problem: String? {
    let counts = [
      ("vocabulary-size", vocabularySize), ("width", width), ("blocks", blocks), ("heads", heads),
      ("feed-forward-width", feedForwardWidth), ("maximum-positions", maximumPositions),
      ("token-types", tokenTypes),
    ]
    for (name, count) in counts where count < 1 {
      return "\(name) is \(count); it must be at least 1"
    }
    if width % heads != 0 { return "width \(width) does not split into \(heads) heads" }
    if !(layerNormEpsilon > 0) { return "layer-norm-epsilon \(layerNormEpsilon) is not positive" }
    return nil
  }
}
