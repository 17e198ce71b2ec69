/// The sum of a token's word, position and type embedding.
///
///     y[t] = words[row[t]] + types[0] + positions[position[t]]
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
  /// The row of each token in the table of positions (T).
  public let positions: [Int]

  public init(rows: [Int], positions: [Int]) {
    precondition(
      rows.count == positions.count, "\(rows.count) tokens with \(positions.count) positions")
    self.rows = rows
    self.positions = positions
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let (words, positions, types) = (inputs[0], inputs[1], inputs[2])
    let width = words.columns
    let last = self.positions.max() ?? 0
    precondition(
      last < positions.rows, "a token at position \(last), the last being \(positions.rows - 1)")
    let output = Tensor<Scalar>.filling([rows.count, width]) { y in
      words.reading { words in
        positions.reading { positions in
          types.reading { types in
            for token in rows.indices {
              let word = words.advanced(by: rows[token] * width)
              let position = positions.advanced(by: self.positions[token] * width)
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
            for token in rows.indices {
              let dy = dy.advanced(by: token * width)
              for target in [
                words.advanced(by: rows[token] * width),
                positions.advanced(by: self.positions[token] * width), types,
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
    return [words, positions, types]
  }
}
