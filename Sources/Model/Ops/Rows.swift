/// Chosen rows of a matrix, in the order asked for; a row may be chosen more than once.
///
///     y[i] = x[rows[i]]
///
/// - Inputs: `x` (N, C).
/// - Output: `y` (rows.count, C).
public struct SelectRows<Scalar: BLASScalar>: Op {
  public let rows: [Int]

  public init(rows: [Int]) { self.rows = rows }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let x = inputs[0]
    let c = x.columns
    let output = Tensor<Scalar>.filling([rows.count, c]) { y in
      x.reading { x in
        for (place, row) in rows.enumerated() {
          y.advanced(by: place * c).copy(from: x.advanced(by: row * c), count: c)
        }
      }
    }
    return (output, ())
  }

  // dx[r] = Σ dy[i] over the i with rows[i] = r, in rising i
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let c = inputs[0].columns
    var dx = Tensor<Scalar>(zeros: inputs[0].shape)
    gradient.reading { dy in
      dx.scalars.writing { dx in
        for (place, row) in rows.enumerated() {
          dx.advanced(by: row * c).add(dy.advanced(by: place * c), count: c)
        }
      }
    }
    return [dx]
  }
}

/// The mean of each sentence's rows: mean pooling over tokens.
///
///     y[s] = Σ x[t] / L,  t in sentence s of L tokens
///
/// - Inputs: `x` (T, H).
/// - Output: `y` (B, H).
public struct MeanRows<Scalar: BLASScalar>: Op {
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]

  public init(starts: [Int]) { self.starts = starts }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let x = inputs[0]
    let c = x.columns
    let output = Tensor<Scalar>.filling([starts.count - 1, c]) { y in
      x.reading { x in
        for sentence in 0..<starts.count - 1 {
          let tokens = starts[sentence]..<starts[sentence + 1]
          let share = 1 / Scalar(tokens.count)
          let y = y.advanced(by: sentence * c)
          forEachLane(c) { column in
            var sum = SIMD8<Scalar>.zero
            for token in tokens { sum += x.lanes(token &* c &+ column) }
            y.store(sum * share, at: column)
          } rest: { column in
            var sum: Scalar = 0
            for token in tokens { sum += x[token &* c &+ column] }
            y[column] = sum * share
          }
        }
      }
    }
    return (output, ())
  }

  // dx[t] = dy[s] / L
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let c = inputs[0].columns
    let dx = Tensor<Scalar>.filling(inputs[0].shape) { dx in
      gradient.reading { dy in
        for sentence in 0..<starts.count - 1 {
          let tokens = starts[sentence]..<starts[sentence + 1]
          let share = 1 / Scalar(tokens.count)
          let dy = dy.advanced(by: sentence * c)
          for token in tokens {
            let dx = dx.advanced(by: token * c)
            forEachLane(c) {
              dx.store(dy.lanes($0) * share, at: $0)
            } rest: {
              dx[$0] = dy[$0] * share
            }
          }
        }
      }
    }
    return [dx]
  }
}

/// The rows of one matrix, then those of another.
///
/// - Inputs: `a` (N, C); `b` (M, C).
/// - Output: `y` (N + M, C).
public struct ConcatenateRows<Scalar: BLASScalar>: Op {
  public init() {}

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let (a, b) = (inputs[0], inputs[1])
    precondition(
      a.columns == b.columns, "rows of \(a.columns) cannot join rows of \(b.columns)")
    return (Tensor(a.scalars + b.scalars, shape: [a.rows + b.rows, a.columns]), ())
  }

  // da and db are the two parts of dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let split = inputs[0].count
    return [
      Tensor(Array(gradient.scalars[..<split]), shape: inputs[0].shape),
      Tensor(Array(gradient.scalars[split...]), shape: inputs[1].shape),
    ]
  }
}
