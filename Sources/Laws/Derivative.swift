package import Model

/// Where an analytic gradient and central differences disagree.
package struct GradientFinding: CustomStringConvertible, Sendable {
  package let subject: String
  package let analytic: Double
  package let numeric: Double
  package let relativeError: Double

  package init(subject: String, analytic: Double, numeric: Double, relativeError: Double) {
    self.subject = subject
    self.analytic = analytic
    self.numeric = numeric
    self.relativeError = relativeError
  }

  package var description: String {
    "\(subject): analytic \(analytic), numeric \(numeric), relative error \(relativeError)"
  }
}

/// The derivative of a function along one direction, as it is claimed and by central differences.
///
///     (8 (f(x + h d) − f(x − h d)) − (f(x + 2h d) − f(x − 2h d))) / 12h   against   analytic
///
/// The error of the differences is about h⁴ f⁽⁵⁾/30 + ε |f| / h; it is bounded by comparing relative
/// to the larger of the two derivatives and of 10⁻⁴ of the value.
package struct Derivative: Sendable {
  package let analytic: Double
  package let numeric: Double
  package let relativeError: Double

  /// - Inputs: `step`, h; `value`, f along the direction, by the distance from x.
  package init(analytic: Double, step: Double, value: (Double) -> Double) {
    let above = value(step)
    let (near, far) = (above - value(-step), value(2 * step) - value(-2 * step))
    numeric = (8 * near - far) / (12 * step)
    self.analytic = analytic
    let scale = max(abs(analytic), abs(numeric), 1e-4 * abs(above))
    relativeError = abs(analytic - numeric) / max(scale, .leastNormalMagnitude)
  }
}

/// Checks a derivative against central differences; nil where they agree.
package func derivativeFinding(
  _ subject: String, analytic: Double, step: Double, tolerance: Double,
  value: (Double) -> Double
) -> GradientFinding? {
  let found = Derivative(analytic: analytic, step: step, value: value)
  return found.relativeError <= tolerance
    ? nil
    : GradientFinding(
      subject: subject, analytic: analytic, numeric: found.numeric,
      relativeError: found.relativeError)
}

/// Random numbers in −1 … 1 for a test, from a fixed stream.
package func testTensor(_ shape: [Int], seed: UInt64, _ label: String) -> Tensor<Double> {
  let stream = RandomStream(seed: seed, label: label)
  return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
}

/// The inner product of two tensors of one shape.
package func dot(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
  zip(a.scalars, b.scalars).reduce(0) { $0 + $1.0 * $1.1 }
}
