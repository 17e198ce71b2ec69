/// The largest number of each column over a sentence's rows: max pooling over time.
///
///     y[s] = max x[t],  t in sentence s, column by column
///
/// - Inputs: `x` (T, H).
/// - Output: `y` (B, H).
/// - Source: arXiv:1705.02364, section 3.2.
public struct MaxRows<Scalar: BLASScalar>: Op {
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]

  public init(starts: [Int]) { self.starts = starts }

  /// The row of each largest number, the first of equals (B · H).
  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: [Int]) {
    let x = inputs[0]
    let (b, c) = (starts.count - 1, x.columns)
    var places = [Int](repeating: 0, count: b * c)
    var y = Tensor<Scalar>(zeros: [b, c])
    for sentence in 0..<b {
      for column in 0..<c {
        let tokens = starts[sentence]..<starts[sentence + 1]
        let place = tokens.reduce(tokens.lowerBound) { x[$1, column] > x[$0, column] ? $1 : $0 }
        places[sentence * c + column] = place
        y[sentence, column] = x[place, column]
      }
    }
    return (y, places)
  }

  // dx[t] = dy[s] where t is the row of the largest number, else 0
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: [Int]
  ) -> [Tensor<Scalar>] {
    let c = inputs[0].columns
    var dx = Tensor<Scalar>(zeros: inputs[0].shape)
    for (index, place) in saved.enumerated() {
      dx[place, index % c] += gradient.scalars[index]
    }
    return [dx]
  }
}
