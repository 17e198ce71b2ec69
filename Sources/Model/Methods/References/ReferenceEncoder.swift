/// A second encoder of the step, of the same kind, through which no gradient flows.
///
/// It is part of the variant's state, and so of the checkpoint. Sentences pass it without dropout and
/// without what a method changes at the input.
public struct ReferenceEncoder: Sendable, Equatable {
  /// Where its parameters come from.
  public enum Kind: Sendable, Equatable {
    /// The encoder as it was at the first step of the stage.
    case frozen
    /// A moving average, which begins as the encoder:
    ///
    ///     θ′ ← momentum · θ′ + (1 − momentum) · θ,   before each step but the first
    case average(momentum: Double)
  }

  /// What it says of the step's sentences.
  public enum Outputs: Sendable, Equatable {
    /// The pooled vectors of the anchors, then of the positives (2N, H).
    case views
    /// Of the anchors the mean over tokens of the embeddings, then of each block ((L + 1) · N, H).
    case layers
  }

  public let kind: Kind
  public let outputs: Outputs

  public init(_ kind: Kind, outputs: Outputs) {
    self.kind = kind
    self.outputs = outputs
  }

  /// Its parameters at a step.
  ///
  /// - Inputs: `own`, the encoder's; `last`, its own at the step before, empty at the first.
  func parameters<Scalar: BLASScalar>(
    _ own: Parameters<Scalar>, after last: Parameters<Float>, compute: Compute
  ) -> Parameters<Float> {
    guard !last.names.isEmpty else { return own.converted(to: Float.self) }
    switch kind {
    case .frozen: return last
    case .average(let momentum):
      let own = own.converted(to: Float.self)
      return Parameters(
        last.names.indices.map { place in
          var tensor = last.tensors[place].scaled(by: Float(momentum))
          tensor.add(own.tensors[place].scaled(by: Float(1 - momentum)), compute: compute)
          return (last.names[place], tensor)
        })
    }
  }
}

/// What a reference encoder gives to a step: constants for differentiation.
public struct ReferenceOutputs<Scalar: BLASScalar> {
  /// As ``ReferenceEncoder/Outputs`` says.
  public let vectors: Tensor<Scalar>
  /// Its own, with which the outputs were computed.
  public let parameters: Parameters<Scalar>

  package init(vectors: Tensor<Scalar>, parameters: Parameters<Scalar>) {
    self.vectors = vectors
    self.parameters = parameters
  }
}
