/// The rows of a layer normalization: what ``LayerNorm`` and ``ResidualNorm`` share.
struct NormRows<Scalar: BLASScalar>: Sendable {
  private let gain: Tensor<Scalar>
  private let bias: Tensor<Scalar>
  private let columns: Int
  private let epsilon: Scalar

  /// - Precondition: gain and bias have a number for each column.
  init(gain: Tensor<Scalar>, bias: Tensor<Scalar>, columns: Int, epsilon: Scalar) {
    precondition(
      gain.count == columns && bias.count == columns,
      "rows of \(columns) with a gain of \(gain.count) and a bias of \(bias.count)")
    self.gain = gain
    self.bias = bias
    self.columns = columns
    self.epsilon = epsilon
  }

  /// Gain and bias in memory.
  struct Reader: Sendable {
    fileprivate let gain: Reading<Scalar>
    fileprivate let bias: Reading<Scalar>
    fileprivate let columns: Int
    fileprivate let epsilon: Scalar
  }

  func reading<Result>(_ body: (Reader) -> Result) -> Result {
    gain.reading { gain in
      bias.reading { bias in
        body(Reader(gain: gain, bias: bias, columns: columns, epsilon: epsilon))
      }
    }
  }
}

extension NormRows.Reader {
  /// Normalizes one row; returns 1/σ. `x`, `y` and `unit` (x̂) may be one place.
  @inline(never)
  func normalize(
    _ x: Reading<Scalar>, into y: Writing<Scalar>, unit: Writing<Scalar>
  ) -> Scalar {
    let mean = rowSum(columns, { x.lanes($0) }, { x[$0] }) / Scalar(columns)
    let variance =
      rowSum(
        columns,
        {
          let d = x.lanes($0) - mean
          return d * d
        },
        {
          let d = x[$0] - mean
          return d * d
        }) / Scalar(columns)
    let inverse = 1 / (variance + epsilon).squareRoot()
    forEachLane(columns) { index in
      let value = (x.lanes(index) - mean) * inverse
      unit.store(value, at: index)
      y.store(bias.lanes(index).addingProduct(gain.lanes(index), value), at: index)
    } rest: { index in
      let value = (x[index] - mean) * inverse
      unit[index] = value
      y[index] = bias[index].addingProduct(gain[index], value)
    }
    return inverse
  }

  /// dx of one row from dy, x̂ and 1/σ.
  @inline(never)
  func differentiate(
    _ dy: Reading<Scalar>, unit: Reading<Scalar>, inverse: Scalar, into dx: Writing<Scalar>
  ) {
    let mean =
      rowSum(columns, { dy.lanes($0) * gain.lanes($0) }, { dy[$0] * gain[$0] })
      / Scalar(columns)
    let along =
      rowSum(
        columns, { dy.lanes($0) * gain.lanes($0) * unit.lanes($0) },
        { dy[$0] * gain[$0] * unit[$0] }) / Scalar(columns)
    forEachLane(columns) { index in
      let g = dy.lanes(index) * gain.lanes(index)
      dx.store((g - mean - unit.lanes(index) * along) * inverse, at: index)
    } rest: { index in
      dx[index] = (dy[index] * gain[index] - mean - unit[index] * along) * inverse
    }
  }
}
