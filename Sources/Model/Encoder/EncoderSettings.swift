/// Every number that defines a BERT or RoBERTa; none has a default.
public struct EncoderSettings: Codable, Sendable, Equatable {
  /// The form of the Gaussian error linear unit.
  public enum Activation: String, Codable, Sendable, CaseIterable {
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
  /// The rows of the position table.
  public var maximumPositions: Int
  /// RoBERTa's padding token, p: it is at position p, and the other tokens of a sentence at p + 1,
  /// p + 2, …; nil in BERT, whose tokens are at 0, 1, ….
  public var paddingID: Int?
  /// The number of token types; sentences use type 0.
  public var tokenTypes: Int
  /// The epsilon of every layer normalization.
  public var layerNormEpsilon: Double
  public var activation: Activation
  /// The mask token, where sentences come in a template and its state is pooled.
  public var maskID: Int32?

  public init(
    vocabularySize: Int, width: Int, blocks: Int, heads: Int, feedForwardWidth: Int,
    maximumPositions: Int, paddingID: Int?, tokenTypes: Int, layerNormEpsilon: Double,
    activation: Activation
  ) {
    self.vocabularySize = vocabularySize
    self.width = width
    self.blocks = blocks
    self.heads = heads
    self.feedForwardWidth = feedForwardWidth
    self.maximumPositions = maximumPositions
    self.paddingID = paddingID
    self.tokenTypes = tokenTypes
    self.layerNormEpsilon = layerNormEpsilon
    self.activation = activation
  }

  /// The longest sentence, in tokens.
  public var maximumTokens: Int { maximumPositions - firstPosition }

  private var firstPosition: Int { paddingID.map { $0 + 1 } ?? 0 }

  /// The row of the position table of each token of a pack (T).
  ///
  /// - Source: `create_position_ids_from_input_ids` in `modeling_roberta.py` of transformers 5.23.
  ///
  /// - Inputs: `shifts`, what is added to each token's (T); nil for nothing.
  package func positions(of pack: TokenPack, shifts: [Int]? = nil) -> [Int] {
    let own = ownPositions(of: pack)
    return shifts.map { zip(own, $0).map { $0 + $1 } } ?? own
  }

  private func ownPositions(of pack: TokenPack) -> [Int] {
    var positions: [Int] = []
    positions.reserveCapacity(pack.tokenCount)
    for sentence in 0..<pack.sentenceCount {
      var next = firstPosition
      for id in pack.ids[pack.tokens(of: sentence)] {
        if let paddingID, id == paddingID {
          positions.append(paddingID)
        } else {
          positions.append(next)
          next += 1
        }
      }
    }
    return positions
  }

  private static let mostParameters = 1e11

  /// About how many parameters there are, where the whole number may not fit an Int.
  private var parameterEstimate: Double {
    let (width, inner) = (Double(width), Double(feedForwardWidth))
    let rows = Double(vocabularySize) + Double(maximumPositions) + Double(tokenTypes)
    return width * rows + Double(blocks) * width * (4 * width + 2 * inner)
  }

  /// What is wrong with the numbers, in words; nil when they define an encoder.
  public var problem: String? {
    let counts = [
      ("vocabulary-size", vocabularySize), ("width", width), ("blocks", blocks), ("heads", heads),
      ("feed-forward-width", feedForwardWidth), ("maximum-positions", maximumPositions),
      ("token-types", tokenTypes),
    ]
    for (name, count) in counts {
      if let problem = NumberRule.problem(name, count, atLeast: 1) { return problem }
    }
    if let paddingID, !(0..<vocabularySize).contains(paddingID) {
      return "padding-id \(paddingID) is no token of \(vocabularySize)"
    }
    if maximumTokens < 1 {
      return "maximum-positions is \(maximumPositions); positions begin at \(firstPosition)"
    }
    if width % heads != 0 { return "width \(width) does not split into \(heads) heads" }
    if parameterEstimate > Self.mostParameters {
      return "width is \(width), blocks \(blocks), feed-forward-width \(feedForwardWidth) and "
        + "maximum-positions \(maximumPositions): some \(parameterEstimate) parameters; at most "
        + "\(Self.mostParameters) are possible"
    }
    return NumberRule.positive.problem("layer-norm-epsilon", layerNormEpsilon)
  }
}
