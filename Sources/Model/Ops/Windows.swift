/// The tokens around each token, side by side: what a 1-D convolution multiplies.
///
///     y[t] = (x[t − r], …, x[t], …, x[t + r]),   r = (size − 1) / 2, zeros beyond the sentence
///
/// - Inputs: `x` (T, H).
/// - Output: `y` (T, size · H).
/// - Precondition: `size` is odd.
public struct Windows<Scalar: BLASScalar>: Op {
  public let size: Int
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]

  public init(size: Int, starts: [Int]) {
    precondition(size % 2 == 1 && size > 0, "a window of \(size) tokens has no middle")
    self.size = size
    self.starts = starts
  }

  /// Each pair of a token and one in its window: the row of the window, the place in it and the token.
  private func forEachPair(_ body: (_ row: Int, _ place: Int, _ token: Int) -> Void) {
    for sentence in 0..<starts.count - 1 {
      let tokens = starts[sentence]..<starts[sentence + 1]
      for row in tokens {
        for place in 0..<size where tokens.contains(row + place - size / 2) {
          body(row, place, row + place - size / 2)
        }
      }
    }
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let x = inputs[0]
    let c = x.columns
    var y = Tensor<Scalar>(zeros: [x.rows, size * c])
    x.reading { x in
      y.scalars.writing { y in
        forEachPair { row, place, token in
          y.advanced(by: (row * size + place) * c).copy(from: x.advanced(by: token * c), count: c)
        }
      }
    }
    return (y, ())
  }

  // dx[t] = Σ over the windows that t is in of its part of dy, in rising order
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let c = inputs[0].columns
    var dx = Tensor<Scalar>(zeros: inputs[0].shape)
    gradient.reading { dy in
      dx.scalars.writing { dx in
        forEachPair { row, place, token in
          dx.advanced(by: token * c).add(dy.advanced(by: (row * size + place) * c), count: c)
        }
      }
    }
    return [dx]
  }
}

/// The columns of one matrix, then those of another.
///
/// - Inputs: `a` (N, C); `b` (N, D).
/// - Output: `y` (N, C + D).
public struct ConcatenateColumns<Scalar: BLASScalar>: Op {
  public init() {}

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let (a, b) = (inputs[0], inputs[1])
    precondition(a.rows == b.rows, "\(a.rows) rows beside \(b.rows)")
    let (c, d) = (a.columns, b.columns)
    let y = Tensor<Scalar>.filling([a.rows, c + d]) { y in
      a.reading { x in
        for row in 0..<a.rows {
          y.advanced(by: row * (c + d)).copy(from: x.advanced(by: row * c), count: c)
        }
      }
      b.reading { x in
        for row in 0..<a.rows {
          y.advanced(by: row * (c + d) + c).copy(from: x.advanced(by: row * d), count: d)
        }
      }
    }
    return (y, ())
  }

  // da and db are the two parts of each row of dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    var start = 0
    return inputs.map { input in
      let (rows, columns, from) = (input.rows, input.columns, start)
      start += columns
      return Tensor<Scalar>.filling(input.shape) { dx in
        gradient.reading { dy in
          for row in 0..<rows {
            dx.advanced(by: row * columns).copy(
              from: dy.advanced(by: row * gradient.columns + from), count: columns)
          }
        }
      }
    }
  }
}
