/// Linear layers over pooled sentences, each followed by a function: a projection, a predictor, classes.
///
///     x ← activation(x · Wᵀ + b),   layer by layer
///
/// - Source: arXiv:2002.05709, section 2.1, projection head; arXiv:2006.07733, section 3, predictor.
public struct DenseHead: Sendable, Equatable {
  /// The function behind every layer.
  public enum Activation: String, Codable, Sendable, CaseIterable { case identity, tanh, gelu }

  /// What its parameters' names begin with.
  public let name: String
  /// How many vectors side by side it reads.
  public let vectors: Int
  /// The width of each layer's output; nil for the encoder's.
  public let widths: [Int?]
  public let activation: Activation

  public init(name: String, vectors: Int, widths: [Int?], activation: Activation) {
    self.name = name
    self.vectors = vectors
    self.widths = widths
    self.activation = activation
  }

  /// Every parameter's name, shape and start, over an encoder of a width.
  public func parameterLayout(width: Int) -> ParameterLayout {
    var (layout, inputs) = (ParameterLayout(), vectors * width)
    for (place, width) in widths.map({ $0 ?? width }).enumerated() {
      layout += [
        ("\(name).\(place).weight", [width, inputs], .normal),
        ("\(name).\(place).bias", [width], .zeros),
      ]
      inputs = width
    }
    return layout
  }

  /// The last layer's output (B, last width) of (B, vectors · H).
  public func applied<Scalar: BLASScalar>(
    to x: Variable<Scalar>, leaves: HeadLeaves<Scalar>, compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    widths.indices.reduce(x) { x, place in
      let mapped = tape.apply(
        Linear(compute: compute), x, leaves["\(name).\(place).weight"],
        leaves["\(name).\(place).bias"])
      return switch activation {
      case .identity: mapped
      case .tanh: tape.apply(Elementwise(Tanh.self, compute: compute), mapped)
      case .gelu: tape.apply(Elementwise(Gelu.self, compute: compute), mapped)
      }
    }
  }
}
