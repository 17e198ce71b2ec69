/// How far numbers are outside a range below zero.
///
///     y = mean over i of  max(x[i] + least, 0) + max(−x[i] − greatest, 0)
///
/// It is 0 where every x is in −greatest … −least.
///
/// - Inputs: `x`, N scalars.
/// - Output: shape ().
/// - Source: arXiv:2201.05979, bidirectional margin loss, where `least` is α and `greatest` β.
public struct BidirectionalMargin<Scalar: BLASScalar>: Op {
  public let least: Scalar
  public let greatest: Scalar

  public init(least: Scalar, greatest: Scalar) {
    self.least = least
    self.greatest = greatest
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let x = inputs[0].scalars
    var sum: Scalar = 0
    for x in x { sum += max(x + least, 0) + max(-x - greatest, 0) }
    return (Tensor([sum / Scalar(max(x.count, 1))], shape: []), ())
  }

  // dx[i] = ([x[i] > −least] − [x[i] < −greatest]) · dy / N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let share = gradient.scalars[0] / Scalar(max(inputs[0].count, 1))
    let slopes = inputs[0].scalars.map { x in
      (x > -least ? share : 0) - (x < -greatest ? share : 0)
    }
    return [Tensor(slopes, shape: inputs[0].shape)]
  }
}
