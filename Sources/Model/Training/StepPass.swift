/// One pass of a training step: the batch through the encoder to the loss, and back.
struct StepPass<Scalar: BLASScalar> {
  let head: VariantHead<Scalar>
  /// What was done to the word embeddings of the tokens.
  let input: ElementChange?
  /// What was done on the way into the first block.
  let entry: EncoderEntry?
  /// The parameters of the reference encoder; nil where there is none.
  let reference: Parameters<Float>?
  /// What is differentiated: the head's loss, and what is found of replaced tokens beside it.
  let loss: Variable<Scalar>
  /// The parameters of the encoder's twin; nil where there is none.
  private let twin: Encoder<Scalar>.Leaves?
  private let encoder: Encoder<Scalar>
  private let tape: Tape<Scalar>
  /// The parameters that the gradient is taken by, moved where a perturbation moves them.
  private let leaves: Encoder<Scalar>.Leaves
  /// The word embeddings of the tokens (T, H), where an input perturbation looks at them.
  private let words: Variable<Scalar>?
  private let tokens: InputTokens

  /// - `held`: whether the decisions are given whole; else the head makes its own.
  init(_ call: TrainingStep<Scalar>.Call, decisions: Decisions<Scalar>, held: Bool) {
    let (encoder, variant) = (call.encoder, call.variant)
    let n = call.views.0.count
    let tape = Tape<Scalar>(compute: encoder.compute, observer: call.observer)
    let pack = TokenPack(call.sentences)
    let tokens = InputTokens(pack, examples: n, width: encoder.settings.width)
    let twin = variant.hasTwin ? TwinPass(call, on: tape) : nil
    var leaves = encoder.leaves(for: pack, on: tape) {
      variant.trains($0) && !$0.hasPrefix(Encoder<Scalar>.twinPrefix)
    }
    if let offsets = decisions.weights {
      leaves = encoder.moved(leaves, by: offsets, on: tape)
    }
    var seen = leaves
    var words: Variable<Scalar>?
    var input = decisions.input
    if let perturbation = variant.inputPerturbation {
      if !perturbation.needsGradient, !held {
        input = perturbation.change(of: tokens, gradient: nil, stream: call.augmentation)
      }
      var rows = tape.apply(SelectRows(rows: leaves.rows), leaves.words)
      if let input {
        rows = tape.apply(input.op(shape: rows.value.shape, compute: encoder.compute), rows)
      }
      (seen.words, seen.rows) = (rows, Array(0..<pack.tokenCount))
      words = rows
    }
    entry =
      held
      ? decisions.entry : variant.entryChange?.entry(of: tokens, stream: call.augmentation)
    let dropout =
      variant.hasTwin
      ? call.dropout?.part(n..<2 * n) : call.dropout?.first(pack.sentenceCount)
    let states = encoder.hiddenStates(
      of: pack, entry: entry, for: variant.readsTokens ? nil : call.settings.pooling, leaves: seen,
      on: tape, dropout: dropout)
    let bias = call.templateBias(
      of: pack, 0..<pack.sentenceCount, by: encoder, leaves: leaves, on: tape, dropout: dropout)
    var vectors = encoder.pooled(
      states, of: pack, by: call.settings.pooling, minus: bias, training: true, leaves: seen,
      on: tape)
    let tokenStates =
      variant.readsTokens
      ? TokenStates(
        states: encoder.tokenStates(
          states, of: pack, by: call.settings.pooling, leaves: seen, on: tape),
        starts: pack.starts) : nil
    if let twin { vectors = tape.apply(ConcatenateRows(), twin.vectors, vectors) }
    reference =
      held
      ? decisions.reference
      : variant.reference?.parameters(
        encoder.parameters, after: call.state.reference, compute: encoder.compute)
    head = VariantHead(
      call, vectors: vectors, held: held ? (decisions.output, decisions.negatives) : nil,
      reference: reference, leaves: seen, tokens: tokenStates, on: tape)
    let detection = variant.detection.map { detection in
      DetectionPass(call, detection, vectors: vectors, leaves: leaves, on: tape)
    }
    if let detection, let weight = variant.detection?.weight {
      loss = tape.apply(
        Add(compute: encoder.compute), head.result.loss,
        tape.apply(Scale(factor: Scalar(weight)), detection.loss))
    } else {
      loss = head.result.loss
    }
    self.twin = twin?.leaves ?? detection?.leaves
    self.input = input
    self.encoder = encoder
    self.tape = tape
    self.leaves = leaves
    self.words = words
    self.tokens = tokens
  }

  /// The gradients by every parameter in the order of the encoder; the tape is emptied.
  func gradients() -> [Gradient<Scalar>] {
    guard let twin else {
      return encoder.gradients(of: loss, leaves: leaves, on: tape)
    }
    return encoder.gradients(of: loss, leaves: leaves, twin: twin, on: tape)
  }

