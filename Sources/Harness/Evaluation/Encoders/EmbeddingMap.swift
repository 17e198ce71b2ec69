public import Model

/// An affine map of embeddings, fitted after training and applied before scoring.
///
///     y = x · Wᵀ + bias
///
/// sentence-transformers has it as a dense layer with identity activation.
public struct EmbeddingMap: Sendable, Equatable {
  /// W (K, H): a row each number of the result.
  public let weight: Tensor<Float>
  /// (K)
  public let bias: [Float]
  /// The same weight, as it is multiplied by.
  private let doubles: Tensor<Double>

  /// - Precondition: a number of bias for each row of the weight.
  public init(weight: Tensor<Float>, bias: [Float]) {
    precondition(weight.rows == bias.count, "\(bias.count) numbers of bias for \(weight.shape)")
    self.weight = weight
    self.bias = bias
    doubles = Self.doubles(weight)
  }

  /// The width of a result, K.
  public var width: Int { weight.rows }

  /// Embeddings (N, H) mapped (N, K). Sums are in Double: a bias may be as large as the sum that it is
  /// taken from.
  public func applied(to embeddings: Tensor<Float>, compute: Compute) -> Tensor<Float> {
    let products = compute.product(
      Self.doubles(embeddings), transposed: false, doubles, transposed: true)
    return Tensor(
      products.scalars.enumerated().map { Float($1 + Double(bias[$0 % width])) },
      shape: products.shape)
  }

  private static func doubles(_ x: Tensor<Float>) -> Tensor<Double> {
    Tensor(x.scalars.map { Double($0) }, shape: x.shape)
  }
}
