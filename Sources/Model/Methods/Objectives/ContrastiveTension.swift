/// Contrastive tension: two encoders that begin alike say of two sentences whether they are one.
///
///     loss = mean over pairs of the cross-entropy of σ(f₁(a) · f₂(b)) with [a = b]
///
/// f₁ is a twin of the encoder, with gradients of its own; f₂ is the encoder, which is scored and saved.
/// Each sentence of the batch pairs with itself and with the `negatives` sentences behind it, the first
/// following the last; fewer where the batch is shorter. The temperature plays no part.
///
/// The source has 7 negatives, drawn for each sentence, batches of 16 pairs and RMSProp from 1e-5 down to
/// 2e-6; it scores the second encoder, as here. The negatives here are the batch's own, which the order
/// of the epoch draws, and the optimizer is the run's.
///
/// - Relation: it has no setting that makes it plain SimCSE: two encoders are trained.
/// - Source: Carlsson et al., Semantic Re-Tuning with Contrastive Tension, ICLR 2021; as the
///   documentation of sentence-transformers has it.
public struct ContrastiveTension: Variant, Objective {
  public static let name = "contrastive-tension"
  public static let examples = [Self(negatives: 2), Self(negatives: 7)]

  /// How many other sentences each is paired with, K.
  public var negatives: Int

  public init(negatives: Int) { self.negatives = negatives }

  public var problem: String? { NumberRule.problem("negatives", negatives, atLeast: 1) }
  public var hasTwin: Bool { true }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    let (tape, n) = (head.tape, head.anchors.value.rows)
    let width = head.anchors.value.columns
    let shifts = 0...min(negatives, n - 1)
    func rows(_ x: Variable<Scalar>, _ row: (Int, Int) -> Int) -> Variable<Scalar> {
      let chosen = (0..<n).flatMap { sentence in shifts.map { row(sentence, $0) } }
      return tape.apply(SelectRows(rows: chosen), x)
    }
    let products = tape.apply(
      PairFeatures([.product]), rows(head.anchors) { sentence, _ in sentence },
      rows(head.positives) { ($0 + $1) % n })
    // The sum of a row's products is the dot product.
    let logits = tape.apply(
      Linear(compute: head.compute), products,
      tape.constant(Tensor(repeating: 1, shape: [1, width])), tape.constant(Tensor(zeros: [1])))
    let targets = (0..<n).flatMap { _ in shifts.map { Scalar($0 == 0 ? 1 : 0) } }
    return tape.apply(BinaryCrossEntropy(targets: targets), logits)
  }
}
