import Evaluation
import Laws
import Model
import Support
import Testing

@Suite struct WhiteningTests {
  private func vectors(_ rows: Int, _ width: Int) -> Tensor<Float> {
    let x = testTensor([rows, width], seed: 1, "vectors")
    return Tensor(
      x.scalars.enumerated().map { Float(3 + $1 * Double(1 + $0 % width)) }, shape: x.shape)
  }

  @Test(arguments: [nil, 3])
  func `whitened vectors have mean 0, variance 1 and no correlation`(_ dimensions: Int?) throws {
    let x = vectors(60, 5)
    let map = try EmbeddingMap.whitening(x, dimensions: dimensions, compute: oneThread)
    let y = map.applied(to: x, compute: oneThread)
    #expect(y.columns == dimensions ?? 5)
    for a in 0..<y.columns {
      let column = (0..<60).map { Double(y[$0, a]) }
      #expect(abs(column.reduce(0, +) / 60) < 1e-6)
      for b in 0..<y.columns {
        let product = (0..<60).reduce(0) { $0 + column[$1] * Double(y[$1, b]) } / 60
        #expect(abs(product - (a == b ? 1 : 0)) < 1e-5)
      }
    }
  }

  @Test func `fewer dimensions are the first of all`() throws {
    let x = vectors(40, 6)
    let whole = try EmbeddingMap.whitening(x, dimensions: nil, compute: oneThread)
    let some = try EmbeddingMap.whitening(x, dimensions: 2, compute: oneThread)
    #expect(some.weight.scalars == Array(whole.weight.scalars.prefix(12)))
    #expect(some.bias == Array(whole.bias.prefix(2)))
  }

  // Layer normalization with gains g: Σⱼ (yⱼ − biasⱼ) / gⱼ = 0 for every row.
  @Test func `the direction that layer normalization takes is left out`() throws {
    let norm = LayerNorm<Float>(epsilon: 1e-12, compute: oneThread)
    let gains = Tensor<Float>((0..<8).map { 1 + Float($0) / 4 }, shape: [8])
    let biases = Tensor<Float>((0..<8).map { Float($0) - 3 }, shape: [8])
    let y = norm.output([vectors(70, 8), gains, biases])
    #expect(try EmbeddingMap.whitening(y, dimensions: nil, compute: oneThread).width == 7)
    let error = #expect(throws: WhiteningError.self) {
      try EmbeddingMap.whitening(y, dimensions: 8, compute: oneThread)
    }
    #expect("\(error, default: "none")".contains("vary in 7 directions"))
  }

  @Test func `vectors that are all the same, or not finite, are refused`() {
    let same = Tensor<Float>(repeating: 2, shape: [4, 3])
    #expect(throws: WhiteningError.self) {
      try EmbeddingMap.whitening(same, dimensions: nil, compute: oneThread)
    }
    var broken = vectors(4, 2)
    broken.scalars[5] = .nan
    let error = #expect(throws: WhiteningError.self) {
      try EmbeddingMap.whitening(broken, dimensions: nil, compute: oneThread)
    }
    #expect("\(error, default: "none")".contains("embedding 2 is not finite"))
  }

  @Test func `threads change no bit`() throws {
    let x = vectors(90, 17)
    let maps = try [1, 2, 3].map {
      try EmbeddingMap.whitening(
        x, dimensions: nil, compute: Compute(product: .exact, threads: $0))
    }
    #expect(maps[1] == maps[0] && maps[2] == maps[0])
  }
}
