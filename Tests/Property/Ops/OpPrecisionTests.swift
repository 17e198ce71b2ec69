import Model
import Support
import Testing

/// What the catalog of operations must hold, and Float beside Double.
@Suite struct OpPrecisionTests {
  static let pairs = Array(zip(OpCatalog.examples, OpCatalog.floatExamples))

  /// Both paths get the same inputs, which Float holds exactly. The tolerance is a share of each
  /// tensor's largest number: 64 terms at most, each rounded by 6e-8 of it, through two sums.
  @Test(arguments: pairs.indices)
  func `both passes in Float follow those in Double`(_ index: Int) {
    let (double, float) = Self.pairs[index]
    let inputs = double.shapes.enumerated().map { input, shape in
      Tensor(testTensor(shape, seed: 7, "input \(input)").scalars.map { Float($0) }, shape: shape)
    }
    let (wide, narrow) = (passes(double.op, inputs), passes(float.op, inputs))
    #expect(wide.count == narrow.count)
    for (a, b) in zip(wide, narrow) {
      let largest = a.reduce(0) { max($0, abs($1)) }
      #expect(largestDifference(a, b) <= 2e-5 * max(largest, 1e-3), "\(double)")
    }
  }

  @Test func `every operation is checked on one row and on a width that is no multiple of 8`() {
    let names = Set(OpCatalog.examples.map(\.op.name))
    for name in names.sorted() {
      let shapes = OpCatalog.examples.filter { $0.op.name == name }.map { $0.shapes[0] }
      #expect(shapes.contains { $0.dropLast().reduce(1, *) == 1 }, "\(name) lacks one row")
      #expect(shapes.contains { ($0.last ?? 1) % 8 != 0 }, "\(name) lacks an odd width")
    }
    #expect(names.count >= 14)
  }

  /// The output and the gradient by each input.
  private func passes<Scalar: BLASScalar>(
    _ op: some Op<Scalar>, _ inputs: [Tensor<Float>]
  ) -> [[Double]] {
    func converted(_ tensor: Tensor<Float>) -> Tensor<Scalar> {
      Tensor(tensor.scalars.map { Scalar($0) }, shape: tensor.shape)
    }
    let inputs = inputs.map(converted)
    let (output, saved) = op.forward(inputs)
    let weights = Tensor(
      testTensor(output.shape, seed: 7, "weights").scalars.map { Float($0) }, shape: output.shape)
    let gradients = op.backward(converted(weights), inputs: inputs, saved: saved)
    return [doubles(output)] + gradients.map(doubles)
  }
}
