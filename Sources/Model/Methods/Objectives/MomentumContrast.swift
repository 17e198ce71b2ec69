/// Momentum contrast: anchors find their positives as a moving average of the encoder sees them, among
/// those of earlier steps too.
///
///     loss = mean over i of −log e^{s(qᵢ, kᵢ)} / (Σⱼ e^{s(qᵢ, kⱼ)} + Σ over the queue of e^{s(qᵢ, k)})
///
/// q = predictor(h), a linear layer and tanh, or h itself; k is the pooled vector of the positive by the moving
/// average, without dropout; s is the cosine over the temperature. The queue has the last `count` keys,
/// constants; the first step has none.
///
/// MoCoSE is `count` 512 and `momentum` 0.75, with FGSM at the input (``InputGradientSign``, 5e-9) and a
/// learning rate of 3e-5. Its code begins with a queue of random vectors, lets the momentum rise to 1 by
/// half a cosine, has a normalized projection behind the pooling, shares the embeddings between both
/// encoders and takes the sign of the last step's gradient. Here the queue begins empty, the momentum is
/// fixed, the pooling is the projection, every parameter is averaged and the sign is the step's own.
///
/// CERT is without a predictor, over text of pairs (`text.examples`): a sentence and its paraphrase. Its
/// paraphrases are back-translations; captions of one picture take their place here. The momentum in its
/// row is MoCo's, the length of the queue MoCoSE's.
///
/// - Relation: it has no setting that makes it plain SimCSE: the positives pass another encoder.
/// - Source: arXiv:2202.13093, section 3; arXiv:2005.12766; the queue and the moving average are
///   MoCo's, arXiv:1911.05722, section 3.2.
public struct MomentumContrast: Variant, Objective, NegativeSource {
  public static let name = "momentum-contrast"
  public static let examples = [
    Self(count: 5, momentum: 0.75, predictor: true),
    Self(count: 0, momentum: 0.999, predictor: false),
  ]

  /// The most keys kept, M.
  public var count: Int
  /// The part of the moving average that stays at each step.
  public var momentum: Double
  /// Whether anchors pass a layer of their own.
  public var predictor: Bool

  public init(count: Int, momentum: Double, predictor: Bool) {
    self.count = count
    self.momentum = momentum
    self.predictor = predictor
  }

  public var problem: String? {
    NumberRule.problem("count", count, atLeast: 0) ?? NumberRule.rate.problem("momentum", momentum)
  }
  public var reference: ReferenceEncoder? {
    ReferenceEncoder(.average(momentum: momentum), outputs: .views)
  }
  public var addedHead: DenseHead? {
    predictor
      ? DenseHead(
        name: TaskHead.prefix + "predictor", vectors: 1, widths: [nil], activation: .tanh) : nil
  }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { true }
  public var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }

  /// The keys of earlier steps.
  public func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    guard let keys = batch.reference else { preconditionFailure("no reference encoder has passed") }
    let (n, width) = (batch.anchors.rows, batch.anchors.columns)
    let queue = state.doubles("keys")
    let kept = ((queue?.scalars ?? []) + keys.scalars[(n * width)...]).suffix(count * width)
    state = VariantState([
      ("keys", Tensor(Array(kept), shape: [kept.count / width, width]).singles)
    ])
    return queue.map { ExtraNegatives(vectors: $0, weight: 1) }
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let reference = head.reference, let leaves = head.leaves else {
      preconditionFailure("momentum contrast without its reference encoder")
    }
    let (tape, n) = (head.tape, head.anchors.value.rows)
    let width = head.anchors.value.columns
    let queue = head.extra?.vectors.scalars.map { Scalar($0) } ?? []
    let keys = Array(reference.vectors.scalars[(n * width)...]) + queue
    let query =
      addedHead?.applied(to: head.anchors, leaves: leaves, compute: head.compute, on: tape)
      ?? head.anchors
    let logits = tape.apply(
      CosineSimilarity(temperature: Scalar(head.temperature), compute: head.compute), query,
      tape.constant(Tensor(keys, shape: [keys.count / width, width])))
    return tape.apply(
      InfoNCE(logWeights: [Scalar](repeating: 0, count: keys.count / width)), logits)
  }
}
