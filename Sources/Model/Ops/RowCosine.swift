/// The cosine of each row with the row beside it.
///
///     y[i] = (a[i] · b[i]) / (max(|a[i]|, 1e-8) · max(|b[i]|, 1e-8))
///
/// - Inputs: `a` (N, H); `b` (N, H).
/// - Output: `y` (N, 1).
/// - Relation: the diagonal of ``CosineSimilarity`` at temperature 1, but for rounding.
public struct RowCosine<Scalar: BLASScalar>: Op {
  public init() {}

  public struct Saved: Sendable {
    var a: Tensor<Scalar>  // normalized rows
    var b: Tensor<Scalar>
    var inverseNormsA: [Scalar]
    var inverseNormsB: [Scalar]
    var cosines: Tensor<Scalar>
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    precondition(
      inputs[0].shape == inputs[1].shape,
      "rows of shapes \(inputs[0].shape) and \(inputs[1].shape) do not pair up")
    let (a, inverseNormsA) = normalizedRows(inputs[0])
    let (b, inverseNormsB) = normalizedRows(inputs[1])
    let (n, c) = (a.rows, a.columns)
    let cosines = Tensor<Scalar>.filling([n, 1]) { y in
      a.reading { a in
        b.reading { b in
          for row in 0..<n {
            let (a, b) = (a.advanced(by: row &* c), b.advanced(by: row &* c))
            y[row] = rowSum(c, { a.lanes($0) * b.lanes($0) }, { a[$0] * b[$0] })
          }
        }
      }
    }
    return (
      cosines,
      Saved(
        a: a, b: b, inverseNormsA: inverseNormsA, inverseNormsB: inverseNormsB, cosines: cosines)
    )
  }

  // With â, b̂ the normalized rows:  da = dy (b̂ − â y) / |a|,  db = dy (â − b̂ y) / |b|
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    func differential(
      _ own: Tensor<Scalar>, _ other: Tensor<Scalar>, _ inverseNorms: [Scalar]
    ) -> Tensor<Scalar> {
      let (n, c) = (own.rows, own.columns)
      return Tensor<Scalar>.filling([n, c]) { dx in
        own.reading { own in
          other.reading { other in
            for row in 0..<n {
              let (own, other) = (own.advanced(by: row &* c), other.advanced(by: row &* c))
              let dx = dx.advanced(by: row &* c)
              let (cosine, factor) = (
                saved.cosines.scalars[row], gradient.scalars[row] * inverseNorms[row]
              )
              forEachLane(c) {
                dx.store((other.lanes($0) - own.lanes($0) * cosine) * factor, at: $0)
              } rest: {
                dx[$0] = (other[$0] - own[$0] * cosine) * factor
              }
            }
          }
        }
      }
    }
    return [
      differential(saved.a, saved.b, saved.inverseNormsA),
      differential(saved.b, saved.a, saved.inverseNormsB),
    ]
  }
}