  /// What the variant decides from a first gradient; the tape is emptied.
  func decisions(_ variant: any Variant, _ augmentation: RandomStream) -> Decisions<Scalar> {
    let parameters = [leaves.words] + leaves.variables.dropFirst()
    let gradients = tape.gradients(
      of: loss, seed: Tensor([1], shape: []),
      by: parameters + (words.map { [$0] } ?? []))
    var decisions = Decisions<Scalar>()
    if let perturbation = variant.inputPerturbation, perturbation.needsGradient {
      let last = gradients[gradients.count - 1]
      decisions.input = perturbation.change(
        of: tokens, gradient: Tensor<Float>(last.scalars.map { Float($0) }, shape: last.shape),
        stream: augmentation)
    }
    if let perturbation = variant.weightPerturbation {
      let compute = encoder.compute
      let layers = parameters.indices.map { place in
        let value = parameters[place].value
        return WeightLayer(
          name: encoder.parameters.names[place], isMatrix: value.shape.count > 1,
          norm: value.squaredNorm(compute: compute).squareRoot(),
          gradientNorm: gradients[place].squaredNorm(compute: compute).squareRoot())
      }
      decisions.weights = zip(perturbation.factors(layers), gradients).map { factor, gradient in
        factor == 0 ? nil : gradient.scaled(by: Scalar(factor))
      }
    }
    return decisions
  }
}

extension TrainingStep.Call {
  /// The sentences that pass the encoder: anchors, positives, hard or soft negatives; the positives alone
  /// where the anchors pass a twin, the anchors alone where a sentence passes once.
  var sentences: [[Int32]] {
    if variant.hasTwin { return views.1 }
    return variant.outputPositives != nil || variant.readsTokens
      ? views.0 : views.0 + views.1 + (hardNegatives?.sentences ?? softNegatives ?? [])
  }
}

extension VariantHead {
  /// The loss of the vectors of a step's sentences, in their order.
  ///
  /// - Inputs: `reference`, the parameters of the reference encoder where the variant has one;
  ///   `leaves`, the encoder's parameters on the tape, those of added layers among them.
  init(
    _ call: TrainingStep<Scalar>.Call, vectors: Variable<Scalar>,
    held: (output: ElementChange?, negatives: ExtraNegatives?)?, reference: Parameters<Float>?,
    leaves: Encoder<Scalar>.Leaves?, tokens: TokenStates<Scalar>? = nil, on tape: Tape<Scalar>
  ) {
    let n = call.views.0.count
    func part(_ index: Int) -> Variable<Scalar> {
      tape.apply(SelectRows(rows: Array(index * n..<(index + 1) * n)), vectors)
    }
    let variant = call.variant
    precondition(
      call.hardNegatives == nil || variant.takesHardNegatives,
      "hard negatives beside \(type(of: variant).name)")
    let anchors = part(0)
    let positives =
      variant.readsTokens ? anchors : variant.outputPositives == nil ? part(1) : nil
    let hardNegatives = call.hardNegatives.map {
      ContrastiveLoss.HardNegatives(
        vectors: tape.apply(
          SelectRows(rows: Array(2 * n..<2 * n + $0.sentences.count)), vectors), weight: $0.weight)
    }
    var context = Context(
      augmentation: call.augmentation, negatives: call.negatives, state: call.state,
      temperature: call.settings.temperature, compute: call.encoder.compute)
    if let kind = variant.reference, let reference {
      context.reference = (kind.outputs(call, parameters: reference), reference)
    }
    (context.labels, context.scores) = (call.labels, call.scores)
    if held == nil, let pool = call.pool {
      context.pool = pool.vectors(of: call)
    }
    context.tokens = tokens
    context.softNegatives = call.softNegatives.map { _ in part(2) }
    context.leaves = leaves.map {
      HeadLeaves(names: call.encoder.parameters.names, variables: $0.variables)
    }
    self.init(
      variant, anchors: anchors, positives: positives, hardNegatives: hardNegatives, held: held,
      context, on: tape)
  }
}

extension Encoder {
  /// Parameters on a tape with a number added to each scalar; nil for one that stays.
  func moved(_ leaves: Leaves, by offsets: [Tensor<Scalar>?], on tape: Tape<Scalar>) -> Leaves {
    func sum(_ leaf: Variable<Scalar>, _ offset: Tensor<Scalar>?) -> Variable<Scalar> {
      guard let offset else { return leaf }
      var value = leaf.value
      value.add(offset, compute: compute)
      return tape.variable(value)
    }
    precondition(
      offsets.count == leaves.variables.count,
      "\(offsets.count) offsets for \(leaves.variables.count) parameters")
    var moved = leaves
    moved.words = sum(leaves.words, offsets[0])
    for place in 1..<offsets.count {
      moved.variables[place] = sum(leaves.variables[place], offsets[place])
    }
    return moved
  }
}
