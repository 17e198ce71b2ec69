public import Model

/// Where an analytic gradient and central differences part.
public struct GradientFinding: CustomStringConvertible, Sendable {
  public let subject: String
  public let analytic: Double
  public let numeric: Double
  public let relativeError: Double

  public var description: String {
    "\(subject): analytic \(analytic), numeric \(numeric), relative error \(relativeError)"
  }
}

/// Checks the derivative of `value` along one direction against central differences.
///
///     (f(x + h d) − f(x − h d)) / 2h   against   analytic
///
/// The error of the differences is about h² f‴/6 + ε |f| / h; it is bounded by comparing relative
/// to the larger of the two derivatives and of 10⁻⁴ of the value.
public func derivativeFinding(
  _ subject: String, analytic: Double, step: Double, tolerance: Double,
  value: (Double) -> Double
) -> GradientFinding? {
  let (above, below) = (value(step), value(-step))
  let numeric = (above - below) / (2 * step)
  let scale = max(abs(analytic), abs(numeric), 1e-4 * abs(above))
  let error = abs(analytic - numeric) / max(scale, .leastNormalMagnitude)
  return error <= tolerance
    ? nil
    : GradientFinding(
      subject: subject, analytic: analytic, numeric: numeric, relativeError: error)
}

/// Random numbers in −1 … 1 for a test, from a fixed stream.
public func testTensor(_ shape: [Int], seed: UInt64, _ label: String) -> Tensor<Double> {
  let stream = RandomStream(seed: seed, label: label)
  return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
}

/// Checks an operation's backward pass by each input along one random direction.
///
/// The scalar whose derivative is taken is a random weighting of the output.
public func gradientFindings<O: Op<Double>>(
  _ op: O, inputs: [Tensor<Double>], seed: UInt64, tolerance: Double
) -> [GradientFinding] {
  let (output, saved) = op.forward(inputs)
  let weights = testTensor(output.shape, seed: seed, "weights")
  let gradients = op.backward(weights, inputs: inputs, saved: saved)
  guard gradients.count == inputs.count else {
    return [
      GradientFinding(
        subject: "\(O.self) gives \(gradients.count) gradients for \(inputs.count) inputs",
        analytic: .nan, numeric: .nan, relativeError: .infinity)
    ]
  }
  return inputs.indices.compactMap { index in
    let direction = testTensor(inputs[index].shape, seed: seed, "direction \(index)")
    return derivativeFinding(
      "\(O.self), input \(index)", analytic: dot(gradients[index], direction), step: 1e-5,
      tolerance: tolerance
    ) { distance in
      var moved = inputs
      moved[index].add(direction.scaled(by: distance), compute: oneThread)
      return dot(op.forward(moved).output, weights)
    }
  }
}

/// The inner product of two tensors of one shape.
public func dot(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
  zip(a.scalars, b.scalars).reduce(0) { $0 + $1.0 * $1.1 }
}
