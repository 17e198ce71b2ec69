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

  public func output(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar> {
    let (x, c) = (inputs[0], inputs[0].columns)
    let rows = NormRows(gain: inputs[1], bias: inputs[2], columns: c, epsilon: epsilon)
    return Tensor<Scalar>.filling([x.rows, c]) { y in
      x.reading { x in
        rows.reading { rows in
          compute.forEachBlock(inputs[0].rows, size: 64) { block in
            for row in block {
              let y = y.advanced(by: row &* c)
              _ = rows.normalize(x.advanced(by: row &* c), into: y, unit: y)
            }
          }
        }
      }
    }
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    let (x, n, c) = (inputs[0], inputs[0].rows, inputs[0].columns)
    let rows = NormRows(gain: inputs[1], bias: inputs[2], columns: c, epsilon: epsilon)
    var inverses = Tensor<Scalar>([], shape: [0])
    var normalized = Tensor<Scalar>([], shape: [0])
    let output = Tensor<Scalar>.filling([n, c]) { y in
      normalized = Tensor<Scalar>.filling([n, c]) { normalized in
        inverses = Tensor<Scalar>.filling([n]) { inverses in
          x.reading { x in
            rows.reading { rows in
              compute.forEachBlock(n, size: 64) { block in
                for row in block {
                  let place = row &* c
                  inverses[row] = rows.normalize(
                    x.advanced(by: place), into: y.advanced(by: place),
                    unit: normalized.advanced(by: place))
                }
              }
            }
          }
        }
      }
    }
    return (output, Saved(normalized: normalized, inverseDeviation: inverses))
  }

  public var unread: [Int] { [0] }

  // With g = dy · gain:  dx = (g − mean(g) − x̂ · mean(g · x̂)) / σ
  //                      dgain = Σ dy · x̂,  dbias = Σ dy  (over rows)
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    let (n, c) = (gradient.rows, gradient.columns)
    let rows = NormRows(gain: inputs[1], bias: inputs[2], columns: c, epsilon: epsilon)
    let dx = Tensor<Scalar>.filling([n, c]) { dx in
      gradient.reading { dy in
        rows.reading { rows in
          saved.normalized.reading { normalized in
            saved.inverseDeviation.reading { inverses in
              compute.forEachBlock(n, size: 64) { block in
                for row in block {
                  let place = row &* c
                  rows.differentiate(
                    dy.advanced(by: place), unit: normalized.advanced(by: place),
                    inverse: inverses[row], into: dx.advanced(by: place))
                }
              }
            }
          }
        }
      }
    }
    return [
      dx, productSums(gradient, saved.normalized, compute: compute),
      columnSums(gradient, compute: compute),
    ]
  }
}
