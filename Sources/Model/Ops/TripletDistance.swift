/// How far anchors are from their positives beyond their negatives, where it exceeds a margin.
///
///     y = mean over i of max(|a[i] − p[i]| − |a[i] − n[i]| + margin, 0)
///
/// - Inputs: `a`, `p` and `n` (N, H).
/// - Output: shape ().
/// - Source: arXiv:1908.10084, section 3.
public struct TripletDistance<Scalar: BLASScalar>: Op {
  public let margin: Scalar

  public init(margin: Scalar) { self.margin = margin }

  /// The distances of each row.
  public struct Saved: Sendable {
    var positive: [Scalar]
    var negative: [Scalar]
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    let (a, p, n) = (inputs[0], inputs[1], inputs[2])
    precondition(
      a.shape == p.shape && a.shape == n.shape,
      "rows of \(a.shape), \(p.shape) and \(n.shape) are no triples")
    func distances(_ other: Tensor<Scalar>) -> [Scalar] {
      (0..<a.rows).map { row in
        zip(a.row(row), other.row(row)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
          .squareRoot()
      }
    }
    let saved = Saved(positive: distances(p), negative: distances(n))
    let sum = zip(saved.positive, saved.negative).reduce(0) { $0 + max($1.0 - $1.1 + margin, 0) }
    return (Tensor([sum / Scalar(max(a.rows, 1))], shape: []), saved)
  }

  // Where a row counts, with u = (a − p)/|a − p| and w = (a − n)/|a − n|, 0 where the distance is 0:
  // da = (u − w) dy/N,  dp = −u dy/N,  dn = w dy/N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    let (a, p, n) = (inputs[0], inputs[1], inputs[2])
    var differentials = [Tensor<Scalar>](repeating: Tensor(zeros: a.shape), count: 3)
    let share = gradient.scalars[0] / Scalar(max(a.rows, 1))
    for row in 0..<a.rows
    where saved.positive[row] - saved.negative[row] + margin > 0 {
      for column in 0..<a.columns {
        func slope(_ other: Tensor<Scalar>, _ distance: Scalar) -> Scalar {
          distance > 0 ? (a[row, column] - other[row, column]) / distance * share : 0
        }
        let (u, w) = (slope(p, saved.positive[row]), slope(n, saved.negative[row]))
        differentials[0][row, column] = u - w
        differentials[1][row, column] = -u
        differentials[2][row, column] = w
      }
    }
    return differentials
  }
}
