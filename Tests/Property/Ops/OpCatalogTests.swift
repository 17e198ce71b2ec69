import Model
import Support
import Testing

@Suite struct OpCatalogTests {
  @Test(arguments: OpCatalog.examples)
  func `every backward pass agrees with central differences`(_ example: OpExample<Double>) {
    func findings<O: Op<Double>>(_ op: O) -> [GradientFinding] {
      let inputs = example.shapes.enumerated().map {
        testTensor($1, seed: 7, "input \($0)")
      }
      return gradientFindings(op, inputs: inputs, seed: 7, tolerance: 1e-7)
    }
    #expect(findings(example.op).isEmpty)
  }

  @Test func `a wrong sign in a backward pass is found`() {
    let x = testTensor([2, 3], seed: 1, "x")
    #expect(!gradientFindings(WrongSign(), inputs: [x], seed: 1, tolerance: 1e-7).isEmpty)
  }

  @Test func `a slightly wrong factor in a backward pass is found`() {
    let x = testTensor([2, 3], seed: 1, "x")
    #expect(!gradientFindings(WrongFactor(), inputs: [x], seed: 1, tolerance: 1e-7).isEmpty)
  }
}

private struct WrongSign: Op {
  func forward(_ inputs: [Tensor<Double>]) -> (output: Tensor<Double>, saved: Void) {
    (inputs[0], ())
  }
  func backward(
    _ gradient: Tensor<Double>, inputs: [Tensor<Double>], saved: Void
  ) -> [Tensor<Double>] {
    [gradient.scaled(by: -1)]
  }
}

private struct WrongFactor: Op {
  func forward(_ inputs: [Tensor<Double>]) -> (output: Tensor<Double>, saved: Void) {
    (inputs[0], ())
  }
  func backward(
    _ gradient: Tensor<Double>, inputs: [Tensor<Double>], saved: Void
  ) -> [Tensor<Double>] {
    [gradient.scaled(by: 1 + 1e-6)]
  }
}
