/// Layer normalization over the last axis.
///
///     y = gain · (x − mean(x)) / √(var(x) + epsilon) + bias
///
/// `var` divides by C, not C − 1, and is taken in a second pass over x − mean(x).
///
/// - Inputs: `x` (N, C); `gain` (C); `bias` (C).
/// - Output: `y` (N, C).
/// - Source: arXiv:1607.06450, section 3.
/// - Complexity: O(N·C); keeps N·C + N scalars for `backward`.
public struct LayerNorm<Scalar: BLASScalar>: Op {
  public let epsilon: Scalar
  public let compute: Compute

  public struct Saved: Sendable {
    var normalized: Tensor<Scalar>  // x̂ (N, C)
    var inverseDeviation: Tensor<Scalar>  // 1/σ (N)
  }

  public init(epsilon: Scalar, compute: Compute) {
    self.epsilon = epsilon
    self.compute = compute
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    let (x, gain, bias) = (inputs[0], inputs[1], inputs[2])
    let (n, c, epsilon) = (x.rows, x.columns, epsilon)
    precondition(
      gain.count == c && bias.count == c,
      "rows of \(c) with a gain of \(gain.count) and a bias of \(bias.count)")
    var inverses = Tensor<Scalar>([], shape: [0])
    var normalized = Tensor<Scalar>([], shape: [0])
    let output = Tensor<Scalar>.filling([n, c]) { y in
      normalized = Tensor<Scalar>.filling([n, c]) { normalized in
        inverses = Tensor<Scalar>.filling([n]) { inverses in
          x.reading { x in
            gain.reading { gain in
              bias.reading { bias in
                compute.forEachBlock(n, size: 64) { rows in
                  for row in rows {
                    let x = x.advanced(by: row &* c)
                    let normalized = normalized.advanced(by: row &* c)
                    let y = y.advanced(by: row &* c)
                    let mean = rowSum(c, { x.lanes($0) }, { x[$0] }) / Scalar(c)
                    let variance =
                      rowSum(
                        c,
                        {
                          let d = x.lanes($0) - mean
                          return d * d
                        },
                        {
                          let d = x[$0] - mean
                          return d * d
                        }) / Scalar(c)
                    let inverse = 1 / (variance + epsilon).squareRoot()
                    inverses[row] = inverse
                    forEachLane(c) { index in
                      let unit = (x.lanes(index) - mean) * inverse
                      normalized.store(unit, at: index)
                      y.store(bias.lanes(index).addingProduct(gain.lanes(index), unit), at: index)
                    } rest: { index in
                      let unit = (x[index] - mean) * inverse
                      normalized[index] = unit
                      y[index] = bias[index].addingProduct(gain[index], unit)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return (output, Saved(normalized: normalized, inverseDeviation: inverses))
  }

  // With g = dy · gain:  dx = (g − mean(g) − x̂ · mean(g · x̂)) / σ
  //                      dgain = Σ dy · x̂,  dbias = Σ dy  (over rows)
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    let gain = inputs[1]
    let (n, c) = (gradient.rows, gradient.columns)
    let dx = Tensor<Scalar>.filling([n, c]) { dx in
      gradient.reading { dy in
        gain.reading { gain in
          saved.normalized.reading { normalized in
            saved.inverseDeviation.reading { inverses in
              compute.forEachBlock(n, size: 64) { rows in
                for row in rows {
                  let dy = dy.advanced(by: row &* c)
                  let unit = normalized.advanced(by: row &* c)
                  let dx = dx.advanced(by: row &* c)
                  let inverse = inverses[row]
                  let mean =
                    rowSum(
                      c, { dy.lanes($0) * gain.lanes($0) }, { dy[$0] * gain[$0] }) / Scalar(c)
                  let along =
                    rowSum(
                      c, { dy.lanes($0) * gain.lanes($0) * unit.lanes($0) },
                      { dy[$0] * gain[$0] * unit[$0] }) / Scalar(c)
                  forEachLane(c) { index in
                    let g = dy.lanes(index) * gain.lanes(index)
                    dx.store((g - mean - unit.lanes(index) * along) * inverse, at: index)
                  } rest: { index in
                    dx[index] = (dy[index] * gain[index] - mean - unit[index] * along) * inverse
                  }
                }
              }
            }
          }
        }
      }
    }
    return [
      dx, productSums(gradient, saved.normalized),
      columnSums(gradient, compute: compute),
    ]
  }

  /// Σ over rows of a · b, column by column: (N, C), (N, C) → (C).
  private func productSums(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (n, c) = (a.rows, a.columns)
    return Tensor<Scalar>.filling([c]) { sums in
      a.reading { a in
        b.reading { b in
          compute.forEachBlock(c, size: 64) { columns in
            var column = columns.lowerBound
            while column + 8 <= columns.upperBound {
              var lanes = SIMD8<Scalar>.zero
              for row in 0..<n {
                let index = row &* c &+ column
                lanes = lanes.addingProduct(a.lanes(index), b.lanes(index))
              }
              sums.store(lanes, at: column)
              column += 8
            }
            for column in column..<columns.upperBound {
              var sum: Scalar = 0
              for row in 0..<n {
                sum = sum.addingProduct(a[row &* c &+ column], b[row &* c &+ column])
              }
              sums[column] = sum
            }
          }
        }
      }
    }
  }
}
