import Evaluation
import Foundation
import Model
import Support
import Testing

/// The loss of a batch and its gradient by every named parameter of all-MiniLM-L6-v2, without
/// dropout, by PyTorch in Double: `ci/reference/loss_gradients.py`.
@Suite(.enabled(if: RealInputs.model != nil, Comment(rawValue: RealInputs.modelReason)))
struct LossGradientTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let doubleLoss, double, floatLoss, float: Double }
    struct Expected: Decodable {
      let shape: [Int]
      let norm: Double
      let projections: [Double]
      let values: [Double]?
    }
    let tolerance: Tolerance
    let temperature: Double
    let maxTokens: Int
    let first, second: [String]?
    let firstIds, secondIds: [[Int32]]?
    let file: String?
    let rows: [Int]?
    let columns: [String]?
    let loss: Double
    let gradientNorm: Double
    let gradients: [String: Expected]
  }

  @Test(arguments: ["own-identical", "own-paraphrases"], MatrixProduct.allCases)
  func `own sentences: loss and every gradient in Double are PyTorch's`(
    name: String, product: MatrixProduct
  ) throws {
    let reference: Reference = try Fixture.read("loss_gradients." + name)
    try compare(
      Double.self, product, reference, reference.tolerance.doubleLoss, reference.tolerance.double)
  }

  @Test(
    .enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)),
    arguments: ["real-identical", "real-pairs"])
  func `real sentences: loss and every gradient in Double are PyTorch's`(name: String) throws {
    let reference: Reference = try Fixture.read("loss_gradients." + name)
    try compare(
      Double.self, .exact, reference, reference.tolerance.doubleLoss, reference.tolerance.double)
  }

  @Test(arguments: ["own-identical", "own-paraphrases"])
  func `own sentences: loss and every gradient in Float agree within Float's rounding`(
    name: String
  ) throws {
    let reference: Reference = try Fixture.read("loss_gradients." + name)
    try compare(
      Float.self, .exact, reference, reference.tolerance.floatLoss, reference.tolerance.float)
  }

  private func compare<Scalar: BLASScalar>(
    _: Scalar.Type, _ product: MatrixProduct, _ reference: Reference, _ lossTolerance: Double,
    _ tolerance: Double
  ) throws {
    let folder = try ModelFolder(try #require(RealInputs.model), blocks: nil)
    let encoder = Encoder<Scalar>(
      settings: folder.settings, parameters: folder.parameters.converted(to: Scalar.self),
      compute: Compute(product: product, threads: 2))
    let views = try sentences(reference).map { view in
      view.map { folder.tokenizer.ids($0, maxTokens: reference.maxTokens) }
    }
    if let first = reference.firstIds, let second = reference.secondIds {
      #expect(views == [first, second])
    }
    let step = TrainingStep(
      encoder, views: (views[0], views[1]), variant: InBatchNegatives(),
      settings: .init(
        pooling: .mean, temperature: reference.temperature, hiddenDropoutRate: 0,
        attentionDropoutRate: 0),
      dropout: nil, augmentation: RandomStream(seed: 1, name: .augmentation),
      negatives: RandomStream(seed: 1, name: .negatives), state: .empty)
    #expect(abs(step.loss - reference.loss) <= lossTolerance)
    let total = norm(of: step.gradients, compute: oneThread)
    #expect(abs(total - reference.gradientNorm) <= tolerance * reference.gradientNorm)
    var compared = 0
    for (name, gradient) in zip(encoder.parameters.names, step.gradients) {
      guard let expected = reference.gradients[name] else {
        #expect(name.hasPrefix("pooler."), "the reference lacks \(name)")
        continue
      }
      compared += 1
      let values = doubles(gradient.dense(shape: expected.shape))
      // A key bias adds the same to every logit of a query: its gradient is zero but for rounding.
      let scale = name.hasSuffix("self.key.bias") ? reference.gradientNorm : expected.norm
      let difference = TensorSummary(name: name, values: values).difference(
        from: TensorSummary(norm: expected.norm, projections: expected.projections), scale: scale)
      #expect(difference <= tolerance, "\(name)")
      if let elements = expected.values {
        #expect(largestDifference(values, elements) <= tolerance * scale, "\(name), elements")
      }
    }
    #expect(compared == reference.gradients.count)
  }

  private func sentences(_ reference: Reference) throws -> [[String]] {
    if let first = reference.first, let second = reference.second { return [first, second] }
    let file = try #require(RealInputs.data).appendingPathComponent(try #require(reference.file))
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let rows = try #require(reference.rows).map {
      lines[$0].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    return try #require(reference.columns).map { column in
      rows.map { $0[column == "sentence1" ? 5 : 6] }
    }
  }
}
