/// What one step of training task heads over a shared encoder computes: a pure function.
///
///     L = Σ_tasks mean loss of the task's batch
///
/// One task at a time is a round robin's step; all at once are summed losses. The head of a task that a
/// step leaves out has a gradient of 0, so that its momentum moves it on; PyTorch's optimizers skip it.
///
/// - Source: arXiv:2501.13758, section 3; the heads as in CS 224N's default final project.
public struct TaskStep<Scalar: BLASScalar>: Sendable {
  /// A task's examples in a step.
  public struct Batch: Sendable {
    public var head: TaskHead
    /// The task's place among all tasks: it chooses the views that masks are drawn for.
    public var place: Int
    public var first: [[Int32]]
    /// Empty where the head reads single sentences.
    public var second: [[Int32]]
    public var targets: [Double]

    public init(
      head: TaskHead, place: Int, first: [[Int32]], second: [[Int32]], targets: [Double]
    ) {
      self.head = head
      self.place = place
      self.first = first
      self.second = second
      self.targets = targets
    }
  }

  /// What a step is computed from.
  public struct Call {
    /// Its parameters include those of the heads.
    public var encoder: Encoder<Scalar>
    public var batches: [Batch]
    public var pooling: Pooling
    /// Whether the encoder is trained, or the heads alone.
    public var trainsEncoder: Bool
    /// Rates, stream and step; the slots are the step's own.
    public var dropout: EncoderDropout?

    public init(
      encoder: Encoder<Scalar>, batches: [Batch], pooling: Pooling, trainsEncoder: Bool,
      dropout: EncoderDropout?
    ) {
      self.encoder = encoder
      self.batches = batches
      self.pooling = pooling
      self.trainsEncoder = trainsEncoder
      self.dropout = dropout
    }
  }

  /// The sum of the tasks' losses.
  public let loss: Double
  /// In the order of the encoder's parameters; without rows where a parameter is not trained.
  public let gradients: [Gradient<Scalar>]

  /// - Randomness: `dropout`; the sentences of task t pass with the masks of views 2t and 2t + 1.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(_ call: Call) {
    let encoder = call.encoder
    let tape = Tape<Scalar>(compute: encoder.compute, observer: nil)
    let pack = TokenPack(call.batches.flatMap { $0.first + $0.second })
    let slots = call.batches.flatMap { batch in
      batch.first.indices.map { EncoderDropout.Slot(view: 2 * batch.place, example: $0) }
        + batch.second.indices.map { EncoderDropout.Slot(view: 2 * batch.place + 1, example: $0) }
    }
    let leaves = encoder.leaves(for: pack, on: tape) {
      call.trainsEncoder || $0.hasPrefix(TaskHead.prefix)
    }
    let heads = HeadLeaves(names: encoder.parameters.names, variables: leaves.variables)
    let states = encoder.hiddenStates(
      of: pack, entry: nil, for: call.pooling, leaves: leaves, on: tape,
      dropout: call.dropout?.over(slots))
    let vectors = encoder.pooled(
      states, of: pack, by: call.pooling, training: true, leaves: leaves, on: tape)
    var start = 0
    func next(_ count: Int) -> Variable<Scalar>? {
      guard count > 0 else { return nil }
      defer { start += count }
      return tape.apply(SelectRows(rows: Array(start..<start + count)), vectors)
    }
    var sum: Variable<Scalar>?
    for batch in call.batches {
      precondition(
        batch.first.count == batch.targets.count
          && (batch.head.readsPairs ? batch.first.count : 0) == batch.second.count,
        "\(batch.first.count) and \(batch.second.count) sentences for \(batch.targets.count) targets"
      )
      guard let first = next(batch.first.count) else { continue }
      let outputs = batch.head.outputs(
        first, next(batch.second.count), leaves: heads, compute: encoder.compute, on: tape)
      let loss = batch.head.loss(
        outputs, targets: batch.targets, compute: encoder.compute, on: tape)
      sum = sum.map { tape.apply(Add(compute: encoder.compute), $0, loss) } ?? loss
    }
    guard let sum else { preconditionFailure("a step without examples") }
    loss = Double(sum.value.scalars[0])
    let all = encoder.gradients(of: sum, leaves: leaves, on: tape)
    gradients = zip(all, encoder.parameters.names).map { gradient, name in
      guard !call.trainsEncoder, !name.hasPrefix(TaskHead.prefix) else { return gradient }
      return .rows([], Tensor(zeros: [0, gradient.tensor.columns]))
    }
  }
}
