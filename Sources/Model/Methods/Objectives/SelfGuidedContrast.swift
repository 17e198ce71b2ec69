/// Self-guided contrast: an anchor's positives are its own layers, as a frozen copy of the encoder has
/// them.
///
///     loss = mean over i and layers k of
///              −log e^{s(cᵢ, vᵢₖ)} / (e^{s(cᵢ, vᵢₖ)} + Σ over j ≠ i and layers l of e^{s(cᵢ, vⱼₗ)})
///            + pull · Σ over the blocks' parameters of ‖θ − θ₀‖²
///
/// c = projection(h); vᵢₖ = projection of the mean over tokens of the copy's embeddings (k = 0) or of its
/// block k, without dropout; projection is two layers, each of `projection-width` and GELU; s is the
/// cosine over the temperature. Word, position and type embeddings are not trained.
///
/// SG-OPT is a `pull` of 0.1 and a `projection-width` of 4096, at a temperature of 0.01, a learning rate
/// of 5e-5 and batches of 16, for one epoch over all sentences of STS-Benchmark. Its code projects CLS
/// as it is; here h is the run's pooling. The positives' view passes unused.
///
/// - Relation: it has no setting that makes it plain SimCSE: the positives are another encoder's layers.
/// - Source: arXiv:2106.07345, section 3, and `loss.py` of its code.
/// - Complexity: O(L²·N²·`projection-width`) beside the passes.
public struct SelfGuidedContrast: Variant, Objective {
  public static let name = "self-guided-contrast"
  public static let examples = [
    Self(pull: 0.1, projectionWidth: 9), Self(pull: 0, projectionWidth: 4),
  ]

  /// What the squared distance to the start weighs, λ.
  public var pull: Double
  /// The width of both layers of the projection.
  public var projectionWidth: Int

  public init(pull: Double, projectionWidth: Int) {
    self.pull = pull
    self.projectionWidth = projectionWidth
  }

  public var problem: String? {
    NumberRule.notNegative.problem("pull", pull)
      ?? NumberRule.problem("projection-width", projectionWidth, atLeast: 1)
  }
  public var reference: ReferenceEncoder? { ReferenceEncoder(.frozen, outputs: .layers) }
  public var addedHead: DenseHead? {
    DenseHead(
      name: TaskHead.prefix + "projection", vectors: 1,
      widths: [projectionWidth, projectionWidth], activation: .gelu)
  }
  public var objective: (any Objective)? { self }
  public var readsNegatives: Bool { false }
  public func trains(_ name: String) -> Bool { !name.hasPrefix("embeddings.") }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar> {
    guard let reference = head.reference, let leaves = head.leaves, let projection = addedHead
    else { preconditionFailure("self-guided contrast without its reference encoder or projection") }
    let (tape, n) = (head.tape, head.anchors.value.rows)
    func projected(_ x: Variable<Scalar>) -> Variable<Scalar> {
      projection.applied(to: x, leaves: leaves, compute: head.compute, on: tape)
    }
    let anchors = projected(head.anchors)
    let views = projected(tape.constant(reference.vectors))
    let layers = reference.vectors.rows / n
    let add = Add<Scalar>(compute: head.compute)
    let similarity = CosineSimilarity<Scalar>(
      temperature: Scalar(head.temperature), compute: head.compute)
    // The anchor's own other layers are no negatives.
    var own = Tensor<Scalar>(zeros: [n, layers * n])
    for row in 0..<n {
      for layer in 1..<max(layers, 1) { own[row, layer * n + row] = -.infinity }
    }
    let losses = (0..<layers).map { layer in
      let order = [layer] + (0..<layers).filter { $0 != layer }
      let columns = tape.apply(
        SelectRows(rows: order.flatMap { $0 * n..<($0 + 1) * n }), views)
      let logits = tape.apply(
        ElementwiseAffine(factors: nil, addends: own, compute: head.compute),
        tape.apply(similarity, anchors, columns))
      return tape.apply(
        InfoNCE(logWeights: [Scalar](repeating: 0, count: layers * n)), logits)
    }
    let contrast = tape.apply(
      Scale(factor: 1 / Scalar(layers)),
      losses.dropFirst().reduce(losses[0]) { tape.apply(add, $0, $1) })
    guard pull > 0 else { return contrast }
    let distance = leaves.squaredDistance(to: reference.parameters, compute: head.compute, on: tape)
    {
      $0.hasPrefix("encoder.")
    }
    return tape.apply(add, contrast, tape.apply(Scale(factor: Scalar(pull)), distance))
  }
}

extension HeadLeaves {
  /// Σ ‖θ − θ₀‖² over the parameters of some names, shape ().
  func squaredDistance(
    to others: Parameters<Scalar>, compute: Compute, on tape: Tape<Scalar>,
    over isChosen: (String) -> Bool
  ) -> Variable<Scalar> {
    var sum = tape.constant(Tensor<Scalar>([0], shape: []))
    for (name, tensor) in zip(others.names, others.tensors) where isChosen(name) {
      sum = tape.apply(
        Add(compute: compute), sum, tape.apply(SquaredDistance(target: tensor), self[name]))
    }
    return sum
  }
}
