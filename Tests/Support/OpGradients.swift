package import Laws
package import Model

/// Checks an operation's backward pass by each input along one random direction.
///
/// The scalar whose derivative is taken is a random weighting of the output.
package func gradientFindings<O: Op<Double>>(
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
