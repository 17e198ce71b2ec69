/// Dropout whose rates are computed: each scalar is kept with a probability of its own.
///
///     p = σ(z),   y = x · m,  m = 1 with probability p, else 0      in training
///                 y = x · p                                         after it
///
/// Element e of a sentence is its e-th scalar, row-major over its own tokens, as in ``Dropout``.
/// Nothing is scaled by 1 / p: what scoring sees is the mean of what training saw.
///
/// The mask has no derivative by z. Its gradient is estimated by passing straight through the draw,
/// as if m − p were a constant; the gradient by x is exact.
///
/// - Inputs: `x` (T, C); `z` (T, C): logits of keeping, from weights beside the layer.
/// - Output: `y` (T, C).
/// - Randomness: `dropout`, see ``DropoutDraws``; an element is dropped when its draw is below
///   65,536 (1 − p), rounded.
/// - Relation: where every p is 1 − rate, y is that of ``Dropout`` times 1 − rate.
/// - Source: Ba, Frey, "Adaptive dropout for training deep neural networks", NIPS 2013; the
///   estimator is the straight-through one of arXiv:1308.3432.
public struct Standout<Scalar: BLASScalar>: Op {
  /// Where the masks are drawn.
  public struct Masks: Sendable {
    public let draws: DropoutDraws
    /// Where each sentence begins, and where the last ends (B + 1).
    public let starts: [Int]
    /// Where each sentence's mask is drawn (B).
    public let positions: [DropoutMask.Position]

    /// - Precondition: there is a position for each sentence.
    public init(draws: DropoutDraws, starts: [Int], positions: [DropoutMask.Position]) {
      precondition(
        positions.count == starts.count - 1,
        "\(positions.count) mask positions for \(starts.count - 1) sentences")
      self.draws = draws
      self.starts = starts
      self.positions = positions
    }
  }

  /// What is drawn in training; nil after it.
  public let masks: Masks?
  public let compute: Compute

  public init(masks: Masks?, compute: Compute) {
    self.masks = masks
    self.compute = compute
  }

  public struct Saved: Sendable {
    var probabilities: Tensor<Scalar>  // p (T, C)
    var kept: Tensor<Scalar>  // m in training, p after it (T, C)
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    let (x, z) = (inputs[0], inputs[1])
    precondition(x.shape == z.shape, "scalars of \(x.shape) and logits of \(z.shape)")
    let p = Elementwise<Scalar, Sigmoid>(Sigmoid.self, compute: compute).output([z])
    let kept = masks.map { drawn($0, p) } ?? p
    return (times(x, kept), Saved(probabilities: p, kept: kept))
  }

  // dx = dy · m,  dz = dy · x · p (1 − p)
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    let slope = Tensor(
      saved.probabilities.scalars.map { $0 * (1 - $0) }, shape: saved.probabilities.shape)
    return [times(gradient, saved.kept), times(times(gradient, inputs[0]), slope)]
  }

  private func drawn(_ masks: Masks, _ p: Tensor<Scalar>) -> Tensor<Scalar> {
    let columns = p.columns
    precondition(
      masks.starts.last == p.rows, "sentences of \(masks.starts.last ?? 0) of \(p.rows) tokens")
    return Tensor.filling(p.shape) { kept in
      p.reading { p in
        compute.forEachBlock(masks.positions.count, size: 4) { sentences in
          for sentence in sentences {
            let first = masks.starts[sentence] * columns
            let count = masks.starts[sentence + 1] * columns - first
            let draws = masks.draws.draws(count, at: masks.positions[sentence])
            for element in 0..<count {
              let threshold = ((1 - p[first + element]) * 65_536).rounded()
              kept[first + element] = Scalar(draws[element]) >= threshold ? 1 : 0
            }
          }
        }
      }
    }
  }

  private func times(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    Tensor(zip(a.scalars, b.scalars).map { $0 * $1 }, shape: a.shape)
  }
}
