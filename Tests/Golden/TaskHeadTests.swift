import Model
import Support
import Testing

/// Supervised SimCSE, the task heads and adaptive dropout by PyTorch: `ci/reference/task_heads.py`.
@Suite struct TaskHeadTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let double: Double }
    struct Input: Decodable {
      let shape: [Int]
      let values: [Double]
    }
    struct Case: Decodable {
      let inputs: [String: Input]
      let weights, output: [Double]
      let gradients: [String: [Double]]
      let weight: Double?
      let labels: [Int]?
      let gold: [Double]?
      let starts: [Int]?
      let seed: UInt64?
      let step, view, site: Int?
    }
    let tolerance: Tolerance
    let temperature: Double
    let supervised, heads, dropouts: [String: Case]
  }

  private let reference: Reference
  private let compute = oneThread

  init() throws { reference = try Fixture.read("task_heads") }

  /// Where an output and the gradients of a case part from the reference's, in words.
  private func findings(
    _ expected: Reference.Case,
    _ output: (HeadLeaves<Double>, Tape<Double>) throws -> Variable<Double>
  ) throws -> [String] {
    var entries: [(name: String, tensor: Tensor<Double>)] = []
    for (name, input) in expected.inputs.sorted(by: { $0.key < $1.key }) {
      entries.append((name, Tensor(input.values, shape: input.shape)))
    }
    let parameters = Parameters(entries)
    let tape = Tape<Double>(compute: compute, observer: nil)
    let leaves = HeadLeaves(parameters, on: tape, trainable: true)
    let result = try output(leaves, tape)
    let gradients = tape.gradients(
      of: result, seed: Tensor(expected.weights, shape: result.value.shape),
      by: leaves.variables)
    var differences = [("output", largestDifference(result.value.scalars, expected.output))]
    for (name, gradient) in zip(parameters.names, gradients) {
      let wanted = expected.gradients[name] ?? []
      differences.append((name, largestDifference(gradient.scalars, wanted)))
    }
    return differences.filter { $0.1 > reference.tolerance.double }
      .map { "\($0.0) is off by \($0.1)" }
  }

  @Test(arguments: ["positives alone", "weight 0.0", "weight 1.0", "weight -0.5"])
  func `the supervised loss is SimCSE's`(_ name: String) throws {
    let expected = try #require(reference.supervised[name])
    let found = try findings(expected) { leaves, tape in
      let weight = try #require(expected.weight)
      return ContrastiveLoss(
        anchors: leaves["anchors"], positives: leaves["positives"],
        hardNegatives: expected.inputs["negatives"] == nil
          ? nil : .init(vectors: leaves["negatives"], weight: weight),
        extra: nil, objective: nil, temperature: reference.temperature, compute: compute, on: tape
      ).loss
    }
    #expect(found.isEmpty)
  }

  @Test func `classes are those of a linear layer and cross-entropy`() throws {
    let expected = try #require(reference.heads["classification"])
    let head = ClassificationHead(name: "head", width: 12, classes: 5)
    let found = try findings(expected) { leaves, tape in
      let named = leaves.renamed(["weight": "head.weight", "bias": "head.bias"])
      return head.loss(
        head.logits(leaves["pooled"], leaves: named, compute: compute, on: tape),
        labels: try #require(expected.labels), compute: oneThread, on: tape)
    }
    #expect(found.isEmpty)
  }

  @Test func `paraphrases are those of a logistic unit over both sides and their distance`() throws
  {
    let expected = try #require(reference.heads["paraphrase"])
    let head = ParaphraseHead(
      name: "head", width: 12, parts: [.first, .second, .absoluteDifference])
    let found = try findings(expected) { leaves, tape in
      let named = leaves.renamed(["weight": "head.weight", "bias": "head.bias"])
      return head.loss(
        head.logits(
          leaves["first"], leaves["second"], leaves: named, compute: compute, on: tape),
        labels: try #require(expected.labels).map { $0 == 1 }, on: tape)
    }
    #expect(found.isEmpty)
  }

  @Test(arguments: SimilarityHead.Form.allCases)
  func `similarities are PyTorch's in every form`(_ form: SimilarityHead.Form) throws {
    let expected = try #require(reference.heads[form.rawValue])
    let head = SimilarityHead(
      name: "head", width: 12, form: form, parts: [.first, .second, .absoluteDifference])
    let found = try findings(expected) { leaves, tape in
      let named = leaves.renamed([
        "weight": "head.weight", "bias": "head.bias", "gain": "head.gain", "shift": "head.shift",
      ])
      return head.loss(
        head.similarities(
          leaves["first"], leaves["second"], leaves: named, compute: compute, on: tape),
        gold: try #require(expected.gold), on: tape)
    }
    #expect(found.isEmpty)
  }

  @Test(arguments: ["dense", "dense, after training", "affine"])
  func `adaptive dropout is PyTorch's under the same masks`(_ name: String) throws {
    let expected = try #require(reference.dropouts[name])
    let (starts, step) = (try #require(expected.starts), try #require(expected.step))
    let (view, site) = (try #require(expected.view), try #require(expected.site))
    let draws = DropoutDraws(
      stream: RandomStream(seed: try #require(expected.seed), name: .dropout))
    let masks = Standout<Double>.Masks(
      draws: draws, starts: starts,
      positions: (0..<starts.count - 1).map {
        DropoutMask.Position(step: step, view: view, example: $0, site: site)
      })
    let dropout = AdaptiveDropout(belief: name == "affine" ? .affine : .dense, startRate: 0.1)
    let found = try findings(expected) { leaves, tape in
      let named = leaves.renamed([
        "weight": "belief.weight", "bias": "belief.bias", "gain": "belief.gain",
        "shift": "belief.shift",
      ])
      return dropout.dropped(
        leaves["output"], of: leaves[name == "affine" ? "output" : "input"], name: "belief",
        leaves: named, masks: name.hasSuffix("training") ? nil : masks, compute: compute,
        on: tape)
    }
    #expect(found.isEmpty)
  }
}
