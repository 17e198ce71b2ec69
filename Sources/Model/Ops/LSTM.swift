/// A long short-term memory over the words of each sentence, in their order or from the last to the first.
///
///     (i, f, g, o) = x[t] · Wᵀ + b + h[t−1] · Uᵀ + c,   i, f, o through σ and g through tanh
///     s[t] = f · s[t−1] + i · g,   h[t] = o · tanh s[t],   h and s 0 before the first word
///
/// The gates lie in the order i, f, g, o, as PyTorch has them.
///
/// - Inputs: `x` (T, D); `W` (4H, D); `U` (4H, H); `b` (4H); `c` (4H).
/// - Output: `h` (T, H), in the order of the words, whichever way they were read.
/// - Source: `torch.nn.LSTM` of PyTorch 2; Hochreiter and Schmidhuber, Neural Computation 9 (1997), with
///   the forget gate of Gers et al., Neural Computation 12 (2000).
/// - Complexity: O(T·H·(D + H)); keeps 6·T·H scalars for `backward`.
public struct LSTM<Scalar: BLASScalar>: Op {
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]
  public let isReversed: Bool
  public let compute: Compute

  public init(starts: [Int], isReversed: Bool, compute: Compute) {
    self.starts = starts
    self.isReversed = isReversed
    self.compute = compute
  }

  public struct Saved: Sendable {
    /// The gates behind their functions (T, 4H).
    var gates: Tensor<Scalar>
    /// s and tanh s (T, H).
    var states: Tensor<Scalar>
    var tanhs: Tensor<Scalar>
    var outputs: Tensor<Scalar>
  }

  /// For each step the rows that are read in it, and those before them; −1 for none.
  private var steps: [(rows: [Int], before: [Int])] {
    let lengths = zip(starts, starts.dropFirst()).map { $1 - $0 }
    return (0..<(lengths.max() ?? 0)).map { step in
      let active = lengths.indices.filter { lengths[$0] > step }
      let rows = active.map { isReversed ? starts[$0 + 1] - 1 - step : starts[$0] + step }
      return (rows, rows.map { step == 0 ? -1 : isReversed ? $0 + 1 : $0 - 1 })
    }
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    let (x, w, u) = (inputs[0], inputs[1], inputs[2])
    let (rows, width) = (x.rows, u.columns)
    precondition(
      w.rows == 4 * width && u.rows == 4 * width && rows == starts.last,
      "weights of \(w.shape) and \(u.shape) for \(rows) words")
    // The gates of all words without what came before them.
    var gates = compute.product(x, transposed: false, w, transposed: true)
    var (states, tanhs) = (
      Tensor<Scalar>(zeros: [rows, width]), Tensor<Scalar>(zeros: [rows, width])
    )
    var outputs = Tensor<Scalar>(zeros: [rows, width])
    for step in steps {
      let earlier = Self.gathered(outputs, step.before)
      let recurrent = compute.product(earlier, transposed: false, u, transposed: true)
      for (place, row) in step.rows.enumerated() {
        for column in 0..<4 * width {
          let sum =
            gates[row, column] + recurrent[place, column]
            + (inputs[3].scalars[column] + inputs[4].scalars[column])
          gates[row, column] =
            column / width == 2
            ? Scalar.hyperbolicTangent(sum) : Sigmoid.value(SIMD8(repeating: sum))[0]
        }
        for column in 0..<width {
          let before = step.before[place] < 0 ? 0 : states[step.before[place], column]
          let state =
            gates[row, width + column] * before
            + gates[row, column] * gates[row, 2 * width + column]
          states[row, column] = state
          tanhs[row, column] = Scalar.hyperbolicTangent(state)
          outputs[row, column] = gates[row, 3 * width + column] * tanhs[row, column]
        }
      }
    }
    return (outputs, Saved(gates: gates, states: states, tanhs: tanhs, outputs: outputs))
  }

  // From the last step to the first, dh being dy and what the step behind gives:
  //   do = dh tanh s,  ds = dh o (1 − tanh² s) + f′ ds′ of the step behind,  di = ds g,  dg = ds i,
  //   df = ds s[t−1],  dz = each by the slope of its function,  dh[t−1] = dz · U
  // and over all words dx = dz · W, dW = dzᵀ x, dU = dzᵀ h[t−1], db = dc = Σ dz
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    let (x, w, u) = (inputs[0], inputs[1], inputs[2])
    let (rows, width) = (x.rows, u.columns)
    let gates = saved.gates
    var dz = Tensor<Scalar>(zeros: [rows, 4 * width])
    var (dh, ds) = (gradient, Tensor<Scalar>(zeros: [rows, width]))
    var earlier = Tensor<Scalar>(zeros: [rows, width])
    for step in steps.reversed() {
      for (place, row) in step.rows.enumerated() {
        let before = step.before[place]
        for column in 0..<width {
          let (i, f) = (gates[row, column], gates[row, width + column])
          let (g, o) = (gates[row, 2 * width + column], gates[row, 3 * width + column])
          let (tanh, dy) = (saved.tanhs[row, column], dh[row, column])
          let state = ds[row, column] + dy * o * (1 - tanh * tanh)
          let past = before < 0 ? 0 : saved.states[before, column]
          dz[row, column] = state * g * i * (1 - i)
          dz[row, width + column] = state * past * f * (1 - f)
          dz[row, 2 * width + column] = state * i * (1 - g * g)
          dz[row, 3 * width + column] = dy * tanh * o * (1 - o)
          if before >= 0 {
            ds[before, column] = state * f
            earlier[row, column] = saved.outputs[before, column]
          }
        }
      }
      let back = compute.product(
        Self.gathered(dz, step.rows), transposed: false, u, transposed: false)
      for (place, before) in step.before.enumerated() where before >= 0 {
        for column in 0..<width { dh[before, column] += back[place, column] }
      }
    }
    let sums = columnSums(dz, compute: compute)
    return [
      compute.product(dz, transposed: false, w, transposed: false),
      compute.product(dz, transposed: true, x, transposed: false),
      compute.product(dz, transposed: true, earlier, transposed: false), sums, sums,
    ]
  }

  /// Some rows of a matrix; zeros for row −1.
  private static func gathered(_ x: Tensor<Scalar>, _ rows: [Int]) -> Tensor<Scalar> {
    let c = x.columns
    return Tensor<Scalar>.filling([rows.count, c]) { y in
      x.reading { x in
        for (place, row) in rows.enumerated() {
          let y = y.advanced(by: place * c)
          if row < 0 {
            for column in 0..<c { y[column] = 0 }
          } else {
            y.copy(from: x.advanced(by: row * c), count: c)
          }
        }
      }
    }
  }
}
