package import Model

/// A small fresh encoder in Double: 29 tokens, width 12, 2 blocks, 3 heads.
package func tinyEncoder(
  seed: UInt64, activation: EncoderSettings.Activation = .gelu, threads: Int = 1,
  product: MatrixProduct = .exact
) -> Encoder<Double> {
  let settings = EncoderSettings(
    vocabularySize: 29, width: 12, blocks: 2, heads: 3, feedForwardWidth: 20,
    maximumPositions: 11, paddingID: nil, tokenTypes: 2, layerNormEpsilon: 1e-12,
    activation: activation)
  let layout = settings.parameterLayout + EncoderSettings.poolerLayout(width: settings.width)
  let stream = RandomStream(seed: seed, name: .initialization)
  var parameters = Parameters<Double>(fresh: layout, deviation: 0.3, stream: stream)
  // Gains and biases away from one and zero, so that a term left out shows.
  for index in parameters.tensors.indices where parameters.tensors[index].shape.count == 1 {
    parameters.tensors[index].add(
      testTensor(parameters.tensors[index].shape, seed: seed, "bias \(index)").scaled(by: 0.2),
      compute: oneThread)
  }
  return Encoder(
    settings: settings, parameters: parameters,
    compute: Compute(product: product, threads: threads))
}

/// Sentences of the given lengths over a tiny encoder's vocabulary.
package func tinySentences(_ lengths: [Int], seed: UInt64) -> [[Int32]] {
  let stream = RandomStream(seed: seed, label: "sentences")
  return lengths.enumerated().map { index, length in
    (0..<length).map { Int32(stream.fork(index).integer(at: $0, below: 29)) }
  }
}
