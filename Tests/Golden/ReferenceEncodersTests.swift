import Foundation
import Laws
import Model
import Support
import Testing

/// Losses over a reference encoder's vectors against PyTorch: `ci/reference/reference_encoders.py`.
@Suite struct ReferenceEncodersTests {
  struct Outcome: Decodable {
    let loss: Double
    let gradients: [String: [Double]]
    /// Of a selection from a pool.
    let chosen: [Int]?
    let mean, hardest: Double?
  }
  struct Reference: Decodable {
    struct Tolerance: Decodable { let absolute: Double }
    let tolerance: Tolerance
    let rows, width, queue, layers, projected, negatives: Int
    let temperature, pull, threshold: Double
    let labels: [Int]
    let scores: [Double]
    let margin, hardWeight, poolWeight: Double
    let pool, chosen: Int
    let momentumContrast, selfGuidedContrast, instanceWeighting, contrastiveTension: Outcome
    let softmaxClassification, cosineRegression, tripletMargin, twoHardNegatives: Outcome
    let hardNegativeSelection, semanticNegatives: Outcome
  }

  private func centered(_ name: String, _ shape: Int...) -> Tensor<Double> {
    let stream = RandomStream(seed: 5, label: "reference-encoders").fork(name)
    return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
  }

  /// Compares the loss and its gradients by the views and by parameters.
  ///
  /// - Inputs: `hard`, how many contradictions an anchor has; `pool`, given instead of `extra`.
  @discardableResult
  private func compare(
    _ variant: any Variant, _ reference: Reference, _ expected: Outcome,
    parameters: [(name: String, tensor: Tensor<Double>)], vectors: Tensor<Double>,
    start: [(name: String, tensor: Tensor<Double>)] = [], extra: ExtraNegatives?,
    hard: Int = 0, pool: Tensor<Double>? = nil
  ) -> VariantHead<Double> {
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let leaves = HeadLeaves(Parameters(parameters), on: tape, trainable: true)
    let views = ["anchors", "positives"].map {
      tape.variable(centered($0, reference.rows, reference.width))
    }
    var context = VariantHead<Double>.Context(
      augmentation: RandomStream(seed: 1, name: .augmentation),
      negatives: RandomStream(seed: 1, name: .negatives), state: .empty,
      temperature: reference.temperature, compute: oneThread)
    context.reference = (
      ReferenceOutputs(vectors: vectors, parameters: Parameters(start)), Parameters([])
    )
    context.leaves = leaves
    (context.labels, context.scores) = (reference.labels, reference.scores)
    context.pool = pool
    let contradictions = tape.variable(
      centered("contradictions", hard * reference.rows, reference.width))
    let head = VariantHead(
      variant, anchors: views[0], positives: views[1],
      hardNegatives: hard == 0
        ? nil : .init(vectors: contradictions, weight: reference.hardWeight),
      held: pool == nil ? (nil, extra) : nil, context, on: tape)
    let tolerance = reference.tolerance.absolute
    #expect(abs(head.result.loss.value.scalars[0] - expected.loss) <= tolerance)
    let found = tape.gradients(
      of: head.result.loss, seed: Tensor([1], shape: []),
      by: views + leaves.variables + [contradictions])
    let names = ["anchors", "positives"] + parameters.map(\.name) + ["negatives"]
    for (name, gradient) in zip(names, found) {
      if let own = expected.gradients[name] {
        #expect(largestDifference(gradient.scalars, own) <= tolerance, "\(name)")
      } else {
        #expect(gradient.scalars.allSatisfy { $0 == 0 }, "\(name)")
      }
    }
    return head
  }

  private var none: Tensor<Double> { Tensor([], shape: [0, 6]) }

