/// The cross-entropy of a logistic unit with targets of 0 … 1.
///
///     loss = mean over i of  max(x, 0) − x t + log(1 + exp(−|x|)),   x = x[i], t = targets[i]
///
/// Which is −t log σ(x) − (1 − t) log(1 − σ(x)), and finite at any x.
///
/// - Inputs: `x`, N scalars: the logits.
/// - Output: the loss in nats, shape ().
/// - Precondition: there is a target a logit.
public struct BinaryCrossEntropy<Scalar: BLASScalar>: Op {
  public let targets: [Scalar]

  public init(targets: [Scalar]) { self.targets = targets }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Void) {
    let x = inputs[0].scalars
    precondition(targets.count == x.count, "\(targets.count) targets for \(x.count) logits")
    var total: Scalar = 0
    for (x, target) in zip(x, targets) {
      total += max(x, 0) - x * target + Scalar.logarithm(1 + Scalar.exponential(-abs(x)))
    }
    return (Tensor([total / Scalar(targets.count)], shape: []), ())
  }

  // dx[i] = (σ(x[i]) − t[i]) · dloss / N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let share = gradient.scalars[0] / Scalar(targets.count)
    let scalars = zip(inputs[0].scalars, targets).map { x, target in
      (Sigmoid.value(SIMD8(repeating: x))[0] - target) * share
    }
    return [Tensor(scalars, shape: inputs[0].shape)]
  }
}
