import Model
import Support
import Testing

/// The fast kernels against plain loops, a number at a time, bit for bit.
@Suite struct AttentionTests {
  static let lengths = [[1], [2, 7], [8, 9], [3, 16, 1], [17, 33]]

  @Test(arguments: lengths, [0, 0.2])
  func `both passes have the bits of plain loops`(_ lengths: [Int], rate: Double) {
    let starts = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let tokens = starts[lengths.count]
    for (heads, width) in [(2, 12), (3, 96)] {
      let tensors = ["q", "k", "v", "gradient"].map { name in
        Tensor(
          testTensor([tokens, width], seed: 3, name).scalars.map { Float($0) },
          shape: [tokens, width])
      }
      let mask = DropoutMask(rate: rate, stream: RandomStream(seed: 2, name: .dropout))
      let positions = lengths.indices.map {
        DropoutMask.Position(step: 1, view: 0, example: $0, site: 7)
      }
      for threads in [1, 3] {
        let attention = Attention<Float>(
          heads: heads, starts: starts, queries: .all, dropout: rate > 0 ? (mask, positions) : nil,
          compute: Compute(product: .exact, threads: threads))
        let (output, saved) = attention.forward(Array(tensors[..<3]))
        let gradients = attention.backward(
          tensors[3], inputs: Array(tensors[..<3]), saved: saved)
        let expected = plain(
          tensors, heads: heads, starts: starts, mask: rate > 0 ? (mask, positions) : nil)
        // Compared outside the macro, which would print every number.
        let found = [output] + gradients
        let differing = ["y", "dq", "dk", "dv"].indices.filter { found[$0] != expected[$0] }
        let alone = attention.output(Array(tensors[..<3])) == output
        #expect(differing.isEmpty)
        #expect(alone)
      }
    }
  }

  /// The output and the gradients by q, k and v.
  private func plain(
    _ tensors: [Tensor<Float>], heads: Int, starts: [Int],
    mask: (DropoutMask, [DropoutMask.Position])?
  ) -> [Tensor<Float>] {
    let (q, k, v, dy) = (tensors[0], tensors[1], tensors[2], tensors[3])
    let width = q.columns / heads
    let scale = 1 / Float(width).squareRoot()
    var results = [Tensor<Float>](repeating: Tensor(zeros: q.shape), count: 4)
    for sentence in 0..<starts.count - 1 {
      let (start, length) = (starts[sentence], starts[sentence + 1] - starts[sentence])
      for head in 0..<heads {
        func chain(_ count: Int, _ a: (Int) -> Float, _ b: (Int) -> Float) -> Float {
          (0..<count).reduce(0) { $0.addingProduct(a($1), b($1)) }
        }
        func at(_ x: Tensor<Float>, _ token: Int, _ column: Int) -> Float {
          x[start + token, head * width + column]
        }
        var (p, w) = ([[Float]](), [[Float]]())
        var (dz, factors) = ([[Float]](), [[Float]]())
        for query in 0..<length {
          let logits = (0..<length).map { key in
            chain(width, { at(q, query, $0) }, { at(k, key, $0) })
          }
          let top = logits.reduce(-.infinity, max)
          let powers = logits.map { Float.exponential(($0 - top) * scale) }
          let share = 1 / powers.reduce(0, +)
          p.append(powers.map { $0 * share })
          factors.append(
            (0..<length).map { key in
              guard let mask else { return 1 }
              let element = (head * length + query) * length + key
              return mask.0.keeps(element, at: mask.1[sentence])
                ? Float(mask.0.keptFactor) : 0
            })
          w.append(zip(p[query], factors[query]).map { $0 * $1 })
          let slopes = (0..<length).map { key in
            chain(width, { at(dy, query, $0) }, { at(v, key, $0) }) * factors[query][key]
          }
          let along = zip(p[query], slopes).reduce(0 as Float) { $0 + $1.0 * $1.1 }
          dz.append(zip(p[query], slopes).map { $0 * ($1 - along) })
        }
        for token in 0..<length {
          for column in 0..<width {
            let place = (start + token, head * width + column)
            results[0][place.0, place.1] = chain(length, { w[token][$0] }, { at(v, $0, column) })
            results[1][place.0, place.1] =
              chain(length, { dz[token][$0] }, { at(k, $0, column) }) * scale
            results[2][place.0, place.1] =
              chain(length, { dz[$0][token] }, { at(q, $0, column) }) * scale
            results[3][place.0, place.1] = chain(length, { w[$0][token] }, { at(dy, $0, column) })
          }
        }
      }
    }
    return results
  }
}
