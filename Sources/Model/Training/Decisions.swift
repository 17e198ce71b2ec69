/// What a variant decided in a step: constants, with which the step is an ordinary function of the
/// parameters.
///
/// A step first decides and then differentiates with the decisions held. Given back to the step, they
/// make it that function: its gradient is what central differences must find.
public struct Decisions<Scalar: BLASScalar>: Sendable {
  /// What was done to the word embeddings of the tokens (T, H).
  var input: ElementChange?
  /// What was done on the way into the first block.
  var entry: EncoderEntry?
  /// What was added to each parameter, that of the word embeddings by the rows in use; nil for a
  /// parameter that stayed.
  var weights: [Tensor<Scalar>?]?
  /// The parameters of the reference encoder.
  var reference: Parameters<Float>?
  /// What turned the anchors into their positives (N, H).
  var output: ElementChange?
  var negatives: ExtraNegatives?
}

/// The loss of encoder outputs under a variant, and what it decided.
package struct VariantHead<Scalar: BLASScalar> {
  package let result: ContrastiveLoss<Scalar>
  package let output: ElementChange?
  package let negatives: ExtraNegatives?
  package let state: VariantState

  /// Where the draws of a step come from and what is carried into it.
  package struct Context {
    /// Both forked by the step.
    package let augmentation: RandomStream
    package let negatives: RandomStream
    package let state: VariantState
    package let temperature: Double
    package let compute: Compute
    /// What ``Variant/reference`` gives, and its parameters; nil where there is none.
    package var reference: (outputs: ReferenceOutputs<Scalar>, parameters: Parameters<Float>)?
    /// Every parameter by name; for ``Variant/addedHead``.
    package var leaves: HeadLeaves<Scalar>?
    /// The label of each pair; nil where there are none.
    package var labels: [Int]?
    /// The score of each pair; nil where there are none.
    package var scores: [Double]?
    /// The vectors of the pool; nil where there is none.
    package var pool: Tensor<Double>?
    /// The vectors of the anchors' negations; nil where there are none.
    package var softNegatives: Variable<Scalar>?
    /// What stands for the anchors' tokens; nil where the objective does not look at them.
    package var tokens: TokenStates<Scalar>?

    package init(
      augmentation: RandomStream, negatives: RandomStream, state: VariantState,
      temperature: Double, compute: Compute
    ) {
      self.augmentation = augmentation
      self.negatives = negatives
      self.state = state
      self.temperature = temperature
      self.compute = compute
    }
  }

  /// - `positives`: the second view; not looked at when the variant makes its own.
  /// - `held`: decisions to keep instead of making them.
  package init(
    _ variant: any Variant, anchors: Variable<Scalar>, positives: Variable<Scalar>?,
    hardNegatives: ContrastiveLoss<Scalar>.HardNegatives?,
    held: (output: ElementChange?, negatives: ExtraNegatives?)?, _ context: Context,
    on tape: Tape<Scalar>
  ) {
    let compute = context.compute
    func doubles(_ x: Tensor<Scalar>) -> Tensor<Double> {
      Tensor<Double>(x.scalars.map { Double($0) }, shape: x.shape)
    }
    var output = held?.output
    if held == nil, let maker = variant.outputPositives {
      let outputs = doubles(anchors.value)
      output = maker.change(
        of: outputs,
        gradient: {
          let tape = Tape<Double>(compute: compute, observer: nil)
          let same = tape.variable(outputs)
          let value = ContrastiveLoss(
            anchors: tape.constant(outputs), positives: same, hardNegatives: nil, extra: nil,
            objective: variant.objective, temperature: context.temperature, compute: compute,
            on: tape
          ).loss
          return tape.gradients(of: value, seed: Tensor([1], shape: []), by: [same])[0]
        }, stream: context.augmentation)
    }
    let second: Variable<Scalar>
    if let output {
      second = tape.apply(output.op(shape: anchors.value.shape, compute: compute), anchors)
    } else if let positives {
      second = positives
    } else {
      preconditionFailure("a variant that makes no positives was given none")
    }
    var state = context.state
    var negatives = held?.negatives
    if held == nil, let source = variant.negativeSource {
      negatives = source.negatives(
        of: BatchOutputs(
          anchors: doubles(anchors.value), positives: doubles(second.value),
          reference: context.reference.map { doubles($0.outputs.vectors) }, pool: context.pool,
          temperature: context.temperature, compute: compute),
        state: &state, stream: context.negatives)
    }
    result = ContrastiveLoss(
      anchors: anchors, positives: second, hardNegatives: hardNegatives, extra: negatives,
      objective: variant.objective, temperature: context.temperature, compute: compute,
      leaves: context.leaves, reference: context.reference?.outputs,
      labels: context.labels, scores: context.scores, softNegatives: context.softNegatives,
      tokens: context.tokens, on: tape)
    state.reference = context.reference?.parameters ?? Parameters([])
    self.output = output
    self.negatives = negatives
    self.state = state
  }
}
