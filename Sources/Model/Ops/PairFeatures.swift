/// What a head sees of two vectors: chosen parts of each pair, side by side.
///
///     y[i] = (u[i], v[i], |u[i] − v[i]|, u[i] · v[i])  as far as chosen, each of H columns
///
/// - Inputs: `u` (N, H); `v` (N, H).
/// - Output: `y` (N, parts.count · H).
/// - Source: arXiv:1908.10084, section 3; arXiv:1705.02364, figure 1.
public struct PairFeatures<Scalar: BLASScalar>: Op {
  public let parts: [PairPart]

  public init(_ parts: [PairPart]) { self.parts = parts }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let (u, v) = (inputs[0], inputs[1])
    precondition(u.shape == v.shape, "rows of \(u.shape) and \(v.shape) do not pair up")
    let (n, h) = (u.rows, u.columns)
    var y = Tensor<Scalar>(zeros: [n, parts.count * h])
    for row in 0..<n {
      for (place, part) in parts.enumerated() {
        for column in 0..<h {
          let (a, b) = (u[row, column], v[row, column])
          y[row, place * h + column] =
            switch part {
            case .first: a
            case .second: b
            case .absoluteDifference: abs(a - b)
            case .product: a * b
            }
        }
      }
    }
    return (y, ())
  }

  // |u − v| gives sign(u − v) dy to u and its negative to v, 0 where they are equal;
  // u · v gives v dy to u and u dy to v
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let (u, v) = (inputs[0], inputs[1])
    let (n, h) = (u.rows, u.columns)
    var (du, dv) = (Tensor<Scalar>(zeros: [n, h]), Tensor<Scalar>(zeros: [n, h]))
    for row in 0..<n {
      for (place, part) in parts.enumerated() {
        for column in 0..<h {
          let dy = gradient[row, place * h + column]
          let (a, b) = (u[row, column], v[row, column])
          switch part {
          case .first: du[row, column] += dy
          case .second: dv[row, column] += dy
          case .absoluteDifference:
            let signed = a > b ? dy : a < b ? -dy : 0
            du[row, column] += signed
            dv[row, column] -= signed
          case .product:
            du[row, column] += b * dy
            dv[row, column] += a * dy
          }
        }
      }
    }
    return [du, dv]
  }
}

/// A part of what a head sees of two vectors u and v.
public enum PairPart: String, Codable, CaseIterable, Sendable {
  case first
  case second
  case absoluteDifference = "absolute-difference"
  case product
}
