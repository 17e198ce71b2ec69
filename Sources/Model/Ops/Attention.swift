/// Which tokens of a sentence attend; all of them are attended to.
public enum AttentionQueries: Sendable {
  case all
  /// The first of each sentence: [CLS].
  case first
}

/// Multi-head scaled dot-product attention within each sentence of a pack.
///
///     y = dropout(softmax(q · kᵀ / √(H/A))) · v     (per sentence and head)
///
/// A sentence sees its own tokens only, so nothing is padded and nothing masked. Every sum runs in
/// an order that the sentence's length alone sets.
///
/// Where only the first token of each sentence asks, its outputs have the bits that they have among
/// all, and so have the gradients when those of other outputs are 0.
///
/// - Inputs: `q` (T, H), or (B, H) by ``AttentionQueries/first``; `k`, `v` (T, H).
/// - Output: `y` in the shape of `q`.
/// - Randomness: `dropout`; element (head · L + query) · L + key of a sentence of L tokens.
/// - Source: arXiv:1706.03762, section 3.2.
/// - Complexity: O(H · Σ L²); keeps A · Σ L² probabilities, padded, for `backward`; O(H · T) by
///   ``AttentionQueries/first``.
public struct Attention<Scalar: BLASScalar>: Op {
  public let heads: Int
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]
  public let queries: AttentionQueries
  /// The mask and where each sentence's is drawn; nil without dropout.
  public let dropout: (mask: DropoutMask, positions: [DropoutMask.Position])?
  public let compute: Compute

  public struct Saved: Sendable {
    var probabilities: Tensor<Scalar>  // before dropout; A · (L, padded L), keys by queries
  }

  public init(
    heads: Int, starts: [Int], queries: AttentionQueries,
    dropout: (mask: DropoutMask, positions: [DropoutMask.Position])?, compute: Compute
  ) {
    self.heads = heads
    self.starts = starts
    self.queries = queries
    self.dropout = dropout
    self.compute = compute
  }

  public func output(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar> {
    guard dropout == nil else { return forward(inputs).output }
    return Tensor.filling(inputs[0].shape) { attend(inputs, into: $0, keeping: nil) }
  }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Saved) {
    let layout = layout(inputs)
    var probabilities = Tensor<Scalar>([], shape: [0])
    let output = Tensor.filling(inputs[0].shape) { y in
      probabilities = Tensor.filling([layout.probabilityCount]) {
        attend(inputs, into: y, keeping: $0)
      }
    }
    return (output, Saved(probabilities: probabilities))
  }

  private func layout(_ inputs: [Tensor<Scalar>]) -> AttentionLayout {
    let asked = queries == .all ? inputs[1].rows : starts.count - 1
    precondition(
      inputs[0].rows == asked, "\(inputs[0].rows) queries where \(asked) tokens should ask")
    return AttentionLayout(
      heads: heads, starts: starts, width: inputs[0].columns, queries: queries)
  }

  private func attend(
    _ inputs: [Tensor<Scalar>], into y: Writing<Scalar>, keeping kept: Writing<Scalar>?
  ) {
    let layout = layout(inputs)
    let dropout = dropout
    Sides.reading(inputs) { sides in
      compute.forEachBlock(layout.sentenceCount, size: 2) { sentences in
        for sentence in sentences {
          Self.attend(sentence, of: layout, sides, dropout: dropout, into: y, keeping: kept)
        }
      }
    }
  }

  /// Queries, keys and values in memory.
  private struct Sides: Sendable {
    let q, k, v: Reading<Scalar>

    static func reading(_ inputs: [Tensor<Scalar>], _ body: (Sides) -> Void) {
      inputs[0].reading { q in
        inputs[1].reading { k in
          inputs[2].reading { v in body(Sides(q: q, k: k, v: v)) }
        }
      }
    }
  }

  // Kernels are compiled by themselves: inlined into closures in closures, they would be optimized once
  // for every one of these.
  @inline(never)
  private static func attend(
    _ sentence: Int, of layout: AttentionLayout, _ sides: Sides,
    dropout: (mask: DropoutMask, positions: [DropoutMask.Position])?, into y: Writing<Scalar>,
    keeping kept: Writing<Scalar>?
  ) {
    let part = layout.sentence(sentence)
    var scratch = AttentionScratch<Scalar>(
      part, withDropout: dropout != nil, withBackward: false)
    for head in 0..<layout.heads {
      let (offset, asked) = (part.offset(head: head), part.queryOffset(head: head))
      scratch.transpose(sides.q.advanced(by: asked), part)
      let keys = sides.k.advanced(by: offset)
      if let kept {
        let p = kept.advanced(by: part.probabilities(head: head))
        scratch.softmax(over: keys, into: p, part)
        scratch.drop(p.reading, dropout, sentence, head, part)
      } else {
        scratch.weigh(keys, part)
      }
      scratch.weights.reading { weights in
        for query in 0..<part.queryCount {
          weightedRows(
            weights.advanced(by: query), weightStride: part.paddedQueries, count: part.length,
            sides.v.advanced(by: offset), stride: part.width, columns: part.headWidth, factor: 1,
            into: y.advanced(by: asked + query * part.width))
        }
      }
    }
  }

  // With m the dropout factors and s = 1/√(H/A):
  //   dv = (p·m)ᵀ dy,  dp = m · (dy vᵀ),  dz = p · (dp − Σ p · dp),  dq = s dz k,  dk = s dzᵀ q
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Saved
  ) -> [Tensor<Scalar>] {
    let layout = layout(inputs)
    let dropout = dropout
    var dq = Tensor<Scalar>([], shape: [0])
    var dk = Tensor<Scalar>([], shape: [0])
    let dv = Tensor.filling(inputs[2].shape) { dv in
      dk = Tensor.filling(inputs[1].shape) { dk in
        dq = Tensor.filling(inputs[0].shape) { dq in
          let slopes = Slopes(q: dq, k: dk, v: dv)
          saved.probabilities.reading { probabilities in
            gradient.reading { dy in
              Sides.reading(inputs) { sides in
                compute.forEachBlock(layout.sentenceCount, size: 2) { sentences in
                  for sentence in sentences {
                    Self.differentiate(
                      sentence, of: layout, sides, dropout: dropout, probabilities, dy,
                      into: slopes)
                  }
                }
              }
            }
          }
        }
      }
    }
    return [dq, dk, dv]
  }

  /// Gradients by queries, keys and values in memory.
  private struct Slopes: Sendable {
    let q, k, v: Writing<Scalar>
  }

  @inline(never)
  private static func differentiate(
    _ sentence: Int, of layout: AttentionLayout, _ sides: Sides,
    dropout: (mask: DropoutMask, positions: [DropoutMask.Position])?,
    _ probabilities: Reading<Scalar>, _ dy: Reading<Scalar>, into slopes: Slopes
  ) {
    let part = layout.sentence(sentence)
    var scratch = AttentionScratch<Scalar>(part, withDropout: dropout != nil, withBackward: true)
    for head in 0..<layout.heads {
      let (offset, asked) = (part.offset(head: head), part.queryOffset(head: head))
      let p = probabilities.advanced(by: part.probabilities(head: head))
      scratch.drop(p, dropout, sentence, head, part)
      scratch.transpose(dy.advanced(by: asked), part)
      scratch.differentiate(
        p, values: sides.v.advanced(by: offset), hasDropout: dropout != nil, part)
      scratch.weights.reading { weights in
        scratch.slopes.reading { dz in
          for token in 0..<part.length {
            let row = offset + token * part.width
            let key = token * part.paddedQueries
            weightedRows(
              weights.advanced(by: key), weightStride: 1, count: part.queryCount,
              dy.advanced(by: asked), stride: part.width, columns: part.headWidth, factor: 1,
              into: slopes.v.advanced(by: row))
            weightedRows(
              dz.advanced(by: key), weightStride: 1, count: part.queryCount,
              sides.q.advanced(by: asked), stride: part.width, columns: part.headWidth,
              factor: part.scale(), into: slopes.k.advanced(by: row))
          }
          for query in 0..<part.queryCount {
            weightedRows(
              dz.advanced(by: query), weightStride: part.paddedQueries, count: part.length,
              sides.k.advanced(by: offset), stride: part.width, columns: part.headWidth,
              factor: part.scale(), into: slopes.q.advanced(by: asked + query * part.width))
          }
        }
      }
    }
  }
}
