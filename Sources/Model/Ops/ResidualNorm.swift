/// A residual connection and its layer normalization in one pass, with dropout before the sum.
///
///     y = LayerNorm(dropout(x) + residual)
///
/// - Inputs: `x` (T, C); `residual` (T, C); `gain` (C); `bias` (C).
/// - Output: `y` (T, C).
/// - Relation: the bits of ``Dropout``, ``Add`` and ``LayerNorm`` one after another.
/// - Randomness: `dropout`, see ``DropoutMask``; element e of a sentence is its e-th scalar.
/// - Source: arXiv:1706.03762, section 5.4; arXiv:1607.06450, section 3.
/// - Complexity: O(T·C); keeps T·C + T scalars for `backward`.
public struct ResidualNorm<Scalar: BLASScalar>: Op {
  public let epsilon: Scalar
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]
  /// The mask and where each sentence's is drawn (B); nil without dropout.
  public let dropout: (mask: DropoutMask, positions: [DropoutMask.Position])?
  public let compute: Compute

  public struct Saved: Sendable {
    var normalized: Tensor<Scalar>  // x̂ (T, C)
    var inverseDeviation: Tensor<Scalar>  // 1/σ (T)
  }

  /// - Precondition: there is a mask position for each sentence.
  public init(
    epsilon: Scalar, starts: [Int],
    dropout: (mask: DropoutMask, positions: [DropoutMask.Position])?, compute: Compute
  ) {
    if let dropout {
      precondition(
        dropout.positions.count == starts.count - 1,
        "\(dropout.positions.count) mask positions for \(starts.count - 1) sentences")
    }
    self.epsilon = epsilon
    self.starts = starts
    self.dropout = dropout
    self.compute = compute
  }

  public func output(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar> {
    let shape = inputs[0].shape
    return Tensor<Scalar>.filling(shape) { y in
      normalize(inputs, into: y, unit: y) { _, _ in }
    }
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    let shape = inputs[0].shape
    var inverses = Tensor<Scalar>([], shape: [0])
    var normalized = Tensor<Scalar>([], shape: [0])
    let output = Tensor<Scalar>.filling(shape) { y in
      normalized = Tensor<Scalar>.filling(shape) { unit in
        inverses = Tensor<Scalar>.filling([inputs[0].rows]) { inverses in
          normalize(inputs, into: y, unit: unit) { inverses[$0] = $1 }
        }
      }
    }
    return (output, Saved(normalized: normalized, inverseDeviation: inverses))
  }

  private func normalize(
    _ inputs: [Tensor<Scalar>], into y: Writing<Scalar>, unit: Writing<Scalar>,
    _ note: @Sendable (_ row: Int, _ inverse: Scalar) -> Void
  ) {
    let c = inputs[0].columns
    precondition(
      inputs[1].shape == inputs[0].shape,
      "a residual of shape \(inputs[1].shape) for \(inputs[0].shape)")
    let rows = NormRows(gain: inputs[2], bias: inputs[3], columns: c, epsilon: epsilon)
    inputs[0].reading { x in
      inputs[1].reading { residual in
        rows.reading { rows in
          forEachRow { row, mask in
            let place = row &* c
            let (x, residual) = (x.advanced(by: place), residual.advanced(by: place))
            let (y, unit) = (y.advanced(by: place), unit.advanced(by: place))
            if let mask {
              mask.apply(x, into: y, columns: c)
              add(residual, to: y.reading, into: y, count: c)
            } else {
              add(residual, to: x, into: y, count: c)
            }
            note(row, rows.normalize(y.reading, into: y, unit: unit))
          }
        }
      }
    }
  }

  public var unread: [Int] { [0, 1] }

  // With ds the gradient through LayerNorm by the sum:  dx = ds · keep / (1 − rate),
  //   dresidual = ds,  dgain = Σ dy · x̂,  dbias = Σ dy  (over rows)
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    let c = gradient.columns
    let rows = NormRows(gain: inputs[2], bias: inputs[3], columns: c, epsilon: epsilon)
    var dx = Tensor<Scalar>([], shape: [0])
    let sum = Tensor<Scalar>.filling(gradient.shape) { sum in
      func differentiate(_ dx: Writing<Scalar>?) {
        gradient.reading { dy in
          rows.reading { rows in
            saved.normalized.reading { normalized in
              saved.inverseDeviation.reading { inverses in
                forEachRow { row, mask in
                  let place = row &* c
                  let sum = sum.advanced(by: place)
                  rows.differentiate(
                    dy.advanced(by: place), unit: normalized.advanced(by: place),
                    inverse: inverses[row], into: sum)
                  if let dx, let mask {
                    mask.apply(sum.reading, into: dx.advanced(by: place), columns: c)
                  }
                }
              }
            }
          }
        }
      }
      if dropout == nil {
        differentiate(nil)
      } else {
        dx = Tensor<Scalar>.filling(gradient.shape) { differentiate($0) }
      }
    }
    return [
      dropout == nil ? sum : dx, sum,
      productSums(gradient, saved.normalized, compute: compute),
      columnSums(gradient, compute: compute),
    ]
  }

  /// The mask of one row of a sentence.
  private struct RowMask {
    let mask: DropoutMask
    let position: DropoutMask.Position
    /// The row's place in its sentence.
    let row: Int

    func apply(_ x: Reading<Scalar>, into y: Writing<Scalar>, columns: Int) {
      unsafe mask.apply(
        x.pointer, into: y.pointer, elements: row &* columns..<(row &+ 1) &* columns, at: position)
    }
  }

  private func forEachRow(_ body: @Sendable (_ row: Int, _ mask: RowMask?) -> Void) {
    let (starts, dropout) = (starts, dropout)
    compute.forEachBlock(starts.count - 1, size: 4) { sentences in
      for sentence in sentences {
        for row in starts[sentence]..<starts[sentence &+ 1] {
          body(
            row,
            dropout.map {
              RowMask(mask: $0.mask, position: $0.positions[sentence], row: row - starts[sentence])
            })
        }
      }
    }
  }

  @inline(never)
  private func add(
    _ a: Reading<Scalar>, to b: Reading<Scalar>, into y: Writing<Scalar>, count: Int
  ) {
    forEachLane(count) {
      y.store(b.lanes($0) + a.lanes($0), at: $0)
    } rest: {
      y[$0] = b[$0] + a[$0]
    }
  }
}
