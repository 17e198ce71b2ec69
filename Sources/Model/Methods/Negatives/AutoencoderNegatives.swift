/// In-batch negatives joined by samples of a variational autoencoder of recent outputs.
///
/// The anchors' outputs of the last `memory-steps` steps are kept. From the second step on, each step
/// gives the autoencoder `updates` updates by Adam on all of them, every feature brought to mean 0 and
/// deviation 1 over them, and decodes `count` codes from N(0, 1) to the means of the decoder, brought
/// back. Columns are constants for differentiation.
///
/// The thesis names the 8 steps and no sizes. arXiv:1312.6114 has one hidden layer of tanh; the studies
/// here take 128 hidden units, a code of 32, one update a step at Adam's 0.001.
///
/// - Relation: `count` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `negatives`, forked as `autoencoder-initialization`, `autoencoder-training` and
///   `autoencoder-codes`.
/// - Source: the thesis, section 4.3, variational auto-encoder sampling; arXiv:1312.6114.
public struct AutoencoderNegatives: Variant, NegativeSource {
  public static let name = "autoencoder-negatives"
  public static let examples = [
    Self(
      count: 4, weight: 1, memorySteps: 2, hiddenWidth: 6, latentWidth: 2, updates: 2,
      learningRate: 0.01)
  ]

  /// The number of vectors, M.
  public var count: Int
  /// What each weighs against an in-batch negative; positive.
  public var weight: Double
  /// The steps whose outputs are kept.
  public var memorySteps: Int
  /// Units of the hidden layers.
  public var hiddenWidth: Int
  /// The width of a code, L.
  public var latentWidth: Int
  /// Updates a step.
  public var updates: Int
  /// The learning rate of the autoencoder's Adam.
  public var learningRate: Double

  public init(
    count: Int, weight: Double, memorySteps: Int, hiddenWidth: Int, latentWidth: Int,
    updates: Int, learningRate: Double
  ) {
    self.count = count
    self.weight = weight
    self.memorySteps = memorySteps
    self.hiddenWidth = hiddenWidth
    self.latentWidth = latentWidth
    self.updates = updates
    self.learningRate = learningRate
  }

  public var problem: String? {
    ExtraNegatives.problem(count: count, weight: weight)
      ?? NumberRule.problem("memory-steps", memorySteps, atLeast: 1)
      ?? NumberRule.problem("hidden-width", hiddenWidth, atLeast: 1)
      ?? NumberRule.problem("latent-width", latentWidth, atLeast: 1)
      ?? NumberRule.problem("updates", updates, atLeast: 0)
      ?? NumberRule.positive.problem("learning-rate", learningRate)
  }
  public var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }

  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    var carried = Carried(
      state, width: batch.anchors.columns, settings: self, stream: stream,
      compute: batch.compute)
    var vectors: Tensor<Double>?
    if !carried.memory.isEmpty { vectors = trained(&carried, stream) }
    carried.memory = (carried.memory + [batch.anchors]).suffix(memorySteps)
    state = carried.state
    return vectors.map { ExtraNegatives(vectors: $0, weight: weight) }
  }

  /// Trains on the memory and samples.
  private func trained(_ carried: inout Carried, _ stream: RandomStream) -> Tensor<Double> {
    let width = carried.memory[0].columns
    let rows = carried.memory.reduce(0) { $0 + $1.rows }
    let outputs = Tensor(carried.memory.flatMap(\.scalars), shape: [rows, width])
    let means = outputs.columnMeans
    let deviations = outputs.columnDeviations.map { $0 > 0 ? $0 : 1 }
    let inputs = outputs.mapped { ($0 - means[$1]) / deviations[$1] }.singles
    for update in 0..<updates {
      let noise = stream.fork("autoencoder-training").fork(update)
        .singleNormals(rows * latentWidth)
      let (_, gradients) = carried.model.bound(
        inputs, noise: Tensor(noise, shape: [rows, latentWidth]))
      carried.optimizer.update(
        &carried.model.parameters, by: gradients.map { .dense($0) }, times: 1,
        learningRate: learningRate, compute: carried.model.compute)
    }
    let codes = stream.fork("autoencoder-codes").singleNormals(count * latentWidth)
    let decoded = carried.model.decoded(Tensor(codes, shape: [count, latentWidth]))
    return Tensor(decoded.scalars.map(Double.init), shape: decoded.shape)
      .mapped { means[$1] + deviations[$1] * $0 }
  }

  /// What goes from step to step: the autoencoder, its optimizer, the outputs, oldest first.
  private struct Carried {
    var model: VariationalAutoencoder<Float>
    var optimizer: AdamW<Float>
    var memory: [Tensor<Double>]

    init(
      _ state: VariantState, width: Int, settings: AutoencoderNegatives, stream: RandomStream,
      compute: Compute
    ) {
      func part(_ prefix: String) -> Parameters<Float> {
        Parameters(
          zip(state.tensors.names, state.tensors.tensors).filter { $0.0.hasPrefix(prefix + "/") }
            .map { (String($0.0.dropFirst(prefix.count + 1)), $0.1) })
      }
      // Adam's own constants; weight decay would pull the autoencoder towards nothing.
      let adam = AdamW<Float>.Settings(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0)
      memory = (0..<settings.memorySteps).compactMap { state.doubles("outputs.\($0)") }
      if let updates = state.tensors["updates"] {
        model = VariationalAutoencoder(parameters: part("weights"), compute: compute)
        optimizer = AdamW(
          settings: adam, first: part("first"), second: part("second"),
          updates: Int(updates.scalars[0]))
      } else {
        model = VariationalAutoencoder(
          width: width, hidden: settings.hiddenWidth, latent: settings.latentWidth,
          stream: stream.fork("autoencoder-initialization"), compute: compute)
        optimizer = AdamW(settings: adam, parameters: model.parameters)
      }
    }

    var state: VariantState {
      var tensors: [(name: String, tensor: Tensor<Float>)] = []
      for (place, outputs) in memory.enumerated() {
        tensors.append(("outputs.\(place)", outputs.singles))
      }
      for (prefix, part) in [
        ("weights", model.parameters), ("first", optimizer.first), ("second", optimizer.second),
      ] {
        for (name, tensor) in zip(part.names, part.tensors) {
          tensors.append(("\(prefix)/\(name)", tensor))
        }
      }
      tensors.append(("updates", Tensor([Float(optimizer.updates)], shape: [1])))
      return VariantState(tensors)
    }
  }
}
