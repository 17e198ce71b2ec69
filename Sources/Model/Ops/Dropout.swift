/// Inverted dropout over packed tokens, with one mask position a sentence.
///
///     y = x · keep / (1 − rate)
///
/// Element e of a sentence is its e-th scalar, row-major over its own tokens, so that the mask does
/// not depend on what else is in the pack.
///
/// - Inputs: `x` (T, C).
/// - Output: `y` (T, C).
/// - Randomness: `dropout`, see ``DropoutMask``.
public struct Dropout<Scalar: BLASScalar>: Op {
  public let mask: DropoutMask
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]
  /// Where each sentence's mask is drawn (B).
  public let positions: [DropoutMask.Position]
  public let compute: Compute

  /// - Precondition: there is a position for each sentence.
  public init(
    mask: DropoutMask, starts: [Int], positions: [DropoutMask.Position], compute: Compute
  ) {
    precondition(
      positions.count == starts.count - 1,
      "\(positions.count) mask positions for \(starts.count - 1) sentences")
    self.mask = mask
    self.starts = starts
    self.positions = positions
    self.compute = compute
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    (masked(inputs[0]), ())
  }

  public var unread: [Int] { [0] }

  // dx = dy · keep / (1 − rate)
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    [masked(gradient)]
  }

  private func masked(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let columns = x.columns
    let (starts, positions, mask) = (starts, positions, mask)
    return Tensor.filling(x.shape) { y in
      x.reading { x in
        compute.forEachBlock(positions.count, size: 4) { sentences in
          for sentence in sentences {
            let first = starts[sentence] * columns
            unsafe mask.apply(
              x.advanced(by: first).pointer, into: y.advanced(by: first).pointer,
              elements: 0..<(starts[sentence + 1] * columns - first),
              at: positions[sentence])
          }
        }
      }
    }
  }
}
