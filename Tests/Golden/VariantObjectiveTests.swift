import Foundation
import Model
import Support
import Testing

/// Objectives of variants against PyTorch: `ci/reference/variants.py`.
@Suite struct VariantObjectiveTests {
  struct Outcome: Decodable {
    let loss: Double
    let gradients: [[Double]]
  }
  struct Smoothing: Decodable {
    let rate, weight, loss: Double
    let gradients: [[Double]]
  }
  struct AlignmentUniformityCase: Decodable {
    let alignment, uniformity, potential, loss: Double
    let gradients: [[Double]]
  }
  struct Reference: Decodable {
    struct Tolerance: Decodable { let absolute: Double }
    let tolerance: Tolerance
    let rows, extra, width, hidden, latent: Int
    let temperature: Double
    let smoothing: [Smoothing]
    let alignmentUniformity: [AlignmentUniformityCase]
    let bound: Outcome
  }

  private func centered(_ name: String, _ shape: Int...) -> Tensor<Double> {
    let stream = RandomStream(seed: 5, label: "variants").fork(name)
    return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
  }

  /// The loss and its gradients by anchors and positives, the extra negatives held.
  private func compare(
    _ variant: any Variant, extra: ExtraNegatives?, _ reference: Reference, loss: Double,
    gradients: [[Double]]
  ) {
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let views = ["anchors", "positives"].map {
      tape.variable(centered($0, reference.rows, reference.width))
    }
    let head = VariantHead(
      variant, anchors: views[0], positives: views[1], hardNegatives: nil, held: (nil, extra),
      .init(
        augmentation: RandomStream(seed: 1, name: .augmentation),
        negatives: RandomStream(seed: 1, name: .negatives), state: .empty,
        temperature: reference.temperature, compute: oneThread), on: tape)
    let tolerance = reference.tolerance.absolute
    #expect(abs(head.result.loss.value.scalars[0] - loss) <= tolerance)
    let found = tape.gradients(of: head.result.loss, seed: Tensor([1], shape: []), by: views)
    for (own, expected) in zip(found, gradients) {
      #expect(largestDifference(own.scalars, expected) <= tolerance)
    }
  }

  @Test(arguments: [0, 1])
  func `label smoothing is PyTorch's`(_ index: Int) throws {
    let reference: Reference = try Fixture.read("variants")
    let expected = reference.smoothing[index]
    compare(
      LabelSmoothing(rate: expected.rate),
      extra: ExtraNegatives(
        vectors: centered("extra", reference.extra, reference.width), weight: expected.weight),
      reference, loss: expected.loss, gradients: expected.gradients)
  }

  @Test(arguments: [0, 1])
  func `alignment and uniformity are the published functions`(_ index: Int) throws {
    let reference: Reference = try Fixture.read("variants")
    let expected = reference.alignmentUniformity[index]
    compare(
      AlignmentUniformity(
        alignmentWeight: expected.alignment, uniformityWeight: expected.uniformity,
        potential: expected.potential),
      extra: nil, reference, loss: expected.loss, gradients: expected.gradients)
  }

  @Test func `the autoencoder's bound is PyTorch's`() throws {
    let reference: Reference = try Fixture.read("variants")
    var model = VariationalAutoencoder<Double>(
      width: reference.width, hidden: reference.hidden, latent: reference.latent,
      stream: RandomStream(seed: 1, label: "model"), compute: oneThread)
    for place in model.parameters.tensors.indices {
      let shape = model.parameters.tensors[place].shape
      let name = (place % 2 == 0 ? "weight " : "bias ") + String(place / 2)
      model.parameters.tensors[place] = Tensor(
        centered(name, shape.reduce(1, *)).scalars, shape: shape)
    }
    let (value, gradients) = model.bound(
      centered("x", reference.rows, reference.width),
      noise: centered("noise", reference.rows, reference.latent))
    let tolerance = reference.tolerance.absolute
    #expect(abs(value - reference.bound.loss) <= tolerance)
    for (own, expected) in zip(gradients, reference.bound.gradients) {
      #expect(largestDifference(own.scalars, expected) <= tolerance)
    }
  }
}
