import Foundation
import Model
import Statistics
import Support
import Testing

@Suite struct LabelSmoothingTests {
  /// The definition, with no shortcut.
  private func smoothed(_ x: Tensor<Double>, _ logWeights: [Double], _ rate: Double) -> Double {
    let c = Double(x.columns)
    let sum = (0..<x.rows).reduce(0.0) { total, row in
      let logits = zip(x.row(row), logWeights).map(+)
      let sum = log(logits.map(exp).reduce(0, +))
      let terms = logits.enumerated().map { column, logit in
        -((column == row ? 1 - rate : 0) + rate / c) * (logit - sum)
      }
      return total + terms.reduce(0, +)
    }
    return sum / Double(x.rows)
  }

  @Test(arguments: [0.1, 0.5, 0.9])
  func `it is the cross-entropy with the smoothed labels`(rate: Double) {
    let x = testTensor([3, 5], seed: 1, "logits").scaled(by: 4)
    let logWeights = [0, 0, 0, -0.7, 1.2]
    let own = SmoothedInfoNCE(logWeights: logWeights, rate: rate).forward([x]).output.scalars[0]
    #expect(abs(own - smoothed(x, logWeights, rate)) < 1e-13)
  }
}

@Suite struct AlignmentUniformityObjectiveTests {
  /// The statistics of the same name, by other code, on the normalized outputs.
  @Test func `it is the sum of the statistics of that name`() throws {
    let (a, b) = (testTensor([6, 9], seed: 1, "a"), testTensor([6, 9], seed: 1, "b"))
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let head = VariantHead(
      AlignmentUniformity(alignmentWeight: 1, uniformityWeight: 1, potential: 2),
      anchors: tape.constant(a), positives: tape.constant(b), hardNegatives: nil, held: nil,
      .init(
        augmentation: RandomStream(seed: 1, name: .augmentation),
        negatives: RandomStream(seed: 1, name: .negatives), state: .empty, temperature: 0.05,
        compute: oneThread), on: tape)
    func unit(_ x: Tensor<Double>) -> Tensor<Float> {
      let rows = normalizedRows(x).rows
      return Tensor(rows.scalars.map { Float($0) }, shape: rows.shape)
    }
    let expected =
      try alignment(unit(a), unit(b))
      + (uniformity(unit(a), compute: oneThread) + uniformity(unit(b), compute: oneThread)) / 2
    // The statistics are taken of Floats.
    #expect(abs(head.result.loss.value.scalars[0] - expected) < 1e-5)
  }

  @Test func `its weights weigh the two terms`() {
    func loss(_ alignment: Double, _ uniformity: Double) -> Double {
      TrainingStep(
        variantCall(
          AlignmentUniformity(
            alignmentWeight: alignment, uniformityWeight: uniformity, potential: 2))
      ).loss
    }
    #expect(abs(loss(2, 3) - (2 * loss(1, 0) + 3 * loss(0, 1))) < 1e-12)
    #expect(loss(1, 0) > 0)
    #expect(loss(0, 1) < 0)
  }
}
