/// The cosine of every row of one matrix with every row of another, over a temperature.
///
///     y[i, j] = (a[i] · b[j]) / (max(|a[i]|, 1e-8) · max(|b[j]|, 1e-8) · temperature)
///
/// - Inputs: `a` (N, H); `b` (C, H).
/// - Output: `y` (N, C).
/// - Source: arXiv:2104.08821, equation 1.
/// - Complexity: O(N·C·H); keeps both matrices normalized.
public struct CosineSimilarity<Scalar: BLASScalar>: Op {
  public let temperature: Scalar
  public let compute: Compute

  public struct Saved: Sendable {
    var a: Tensor<Scalar>  // normalized rows
    var b: Tensor<Scalar>
    var inverseNormsA: [Scalar]
    var inverseNormsB: [Scalar]
  }

  /// - Precondition: `temperature` is positive.
  public init(temperature: Scalar, compute: Compute) {
    precondition(temperature > 0, "a temperature of \(temperature) is not positive")
    self.temperature = temperature
    self.compute = compute
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    let (a, inverseNormsA) = normalizedRows(inputs[0])
    let (b, inverseNormsB) = normalizedRows(inputs[1])
    let cosines = compute.product(a, transposed: false, b, transposed: true)
    return (
      cosines.scaled(by: 1 / temperature),
      Saved(a: a, b: b, inverseNormsA: inverseNormsA, inverseNormsB: inverseNormsB)
    )
  }

  // With g = dy / temperature and â, b̂ the normalized rows:
  //   dâ = g b̂,  da = (dâ − â (â · dâ)) / |a|,  and db likewise from gᵀ â
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    let g = gradient.scaled(by: 1 / temperature)
    let da = compute.product(g, transposed: false, saved.b, transposed: false)
    let db = compute.product(g, transposed: true, saved.a, transposed: false)
    return [
      throughNormalization(da, saved.a, saved.inverseNormsA),
      throughNormalization(db, saved.b, saved.inverseNormsB),
    ]
  }
}

/// Each row over its length (at least 1e-8), and the inverses of the lengths.
public func normalizedRows<Scalar: BLASScalar>(
  _ x: Tensor<Scalar>
) -> (rows: Tensor<Scalar>, inverseNorms: [Scalar]) {
  let (n, c) = (x.rows, x.columns)
  var inverses = [Scalar](repeating: 0, count: n)
  let rows = Tensor<Scalar>.filling([n, c]) { y in
    x.reading { x in
      for row in 0..<n {
        let x = x.advanced(by: row &* c)
        let y = y.advanced(by: row &* c)
        let square = rowSum(c, { x.lanes($0) * x.lanes($0) }, { x[$0] * x[$0] })
        let inverse = 1 / max(square.squareRoot(), 1e-8)
        inverses[row] = inverse
        forEachLane(c) {
          y.store(x.lanes($0) * inverse, at: $0)
        } rest: {
          y[$0] = x[$0] * inverse
        }
      }
    }
  }
  return (rows, inverses)
}

/// The gradient by rows, given that by the rows over their lengths.
private func throughNormalization<Scalar: BLASScalar>(
  _ gradient: Tensor<Scalar>, _ normalized: Tensor<Scalar>, _ inverseNorms: [Scalar]
) -> Tensor<Scalar> {
  let (n, c) = (gradient.rows, gradient.columns)
  return Tensor<Scalar>.filling([n, c]) { dx in
    gradient.reading { g in
      normalized.reading { unit in
        for row in 0..<n {
          let (g, unit) = (g.advanced(by: row &* c), unit.advanced(by: row &* c))
          let dx = dx.advanced(by: row &* c)
          let along = rowSum(c, { g.lanes($0) * unit.lanes($0) }, { g[$0] * unit[$0] })
          let inverse = inverseNorms[row]
          forEachLane(c) {
            dx.store((g.lanes($0) - unit.lanes($0) * along) * inverse, at: $0)
          } rest: {
            dx[$0] = (g[$0] - unit[$0] * along) * inverse
          }
        }
      }
    }
  }
}
