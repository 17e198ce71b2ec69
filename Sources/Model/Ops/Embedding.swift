/// The sum of a token's word, position and type embedding.
///
///     y[t] = words[row[t]] + types[0] + positions[place of t in its sentence]
///
/// The words are a compact table of the distinct ids of the pack, so that the gradient of a large
/// vocabulary costs what the batch's words cost.
///
/// - Inputs: `words` (U, H); `positions` (P, H); `types` (Y, H).
/// - Output: `y` (T, H).
/// - Source: arXiv:1810.04805, section 3.
public struct Embedding<Scalar: BLASScalar>: Op {
  /// The row of each token in the compact table (T).
  public let rows: [Int]
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]

  public init(rows: [Int], starts: [Int]) {
    self.rows = rows
    self.starts = starts
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let (words, positions, types) = (inputs[0], inputs[1], inputs[2])
    let width = words.columns
    let longest = zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0
    precondition(
      longest <= positions.rows,
      "a sentence of \(longest) tokens in an encoder of \(positions.rows) positions")
    let output = Tensor<Scalar>.filling([rows.count, width]) { y in
      words.reading { words in
        positions.reading { positions in
          types.reading { types in
            for (start, end) in zip(starts, starts.dropFirst()) {
              for token in start..<end {
                let word = words.advanced(by: rows[token] * width)
                let position = positions.advanced(by: (token - start) * width)
                let y = y.advanced(by: token * width)
                forEachLane(width) {
                  y.store(word.lanes($0) + types.lanes($0) + position.lanes($0), at: $0)
                } rest: {
                  y[$0] = word[$0] + types[$0] + position[$0]
                }
              }
            }
          }
        }
      }
    }
    return (output, ())
  }

  // dwords[r] = Σ dy[t] over the tokens of row r;  likewise positions;  dtypes[0] = Σ dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    let width = gradient.columns
    var words = Tensor<Scalar>(zeros: inputs[0].shape)
    var positions = Tensor<Scalar>(zeros: inputs[1].shape)
    var types = Tensor<Scalar>(zeros: inputs[2].shape)
    gradient.reading { dy in
      words.scalars.writing { words in
        positions.scalars.writing { positions in
          types.scalars.writing { types in
            for (start, end) in zip(starts, starts.dropFirst()) {
              for token in start..<end {
                let dy = dy.advanced(by: token * width)
                for target in [
                  words.advanced(by: rows[token] * width),
                  positions.advanced(by: (token - start) * width), types,
                ] {
                  forEachLane(width) {
                    target.store(target.lanes($0) + dy.lanes($0), at: $0)
                  } rest: {
                    target[$0] += dy[$0]
                  }
                }
              }
            }
          }
        }
      }
    }
    return [words, positions, types]
  }
}
