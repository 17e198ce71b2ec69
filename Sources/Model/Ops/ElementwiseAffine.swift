/// Each element times a constant of its own, plus another.
///
///     y = x · factor + addend
///
/// - Inputs: `x`, any shape.
/// - Output: `y`, the same shape.
public struct ElementwiseAffine<Scalar: BLASScalar>: Op {
  /// In the shape of `x`; nil for factors of 1.
  public let factors: Tensor<Scalar>?
  /// In the shape of `x`; nil for addends of 0.
  public let addends: Tensor<Scalar>?
  public let compute: Compute

  public init(factors: Tensor<Scalar>?, addends: Tensor<Scalar>?, compute: Compute) {
    self.factors = factors
    self.addends = addends
    self.compute = compute
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    var output = multiplied(inputs[0])
    if let addends { output.add(addends, compute: compute) }
    return (output, ())
  }

  public var unread: [Int] { [0] }

  // dx = dy · factor
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    [multiplied(gradient)]
  }

  private func multiplied(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    guard let factors else { return x }
    precondition(x.shape == factors.shape, "factors of \(factors.shape) for \(x.shape)")
    let count = x.count
    return Tensor.filling(x.shape) { y in
      x.reading { x in
        factors.reading { factors in
          compute.forEachBlock(count, size: 32_768) { block in
            let start = block.lowerBound
            forEachLane(block.count) {
              y.store(x.lanes(start &+ $0) * factors.lanes(start &+ $0), at: start &+ $0)
            } rest: {
              y[start &+ $0] = x[start &+ $0] * factors[start &+ $0]
            }
          }
        }
      }
    }
  }
}
