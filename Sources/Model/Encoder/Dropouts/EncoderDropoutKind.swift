/// The dropout inside an encoder's blocks, where a run asks for something other than one rate
/// throughout.
///
/// It is applied where hidden dropout follows a linear layer: behind the attention's output and behind
/// the feed-forward output of every block. Dropout of the embeddings and of attention probabilities
/// keeps its rate, but under a curriculum, which every rate follows.
public enum EncoderDropoutKind: Sendable, Equatable {
  /// Each rate rises to its own by ``CurriculumDropout`` of this growth.
  case curriculum(growth: Double)
  /// Rates computed by trained weights.
  case adaptive(AdaptiveDropout)
  /// The weights of `adaptive` and their factor p, without its draw, under dropout of one rate:
  ///
  ///     y = dropout(x · p)
  ///
  /// As many parameters as `adaptive`, used alike but for the draw: what more parameters do alone.
  case gate(AdaptiveDropout)

  /// The names of added parameters begin so.
  static func prefix(isGate: Bool) -> String { isGate ? "gate." : "dropout." }

  /// An encoder's parameters with those that it adds, so that the encoder begins as it was.
  ///
  /// Computed dropout multiplies by p and divides by nothing, as in its source. The layers before it are
  /// therefore divided by the p that they begin with: else an encoder that was trained under another
  /// dropout would lose a tenth of each block's output before its first step.
  public func extended<Scalar: BLASScalar>(
    _ parameters: Parameters<Scalar>, of settings: EncoderSettings
  ) -> Parameters<Scalar> {
    let added: Parameters<Scalar> = self.parameters(for: settings)
    var entries = zip(parameters.names, parameters.tensors).map { (name: $0, tensor: $1) }
    let keep: Double
    switch self {
    case .curriculum: return parameters
    case .adaptive(let adaptive), .gate(let adaptive): keep = 1 - adaptive.startRate
    }
    for block in 0..<settings.blocks {
      for layer in ["attention.output", "output"] {
        for part in ["weight", "bias"] {
          guard let place = parameters.place("encoder.layer.\(block).\(layer).dense.\(part)") else {
            preconditionFailure("block \(block) has no \(layer).dense.\(part)")
          }
          entries[place].tensor = entries[place].tensor.scaled(by: Scalar(1 / keep))
        }
      }
    }
    return Parameters(entries).appending(added)
  }

  /// The parameters that it adds to an encoder, at their start.
  public func parameters<Scalar: BLASScalar>(
    for settings: EncoderSettings
  ) -> Parameters<Scalar> {
    let (dropout, isGate): (AdaptiveDropout, Bool)
    switch self {
    case .curriculum: return Parameters([])
    case .adaptive(let adaptive): (dropout, isGate) = (adaptive, false)
    case .gate(let adaptive): (dropout, isGate) = (adaptive, true)
    }
    let parts = (0..<settings.blocks).flatMap { block in
      [("attention.output", settings.width), ("output", settings.feedForwardWidth)].map {
        dropout.parameters(
          name: Self.prefix(isGate: isGate) + "encoder.layer.\(block).\($0)", inputs: $1,
          outputs: settings.width) as Parameters<Scalar>
      }
    }
    return parts.reduce(Parameters([])) { $0.appending($1) }
  }

  /// A rate at a 0-based step.
  public func rate(_ rate: Double, step: Int) -> Double {
    guard case .curriculum(let growth) = self else { return rate }
    return CurriculumDropout(finalRate: rate, growth: growth).rate(step: step)
  }
}

extension Encoder {
  /// Whether some of the parameters compute dropout.
  public var hasComputedDropout: Bool {
    parameters.names.contains { name in
      [true, false].contains { name.hasPrefix(EncoderDropoutKind.prefix(isGate: $0)) }
    }
  }

  /// The computed dropout behind a layer, read from its added parameters; nil where there are none.
  func computedDropout(_ layer: String) -> (name: String, dropout: AdaptiveDropout, isGate: Bool)? {
    for isGate in [false, true] {
      let name = EncoderDropoutKind.prefix(isGate: isGate) + layer
      for (belief, first) in [(AdaptiveDropout.Belief.dense, "weight"), (.affine, "gain")]
      where parameters.place("\(name).\(first)") != nil {
        // The rate at the start is in the parameters already.
        return (name, AdaptiveDropout(belief: belief, startRate: 0.5), isGate)
      }
    }
    return nil
  }
}
