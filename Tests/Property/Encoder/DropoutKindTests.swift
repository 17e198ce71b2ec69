import Model
import Support
import Testing

@Suite struct DropoutKindTests {
  private let starts = [0, 2, 7, 8]
  private let stream = RandomStream(seed: 6, name: .dropout)
  private let positions = (0..<3).map {
    DropoutMask.Position(step: 4, view: 1, example: $0, site: 9)
  }

  private func standout(threads: Int = 1) -> Standout<Double> {
    Standout(
      masks: .init(draws: DropoutDraws(stream: stream), starts: starts, positions: positions),
      compute: Compute(product: .exact, threads: threads))
  }

  @Test func `draws are those of the masks`() {
    let draws = DropoutDraws(stream: stream).draws(200, at: positions[1])
    for rate in [0.1, 0.5, 0.93] {
      let mask = DropoutMask(rate: rate, stream: stream)
      let threshold = (rate * 65_536).rounded()
      let differing = (0..<200).filter {
        mask.keeps($0, at: positions[1]) != (Double(draws[$0]) >= threshold)
      }
      #expect(differing.isEmpty)
    }
  }

  @Test(arguments: [0.1, 0.3, 0.75])
  func `with one probability everywhere it is plain dropout, unscaled`(rate: Double) {
    let x = testTensor([8, 21], seed: 8, "x")
    let logit = Double.logarithm((1 - rate) / rate)
    let z = Tensor(repeating: logit, shape: [8, 21])
    let plain = Dropout<Double>(
      mask: DropoutMask(rate: rate, stream: stream), starts: starts, positions: positions,
      compute: oneThread)
    let (found, expected) = (standout().forward([x, z]).output, plain.forward([x]).output)
    #expect(largestDifference(found.scalars, expected.scaled(by: 1 - rate).scalars) < 1e-15)
  }

  @Test func `threads change no bit`() {
    let (x, z) = (testTensor([8, 90], seed: 8, "x"), testTensor([8, 90], seed: 8, "z"))
    let isEqual = standout().forward([x, z]).output == standout(threads: 3).forward([x, z]).output
    #expect(isEqual)
  }

  @Test func `a share of about p is kept`() {
    let z = testTensor([8, 4000], seed: 8, "z").scaled(by: 3)
    let kept = standout().forward([Tensor(repeating: 1, shape: z.shape), z]).output
    let p = Elementwise<Double, Sigmoid>(Sigmoid.self, compute: oneThread).output([z])
    for (low, high) in [(0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1)] {
      let chosen = p.scalars.indices.filter { p.scalars[$0] >= low && p.scalars[$0] < high }
      let expected = chosen.reduce(0) { $0 + p.scalars[$1] }
      let deviation = chosen.reduce(0) { $0 + p.scalars[$1] * (1 - p.scalars[$1]) }.squareRoot()
      let found = chosen.reduce(0) { $0 + kept.scalars[$1] }
      #expect(abs(found - expected) < 4 * deviation)
    }
  }

  // With the noise m − p of the draw held fixed, y = x (σ(z) + noise) has the estimated gradient.
  @Test func `the gradient is that of the output with the draw's noise held fixed`() {
    let inputs = [testTensor([8, 21], seed: 8, "x"), testTensor([8, 21], seed: 8, "z")]
    let weights = testTensor([8, 21], seed: 8, "weights")
    let op = standout()
    let (output, saved) = op.forward(inputs)
    let gradients = op.backward(weights, inputs: inputs, saved: saved)
    let sigmoid = Elementwise<Double, Sigmoid>(Sigmoid.self, compute: oneThread)
    let p = sigmoid.output([inputs[1]]).scalars
    let noise = zip(zip(output.scalars, inputs[0].scalars), p).map { $0.0 / $0.1 - $1 }
    let findings = [0, 1].compactMap { index in
      let direction = testTensor([8, 21], seed: 9, "direction \(index)")
      return derivativeFinding(
        "input \(index)", analytic: dot(gradients[index], direction), step: 1e-5, tolerance: 1e-7
      ) { distance in
        var moved = inputs
        moved[index].add(direction.scaled(by: distance), compute: oneThread)
        let p = sigmoid.output([moved[1]]).scalars
        return weights.scalars.indices.reduce(0) {
          $0 + weights.scalars[$1] * moved[0].scalars[$1] * (p[$1] + noise[$1])
        }
      }
    }
    #expect(findings.isEmpty)
  }

  @Test func `adaptive dropout begins at its start rate everywhere`() {
    for belief in AdaptiveDropout.Belief.allCases {
      let dropout = AdaptiveDropout(belief: belief, startRate: 0.2)
      let parameters: Parameters<Double> = dropout.parameters(name: "b", inputs: 3, outputs: 21)
      let tape = Tape<Double>(compute: oneThread, observer: nil)
      let (input, output) = (
        testTensor([8, 3], seed: 1, "in"), testTensor([8, 21], seed: 1, "out")
      )
      let dropped = dropout.dropped(
        tape.constant(output), of: tape.constant(input), name: "b",
        leaves: HeadLeaves(parameters, on: tape, trainable: false), masks: nil,
        compute: oneThread, on: tape)
      #expect(largestDifference(dropped.value.scalars, output.scaled(by: 0.8).scalars) < 1e-15)
    }
  }

  @Test func `a curriculum rises from 0 to its final rate`() {
    let dropout = CurriculumDropout(finalRate: 0.3, steps: 500)
    let rates = (0...500).map { dropout.rate(step: $0) }
    #expect(rates[0] == 0)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 < $1 })
    #expect(abs(rates[500] - 0.3) < 0.3 * 4.6e-5)
    // Half of what is missing is gone after T log 2 / 10 steps: closed form.
    let half = CurriculumDropout(finalRate: 0.3, growth: Double.logarithm(2) / 50)
    #expect(abs(half.rate(step: 50) - 0.15) < 1e-15)
    #expect(abs(half.rate(step: 100) - 0.225) < 1e-15)
    #expect(CurriculumDropout(finalRate: 1, growth: 1).problem != nil)
    #expect(CurriculumDropout(finalRate: 0.1, growth: 0).problem != nil)
  }
}
