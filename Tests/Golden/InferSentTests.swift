import Foundation
import Model
import Support
import Testing

/// InferSent against PyTorch: `ci/reference/infersent.py`.
@Suite struct InferSentTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let absolute: Double }
    let tolerance: Tolerance
    let words, hidden, classifier, found: Int
    let firstLengths, secondLengths, labels: [Int]
    let loss: Double
    let vectors: [Double]
    let gradients: [String: [Double]]
  }

  private func centered(_ name: String, _ shape: [Int]) -> Tensor<Double> {
    let stream = RandomStream(seed: 11, label: "infersent").fork(name)
    return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
  }

  @Test func `vectors, loss and gradients are PyTorch's`() throws {
    let reference: Reference = try Fixture.read("infersent")
    let shape = InferSent<Double>.Shape(
      words: reference.words, hidden: reference.hidden, classifier: reference.classifier)
    let model = InferSent<Double>(
      shape: shape,
      parameters: Parameters(shape.layout.map { ($0.name, centered($0.name, $0.shape)) }),
      compute: oneThread)
    func words(_ name: String, _ lengths: [Int]) -> InferSent<Double>.Words {
      .init(
        vectors: centered(name, [lengths.reduce(0, +), reference.words]),
        starts: lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) })
    }
    let (first, second) = (
      words("first", reference.firstLengths), words("second", reference.secondLengths)
    )
    let tolerance = reference.tolerance.absolute
    #expect(
      largestDifference(model.embeddings(of: first).scalars, reference.vectors) <= tolerance)
    let step = model.step(first, second, labels: reference.labels, trains: true)
    #expect(abs(step.loss - reference.loss) <= tolerance && step.found == reference.found)
    #expect(reference.gradients.count == shape.layout.count)
    for (name, gradient) in zip(model.parameters.names, step.gradients) {
      let expected = try #require(reference.gradients[name])
      #expect(largestDifference(gradient.scalars, expected) <= tolerance, "\(name)")
    }
    #expect(model.step(first, second, labels: reference.labels, trains: false).loss == step.loss)
  }
}
