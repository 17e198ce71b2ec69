/// Gives further columns of the softmax: vectors that no other sentence of the batch gave.
public protocol NegativeSource: Sendable {
  /// The columns of a step; nil for none.
  ///
  /// - `state`: what the variant carries from step to step; empty at the first. It is part
  ///   of the checkpoint.
  /// - Randomness: `stream` is `negatives`, forked by the step.
  func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives?
}

/// The encoder's outputs in a step, constants for differentiation.
public struct BatchOutputs: Sendable {
  /// Both (N, H).
  public let anchors: Tensor<Double>
  public let positives: Tensor<Double>
  /// What ``Variant/reference`` gives; nil where there is none.
  public let reference: Tensor<Double>?
  /// Of the sentences that ``Variant/poolSize`` asks for (P, H); nil where there are none.
  public let pool: Tensor<Double>?
  public let temperature: Double
  public let compute: Compute

  public init(
    anchors: Tensor<Double>, positives: Tensor<Double>, reference: Tensor<Double>? = nil,
    pool: Tensor<Double>? = nil, temperature: Double, compute: Compute
  ) {
    self.anchors = anchors
    self.positives = positives
    self.reference = reference
    self.pool = pool
    self.temperature = temperature
    self.compute = compute
  }
}

/// Further columns of the softmax, the same for every row.
public struct ExtraNegatives: Sendable, Equatable {
  /// The vectors (M, H); their length does not matter.
  public var vectors: Tensor<Double>
  /// What each weighs against an in-batch column; positive.
  public var weight: Double
  /// The anchor that each vector is added to (M), and through which the gradient flows too; nil
  /// for constants.
  public var anchorRows: [Int]?

  /// Constant vectors.
  public init(vectors: Tensor<Double>, weight: Double) {
    self.vectors = vectors
    self.weight = weight
    anchorRows = nil
  }

  /// Vectors added to anchors, with the gradient through these.
  public init(vectors: Tensor<Double>, addedTo anchorRows: [Int], weight: Double) {
    self.vectors = vectors
    self.weight = weight
    self.anchorRows = anchorRows
  }

  /// What is wrong with a number of columns and their weight, in words.
  static func problem(count: Int, weight: Double) -> String? {
    NumberRule.problem("count", count, atLeast: 0) ?? NumberRule.positive.problem("weight", weight)
  }
}

/// What a variant carries from step to step: named tensors, empty at the beginning, and the parameters of
/// its reference encoder, which the step itself keeps.
///
/// In Float, as a checkpoint holds it, so that resuming from a file loses nothing.
public struct VariantState: Sendable, Equatable {
  public var tensors: Parameters<Float>
  /// Empty before the first step, and without a reference encoder.
  package var reference = Parameters<Float>([])

  public init(_ tensors: [(name: String, tensor: Tensor<Float>)]) {
    self.tensors = Parameters(tensors)
  }

  package init(
    _ tensors: [(name: String, tensor: Tensor<Float>)],
    reference: [(name: String, tensor: Tensor<Float>)]
  ) {
    self.tensors = Parameters(tensors)
    self.reference = Parameters(reference)
  }

  /// The state at the beginning of a run.
  public static var empty: VariantState { VariantState([]) }

  /// A tensor in Double; nil where there is none.
  func doubles(_ name: String) -> Tensor<Double>? {
    tensors[name].map { Tensor($0.scalars.map(Double.init), shape: $0.shape) }
  }
}

extension Tensor<Double> {
  /// The same numbers, rounded.
  var singles: Tensor<Float> { Tensor<Float>(scalars.map { Float($0) }, shape: shape) }
}
