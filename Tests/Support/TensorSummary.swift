import Model

/// What a fixture keeps of a large tensor: its Euclidean norm and four fixed random projections.
///
///     projection k = Σ xᵢ · (uᵢ − ½),  uᵢ = uniform(at: i)
///
/// of the stream (seed 1, label `projection`), forked by the tensor's name and by k; i counts the
/// elements in row-major order. Of a difference d a projection shows about 0.29 · |d|.
public struct TensorSummary: Codable, Sendable, Equatable {
  public var norm: Double
  public var projections: [Double]

  public init(norm: Double, projections: [Double]) {
    self.norm = norm
    self.projections = projections
  }

  /// The summary of a tensor's scalars under a name.
  public init(name: String, values: [Double]) {
    let stream = RandomStream(seed: 1, label: "projection").fork(name)
    norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    projections = (0..<4).map { k in
      let weights = stream.fork(k)
      var sum = 0.0
      for (index, value) in values.enumerated() where value != 0 {
        sum += value * (weights.uniform(at: index) - 0.5)
      }
      return sum
    }
  }

  /// The largest difference from a reference in norm or projections, as a share of `scale`.
  public func difference(from reference: TensorSummary, scale: Double) -> Double {
    zip([norm] + projections, [reference.norm] + reference.projections)
      .map { abs($0 - $1) / scale }.reduce(0, max)
  }
}
