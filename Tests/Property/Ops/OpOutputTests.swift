import Model
import Support
import Testing

@Suite struct OpOutputTests {
  @Test(arguments: OpCatalog.examples)
  func `the output alone has the bits of the forward pass`(_ example: OpExample<Double>) {
    func isEqual<O: Op<Double>>(_ op: O) -> Bool {
      let inputs = example.shapes.enumerated().map { testTensor($1, seed: 7, "input \($0)") }
      return op.output(inputs) == op.forward(inputs).output
    }
    let equal = isEqual(example.op)
    #expect(equal)
  }

  @Test(arguments: OpCatalog.examples)
  func `gradients need none of the inputs that an operation says it does not read`(
    _ example: OpExample<Double>
  ) {
    func isEqual<O: Op<Double>>(_ op: O) -> Bool {
      let inputs = example.shapes.enumerated().map { testTensor($1, seed: 7, "input \($0)") }
      var kept = inputs
      for place in op.unread { kept[place] = Tensor([], shape: [0]) }
      let (output, saved) = op.forward(inputs)
      let gradient = testTensor(output.shape, seed: 7, "gradient")
      return op.backward(gradient, inputs: kept, saved: saved)
        == op.backward(gradient, inputs: inputs, saved: saved)
    }
    let equal = isEqual(example.op)
    #expect(equal)
  }

  @Test(arguments: [0, 0.3])
  func `a residual norm is dropout, sum and layer norm, bit for bit`(_ rate: Double) {
    let starts = [0, 1, 10, 13]
    let mask = DropoutMask(rate: rate, stream: RandomStream(seed: 1, name: .dropout))
    let positions = (0..<3).map {
      DropoutMask.Position(step: 2, view: 1, example: $0, site: 4)
    }
    for width in [11, 64, 72] {
      let shapes = [[13, width], [13, width], [width], [width]]
      let inputs = shapes.enumerated().map { floatTensor($1, "input \($0)") }
      let fused = ResidualNorm<Float>(
        epsilon: 1e-5, starts: starts, dropout: rate > 0 ? (mask, positions) : nil,
        compute: oneThread)
      let dropout = Dropout<Float>(
        mask: mask, starts: starts, positions: positions, compute: oneThread)
      let norm = LayerNorm<Float>(epsilon: 1e-5, compute: oneThread)

      let (dropped, _) = rate > 0 ? dropout.forward([inputs[0]]) : (inputs[0], ())
      let (sum, _) = Add<Float>(compute: oneThread).forward([dropped, inputs[1]])
      let (expected, saved) = norm.forward([sum, inputs[2], inputs[3]])
      let (found, fusedSaved) = fused.forward(inputs)
      let isEqual = found == expected
      #expect(isEqual)

      let gradient = floatTensor([13, width], "gradient")
      let plain = norm.backward(gradient, inputs: [sum, inputs[2], inputs[3]], saved: saved)
      let through = rate > 0 ? dropout.backward(plain[0], inputs: [], saved: ()) : [plain[0]]
      let gradients = fused.backward(gradient, inputs: inputs, saved: fusedSaved)
      let wanted = [through[0], plain[0], plain[1], plain[2]]
      let differing = wanted.indices.filter { gradients[$0] != wanted[$0] }
      #expect(differing.isEmpty)
    }
  }

  @Test(arguments: MatrixProduct.allCases, [1, 3])
  func `each element of an affine map is a chain that begins at its bias`(
    _ product: MatrixProduct, threads: Int
  ) {
    let (x, weight, bias) = (
      floatTensor([13, 400], "x"), floatTensor([19, 400], "weight"), floatTensor([19], "bias")
    )
    let found = Linear<Float>(compute: Compute(product: product, threads: threads))
      .forward([x, weight, bias]).output
    for row in 0..<13 {
      for column in 0..<19 {
        var sum = bias.scalars[column]
        for place in 0..<400 { sum.addProduct(x[row, place], weight[column, place]) }
        // OpenBLAS adds in an order of its own; 400 products of size 1 round by a few 1e-5.
        let difference = abs(found[row, column] - sum)
        #expect(product == .exact ? difference == 0 : difference < 1e-4)
      }
    }
  }

  private func floatTensor(_ shape: [Int], _ label: String) -> Tensor<Float> {
    Tensor(testTensor(shape, seed: 5, label).scalars.map { Float($0) }, shape: shape)
  }
}
