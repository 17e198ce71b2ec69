import Model
import Support
import Testing

@Suite struct HardNegativesTests {
  private func leaf(_ name: String, rows: Int, on tape: Tape<Double>) -> Variable<Double> {
    tape.variable(testTensor([rows, 7], seed: 4, name))
  }

  private func loss(weight: Double, hasNegatives: Bool, rows: Int = 5) -> Double {
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    return ContrastiveLoss(
      anchors: leaf("anchors", rows: rows, on: tape),
      positives: leaf("positives", rows: rows, on: tape),
      hardNegatives: hasNegatives
        ? .init(vectors: leaf("negatives", rows: rows, on: tape), weight: weight) : nil,
      extra: nil, objective: nil, temperature: 0.2, compute: oneThread, on: tape
    ).loss.value.scalars[0]
  }

  // Constants in the place of the hard negatives, weighing as much as any column.
  @Test func `at a weight of 0 they are further columns of weight 1, bit for bit`() {
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let columns = ContrastiveLoss(
      anchors: leaf("anchors", rows: 5, on: tape),
      positives: leaf("positives", rows: 5, on: tape), hardNegatives: nil,
      extra: ExtraNegatives(vectors: testTensor([5, 7], seed: 4, "negatives"), weight: 1),
      objective: nil, temperature: 0.2, compute: oneThread, on: tape)
    #expect(loss(weight: 0, hasNegatives: true) == columns.loss.value.scalars[0])
  }

  // One row has no other column: loss = log(1 + e^weight · r).
  @Test(arguments: [-1, 0, 0.5, 2])
  func `a weight multiplies the hard negative by its power of e`(weight: Double) {
    func mass(_ weight: Double) -> Double {
      let loss = loss(weight: weight, hasNegatives: true, rows: 1)
      return Double.exponential(loss) - 1
    }
    let ratio = mass(weight) / mass(0)
    #expect(abs(ratio / Double.exponential(weight) - 1) < 1e-12)
  }

  @Test func `hard negatives only raise the loss, and vanish at a weight of minus infinity`() {
    let plain = loss(weight: 0, hasNegatives: false)
    #expect(loss(weight: 0, hasNegatives: true) > plain)
    // Others' hard negatives remain: with one row there are none.
    let alone = loss(weight: -700, hasNegatives: true, rows: 1)
    #expect(abs(alone - loss(weight: 0, hasNegatives: false, rows: 1)) < 1e-15)
  }

  @Test(arguments: [-0.7, 0, 1.3])
  func `the gradient agrees with differences by every side`(weight: Double) {
    let names = ["anchors", "positives", "negatives"]
    let inputs = names.map { testTensor([4, 7], seed: 4, $0) }
    func value(_ inputs: [Tensor<Double>]) -> (Double, [Tensor<Double>]) {
      let tape = Tape<Double>(compute: oneThread, observer: nil)
      let leaves = inputs.map { tape.variable($0) }
      let loss = ContrastiveLoss(
        anchors: leaves[0], positives: leaves[1],
        hardNegatives: .init(vectors: leaves[2], weight: weight), extra: nil, objective: nil,
        temperature: 0.2, compute: oneThread, on: tape
      ).loss
      return (
        loss.value.scalars[0],
        tape.gradients(of: loss, seed: Tensor([1], shape: []), by: leaves)
      )
    }
    let gradients = value(inputs).1
    let findings = names.indices.compactMap { index in
      let direction = testTensor([4, 7], seed: 6, names[index])
      return derivativeFinding(
        names[index], analytic: dot(gradients[index], direction), step: 1e-5, tolerance: 1e-7
      ) { distance in
        var moved = inputs
        moved[index].add(direction.scaled(by: distance), compute: oneThread)
        return value(moved).0
      }
    }
    #expect(findings.isEmpty)
  }
}
