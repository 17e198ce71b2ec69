/// A variational autoencoder of vectors: one tanh layer either way, a Gaussian code.
///
///     h = tanh(x W₁ᵀ + b₁),  [μ | s] = h W₂ᵀ + b₂,  z = μ + exp(s/2) n
///     y = tanh(z W₃ᵀ + b₃) W₄ᵀ + b₄
///
/// - Source: arXiv:1312.6114, section 3 and appendix C.
package struct VariationalAutoencoder<Scalar: BLASScalar> {
  package var parameters: Parameters<Scalar>
  let compute: Compute

  private static var layers: [String] { ["encoder", "moments", "decoder", "output"] }

  package init(parameters: Parameters<Scalar>, compute: Compute) {
    self.parameters = parameters
    self.compute = compute
  }

  /// Fresh weights: normal, of deviation 1/√(inputs), and biases of 0.
  package init(width: Int, hidden: Int, latent: Int, stream: RandomStream, compute: Compute) {
    let shapes = [[hidden, width], [2 * latent, hidden], [hidden, latent], [width, hidden]]
    self.init(
      parameters: Parameters(
        zip(Self.layers, shapes).flatMap {
          name, shape -> [(name: String, tensor: Tensor<Scalar>)] in
          let deviation = 1 / Double(shape[1]).squareRoot()
          let draws = stream.fork(name).normal(shape[0] * shape[1])
          return [
            (name + ".weight", Tensor(draws.map { Scalar($0 * deviation) }, shape: shape)),
            (name + ".bias", Tensor(zeros: [shape[0]])),
          ]
        }), compute: compute)
  }

  /// The bound of ``VariationalBound`` on rows `x` (N, H) with draws `noise` (N, L), and its gradient by
  /// every parameter.
  package func bound(
    _ x: Tensor<Scalar>, noise: Tensor<Scalar>
  ) -> (value: Scalar, gradients: [Tensor<Scalar>]) {
    let tape = Tape<Scalar>(compute: compute, observer: nil)
    let leaves = parameters.tensors.map { tape.variable($0) }
    let linear = Linear<Scalar>(compute: compute)
    let tanh = Elementwise<Scalar, Tanh>(Tanh.self, compute: compute)
    let hidden = tape.apply(tanh, tape.apply(linear, tape.constant(x), leaves[0], leaves[1]))
    let moments = tape.apply(linear, hidden, leaves[2], leaves[3])
    let code = tape.apply(GaussianSample(noise: noise), moments)
    let back = tape.apply(tanh, tape.apply(linear, code, leaves[4], leaves[5]))
    let output = tape.apply(linear, back, leaves[6], leaves[7])
    let bound = tape.apply(VariationalBound(target: x), output, moments)
    return (
      bound.value.scalars[0],
      tape.gradients(of: bound, seed: Tensor([1], shape: []), by: leaves)
    )
  }

  /// What codes (N, L) are decoded to (N, H).
  package func decoded(_ codes: Tensor<Scalar>) -> Tensor<Scalar> {
    let linear = Linear<Scalar>(compute: compute)
    let tensors = parameters.tensors
    let inner = linear.output([codes, tensors[4], tensors[5]])
    let hidden = Elementwise<Scalar, Tanh>(Tanh.self, compute: compute).output([inner])
    return linear.output([hidden, tensors[6], tensors[7]])
  }
}
