import Model
import Support
import Testing

@Suite struct HeadOpTests {
  @Test func `cross-entropy with the diagonal of few columns as labels is InfoNCE, bit for bit`() {
    let x = testTensor([4, 4], seed: 2, "x")
    let (a, b) = (
      CrossEntropy<Double>(labels: [0, 1, 2, 3], compute: oneThread).forward([x]),
      InfoNCE<Double>(logWeights: [0, 0, 0, 0]).forward([x])
    )
    #expect(a.output == b.output)
  }

  @Test func `two classes of cross-entropy are binary cross-entropy of their difference`() {
    let x = testTensor([6, 2], seed: 2, "x").scaled(by: 4)
    let labels = [0, 1, 1, 0, 1, 0]
    let difference = Tensor((0..<6).map { x[$0, 1] - x[$0, 0] }, shape: [6, 1])
    let two = CrossEntropy<Double>(labels: labels, compute: oneThread).forward([x]).output.scalars[
      0]
    let one = BinaryCrossEntropy<Double>(targets: labels.map { Double($0) })
      .forward([difference]).output.scalars[0]
    #expect(abs(two - one) < 1e-14)
  }

  @Test(arguments: [-1e4, -50, 0, 50, 1e4])
  func `binary cross-entropy is finite at any logit`(_ x: Double) {
    for target in [0.0, 1] {
      let op = BinaryCrossEntropy<Double>(targets: [target])
      let input = Tensor([x], shape: [1, 1])
      let loss = op.forward([input]).output.scalars[0]
      let expected = target == 1 ? max(-x, 0) : max(x, 0)
      #expect(abs(loss - expected) < 0.7)
      let gradient = op.backward(Tensor([1], shape: []), inputs: [input], saved: ())[0]
      #expect(gradient.scalars[0].isFinite && abs(gradient.scalars[0]) <= 1)
    }
  }

  @Test func `row cosines are the diagonal of all cosines`() {
    let (a, b) = (testTensor([5, 13], seed: 3, "a"), testTensor([5, 13], seed: 3, "b"))
    let rows = RowCosine<Double>().forward([a, b]).output
    let all = CosineSimilarity<Double>(temperature: 1, compute: oneThread).forward([a, b]).output
    #expect(largestDifference(rows.scalars, (0..<5).map { all[$0, $0] }) < 1e-15)
    let same = RowCosine<Double>().forward([a, a]).output
    #expect(largestDifference(same.scalars, [1, 1, 1, 1, 1]) < 1e-15)
  }

  @Test func `pair features come in the order asked for`() {
    let (u, v) = (Tensor([1.0, -2], shape: [1, 2]), Tensor([3.0, 5], shape: [1, 2]))
    let op = PairFeatures<Double>([.product, .first, .absoluteDifference, .second])
    #expect(op.forward([u, v]).output.scalars == [3, -10, 1, -2, 2, 7, 3, 5])
  }

  @Test func `predictions take the first of equal classes and a half for no`() {
    let logits = Tensor([0.0, 2, 2, 1, 1, 0], shape: [2, 3])
    #expect(ClassificationHead.predictions(logits) == [1, 0])
    #expect(
      ParaphraseHead.predictions(Tensor([0.0, 1e-9, -1], shape: [3, 1])) == [false, true, false])
  }

  @Test func `similarities are on the scale of the gold scores`() {
    let (u, v) = (testTensor([6, 4], seed: 3, "u"), testTensor([6, 4], seed: 3, "v"))
    for form in SimilarityHead.Form.allCases {
      let head = SimilarityHead(name: "s", width: 4, form: form, parts: [.first, .product])
      let parameters = Parameters<Double>(
        fresh: head.parameterLayout, deviation: 30,
        stream: RandomStream(seed: 1, name: .initialization))
      let tape = Tape<Double>(compute: oneThread, observer: nil)
      let leaves = HeadLeaves(parameters, on: tape, trainable: false)
      func similarities(_ a: Tensor<Double>, _ b: Tensor<Double>) -> [Double] {
        head.similarities(
          tape.constant(a), tape.constant(b), leaves: leaves, compute: oneThread, on: tape
        ).value.scalars
      }
      #expect(similarities(u, v).allSatisfy { (0...5).contains($0) })
      if form == .cosine {
        #expect(largestDifference(similarities(u, u), Array(repeating: 5.0, count: 6)) < 1e-14)
        #expect(
          largestDifference(similarities(u, u.scaled(by: -2)), Array(repeating: 0.0, count: 6))
            < 1e-14)
      }
    }
  }

  private func parameterCount(_ layout: ParameterLayout) -> Int {
    layout.reduce(0) { $0 + $1.shape.reduce(1, *) }
  }

  @Test func `parameters are as many as weights and biases`() {
    #expect(
      parameterCount(ClassificationHead(name: "h", width: 384, classes: 5).parameterLayout) == 1925)
    #expect(
      parameterCount(
        ParaphraseHead(name: "h", width: 384, parts: [.first, .second, .absoluteDifference])
          .parameterLayout) == 1153)
    func count(_ form: SimilarityHead.Form) -> Int {
      parameterCount(
        SimilarityHead(name: "h", width: 384, form: form, parts: [.first]).parameterLayout)
    }
    #expect(SimilarityHead.Form.allCases.map(count) == [0, 2, 385])
  }
}