  @Test func `cosine regression is PyTorch's`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    compare(
      CosineRegression(), reference, reference.cosineRegression, parameters: [], vectors: none,
      extra: nil)
  }

  @Test func `the margin of triplets is PyTorch's, with rows beyond it`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    compare(
      TripletMargin(margin: reference.margin), reference, reference.tripletMargin,
      parameters: [], vectors: none, extra: nil, hard: 1)
  }

  @Test func `synonyms against antonyms are PyTorch's`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    compare(
      SemanticNegatives(), reference, reference.semanticNegatives, parameters: [],
      vectors: none, extra: nil, hard: 1)
  }

  @Test func `two hard negatives of each anchor are weighed as one is`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    compare(
      InBatchNegatives(), reference, reference.twoHardNegatives, parameters: [], vectors: none,
      extra: nil, hard: 2)
  }

  @Test func `the nearest of a pool are PyTorch's, and how near they are`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    let (width, expected) = (reference.width, reference.hardNegativeSelection)
    let pool = centered("pool", reference.pool, width)
    let head = compare(
      HardNegativeSelection(
        pool: reference.pool, count: reference.chosen, weight: reference.poolWeight), reference,
      expected, parameters: [], vectors: none, extra: nil, pool: pool)
    let chosen = try #require(expected.chosen)
    #expect(head.negatives?.vectors.scalars == chosen.flatMap { pool.row($0) })
    let hardness = try #require(head.result.hardness)
    #expect(abs(hardness.mean - (try #require(expected.mean))) < 1e-12)
    #expect(abs(hardness.hardest - (try #require(expected.hardest))) < 1e-12)
  }

  @Test func `momentum contrast is PyTorch's, with a queue`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    let (n, width) = (reference.rows, reference.width)
    compare(
      MomentumContrast(count: 3, momentum: 0.5, predictor: true), reference,
      reference.momentumContrast,
      parameters: [
        ("head.predictor.0.weight", centered("weight 0", width, width)),
        ("head.predictor.0.bias", centered("bias 0", width)),
      ],
      // What the reference encoder makes of the anchors plays no part.
      vectors: Tensor(
        centered("fixed 0", n, width).scalars + centered("keys", n, width).scalars,
        shape: [2 * n, width]),
      extra: ExtraNegatives(vectors: centered("queue", reference.queue, width), weight: 1))
  }

  @Test func `self-guided contrast is PyTorch's, with its pull to the start`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    let (n, width, projected) = (reference.rows, reference.width, reference.projected)
    compare(
      SelfGuidedContrast(pull: reference.pull, projectionWidth: projected), reference,
      reference.selfGuidedContrast,
      parameters: [
        ("head.projection.0.weight", centered("weight 0", projected, width)),
        ("head.projection.0.bias", centered("bias 0", projected)),
        ("head.projection.1.weight", centered("weight 1", projected, projected)),
        ("head.projection.1.bias", centered("bias 1", projected)),
        ("encoder.block", centered("block", 3, 2)),
      ],
      vectors: Tensor(
        centered("layers", reference.layers * n, width).scalars,
        shape: [reference.layers * n, width]),
      start: [
        ("encoder.block", centered("block at the start", 3, 2)),
        ("embeddings.word", centered("block", 1, 2)),
      ], extra: nil)
  }

  @Test func `softmax classification of pairs is PyTorch's`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    compare(
      SoftmaxClassification(parts: [.first, .second, .absoluteDifference]), reference,
      reference.softmaxClassification,
      parameters: [
        ("head.classes.0.weight", centered("classes", 3, 3 * reference.width)),
        ("head.classes.0.bias", centered("classes bias", 3)),
      ], vectors: Tensor([], shape: [0, reference.width]), extra: nil)
  }

  @Test func `contrastive tension is PyTorch's`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    compare(
      ContrastiveTension(negatives: reference.negatives), reference, reference.contrastiveTension,
      parameters: [], vectors: Tensor([], shape: [0, reference.width]), extra: nil)
  }

  @Test func `instance weighting is PyTorch's, beside further columns`() throws {
    let reference: Reference = try Fixture.read("reference_encoders")
    let (n, width) = (reference.rows, reference.width)
    compare(
      InstanceWeighting(threshold: reference.threshold), reference, reference.instanceWeighting,
      parameters: [],
      vectors: Tensor(
        centered("fixed 0", n, width).scalars + centered("fixed 1", n, width).scalars,
        shape: [2 * n, width]),
      extra: ExtraNegatives(vectors: centered("queue", reference.queue, width), weight: 1))
  }
}
