/// The cross-entropy of softmax with a right class a row.
///
///     loss = mean over i of  log Σⱼ exp(x[i, j]) − x[i, label[i]]
///
/// - Inputs: `x` (N, C): the logits.
/// - Output: the loss in nats, shape (); 0 for no rows.
/// - Relation: with label i in row i it is ``InfoNCE`` without weights, up to the order of a row's sum.
/// - Precondition: there is a label a row, each in `0..<C`.
/// - Complexity: O(N·C); keeps the N·C probabilities.
public struct CrossEntropy<Scalar: BLASScalar>: Op {
  public let labels: [Int]
  public let compute: Compute

  public init(labels: [Int], compute: Compute) {
    self.labels = labels
    self.compute = compute
  }

  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    let (n, c) = (x.rows, x.columns)
    precondition(labels.count == n, "\(labels.count) labels for \(n) rows")
    for (row, label) in labels.enumerated() {
      precondition(label >= 0 && label < c, "label \(label) of row \(row) among \(c) classes")
    }
    guard n > 0 else { return (Tensor([0], shape: []), x) }
    var losses = [Scalar](repeating: 0, count: n)
    let probabilities = Tensor<Scalar>.filling([n, c]) { p in
      x.reading { x in
        losses.writing { losses in
          compute.forEachBlock(n, size: 16) { [labels] block in
            for row in block {
              losses[row] = Self.softmax(
                x.advanced(by: row &* c), columns: c, label: labels[row],
                into: p.advanced(by: row &* c))
            }
          }
        }
      }
    }
    return (Tensor([losses.reduce(0, +) / Scalar(n)], shape: []), probabilities)
  }

  /// Writes the probabilities of a row; returns its loss.
  @inline(never)
  private static func softmax(
    _ x: Reading<Scalar>, columns c: Int, label: Int, into p: Writing<Scalar>
  ) -> Scalar {
    let maximum = rowMaximum(c, of: x)
    var sums = SIMD8<Scalar>.zero
    var rest: Scalar = 0
    forEachLane(c) {
      let power = Scalar.exponential(x.lanes($0) - maximum)
      sums += power
      p.store(power, at: $0)
    } rest: {
      let power = Scalar.exponential(x[$0] - maximum)
      rest += power
      p[$0] = power
    }
    let sum = sums.total + rest
    forEachLane(c) {
      p.store(p.lanes($0) / sum, at: $0)
    } rest: {
      p[$0] = p[$0] / sum
    }
    return Scalar.logarithm(sum) + maximum - x[label]
  }

  // dx[i, j] = (p[i, j] − [j = label[i]]) · dloss / N
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    let (n, c) = (saved.rows, saved.columns)
    guard n > 0 else { return [saved] }
    let share = gradient.scalars[0] / Scalar(n)
    let dx = Tensor<Scalar>.filling([n, c]) { dx in
      saved.reading { p in
        compute.forEachBlock(n, size: 16) { [labels] block in
          for row in block {
            let (p, dx) = (p.advanced(by: row &* c), dx.advanced(by: row &* c))
            forEachLane(c) {
              dx.store(p.lanes($0) * share, at: $0)
            } rest: {
              dx[$0] = p[$0] * share
            }
            let label = labels[row]
            dx[label] = (p[label] - 1) * share
          }
        }
      }
    }
    return [dx]
  }
}
