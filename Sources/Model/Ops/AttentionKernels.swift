/// Where the sentences and heads of a pack lie in an attention's tensors.
struct AttentionLayout: Sendable {
  let heads: Int
  let starts: [Int]
  let width: Int
  /// Where each sentence's probabilities begin, and the number of all (B + 1).
  let probabilityStarts: [Int]

  init(heads: Int, starts: [Int], width: Int) {
    precondition(width % heads == 0, "a width of \(width) does not split into \(heads) heads")
    self.heads = heads
    self.starts = starts
    self.width = width
    var offsets = [0]
    for (start, end) in zip(starts, starts.dropFirst()) {
      offsets.append((offsets.last ?? 0) + heads * (end - start) * (end - start))
    }
    self.probabilityStarts = offsets
  }

  var sentenceCount: Int { starts.count - 1 }
  var probabilityCount: Int { probabilityStarts.last ?? 0 }

  func sentence(_ index: Int) -> AttentionPart {
    AttentionPart(
      start: starts[index], length: starts[index + 1] - starts[index], width: width,
      headWidth: width / heads, firstProbability: probabilityStarts[index])
  }
}

/// One sentence of a pack: L tokens of H scalars.
struct AttentionPart: Sendable {
  let start: Int
  let length: Int
  let width: Int
  let headWidth: Int
  let firstProbability: Int

  /// L rounded up to whole vectors.
  var paddedLength: Int { (length + 7) / 8 * 8 }
  /// Where a head's first scalar of the sentence lies in a (T, H) tensor.
  func offset(head: Int) -> Int { start * width + head * headWidth }
  /// Where a head's probabilities begin.
  func probabilities(head: Int) -> Int { firstProbability + head * length * length }
  /// 1 / √(H/A).
  func scale<Scalar: BLASScalar>() -> Scalar { 1 / Scalar(headWidth).squareRoot() }
}

/// Working space of one sentence, reused by its heads.
struct AttentionScratch<Scalar: BLASScalar> {
  /// One head's keys or values, transposed and padded (H/A, padded L).
  var transposed: [Scalar]
  /// One head's probabilities after dropout (L, L).
  var weights: [Scalar]
  /// Dropout factors, then the gradient of the logits (L, L).
  var products: [Scalar]
  /// One row of logits or products (padded L).
  var row: [Scalar]

  init(_ part: AttentionPart) {
    transposed = Array(repeating: 0, count: part.headWidth * part.paddedLength)
    weights = Array(repeating: 0, count: part.length * part.length)
    products = weights
    row = Array(repeating: 0, count: part.paddedLength)
  }

  /// Lays one head's rows out as columns; the padding stays zero.
  mutating func transpose(_ source: Reading<Scalar>, _ part: AttentionPart) {
    transposed.writing { transposed in
      for token in 0..<part.length {
        for column in 0..<part.headWidth {
          transposed[column &* part.paddedLength &+ token] = source[token &* part.width &+ column]
        }
      }
    }
  }

  /// softmax(q · kᵀ · scale) of every query, the keys being in `transposed`.
  mutating func softmax(
    of q: Reading<Scalar>, into p: Writing<Scalar>, _ part: AttentionPart
  ) {
    let scale: Scalar = part.scale()
    let length = part.length
    transposed.reading { keys in
      row.writing { row in
        for query in 0..<length {
          rowProducts(of: q.advanced(by: query &* part.width), with: keys, into: row, part)
          var maximum = row[0]
          for key in 1..<max(length, 1) { maximum = max(maximum, row[key]) }
          for key in length..<part.paddedLength { row[key] = -.infinity }
          var sum: Scalar = 0
          for first in stride(from: 0, to: part.paddedLength, by: 8) {
            row.store(Scalar.exponential((row.lanes(first) - maximum) * scale), at: first)
          }
          for key in 0..<length { sum += row[key] }
          let share = 1 / sum
          for key in 0..<length { p[query &* length &+ key] = row[key] * share }
        }
      }
    }
  }

  /// Fills `weights` with the probabilities after dropout, and `products` with the factors.
  mutating func drop(
    _ p: Reading<Scalar>, _ dropout: (mask: DropoutMask, positions: [DropoutMask.Position])?,
    _ sentence: Int, _ head: Int, _ part: AttentionPart
  ) {
    let count = part.length * part.length
    weights.writing { weights in
      products.writing { factors in
        guard let dropout else {
          weights.copy(from: p, count: count)
          unsafe factors.pointer.update(repeating: 1, count: count)
          return
        }
        unsafe dropout.mask.factors(
          elements: head * count..<(head + 1) * count, at: dropout.positions[sentence],
          into: factors.pointer)
        forEachLane(count) {
          weights.store(p.lanes($0) * factors.lanes($0), at: $0)
        } rest: {
          weights[$0] = p[$0] * factors[$0]
        }
      }
    }
  }

  /// Turns the factors in `products` into the gradient of the logits, the values being in
  /// `transposed`.
  mutating func gradient(of dy: Reading<Scalar>, _ p: Reading<Scalar>, _ part: AttentionPart) {
    let length = part.length
    transposed.reading { values in
      row.writing { row in
        products.writing { dz in
          for query in 0..<length {
            rowProducts(of: dy.advanced(by: query &* part.width), with: values, into: row, part)
            var along: Scalar = 0
            for key in 0..<length {
              row[key] *= dz[query &* length &+ key]
              along += p[query &* length &+ key] * row[key]
            }
            for key in 0..<length {
              let index = query &* length &+ key
              dz[index] = p[index] * (row[key] - along)
            }
          }
        }
      }
    }
  }
}

/// One row times every column of a transposed head: x (H/A) · m (H/A, padded L) → row (padded L).
@inline(__always)
private func rowProducts<Scalar: BLASScalar>(
  of x: Reading<Scalar>, with m: Reading<Scalar>, into row: Writing<Scalar>, _ part: AttentionPart
) {
  let stride = part.paddedLength
  var first = 0
  while first &+ 16 <= stride {
    var (a, b) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
    for column in 0..<part.headWidth {
      let factor = SIMD8(repeating: x[column])
      a = a.addingProduct(factor, m.lanes(column &* stride &+ first))
      b = b.addingProduct(factor, m.lanes(column &* stride &+ first &+ 8))
    }
    row.store(a, at: first)
    row.store(b, at: first &+ 8)
    first &+= 16
  }
  if first < stride {
    var a = SIMD8<Scalar>.zero
    for column in 0..<part.headWidth {
      a = a.addingProduct(SIMD8(repeating: x[column]), m.lanes(column &* stride &+ first))
    }
    row.store(a, at: first)
  }
}

/// factor · Σ weights[i] · rows[i], the sum being one chain in rising i for each column.
@inline(__always)
func weightedRows<Scalar: BLASScalar>(
  _ weights: Reading<Scalar>, weightStride: Int, count: Int, _ rows: Reading<Scalar>, stride: Int,
  columns: Int, factor: Scalar, into sum: Writing<Scalar>
) {
  var column = 0
  while column &+ 32 <= columns {
    var (a, b) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
    var (c, d) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
    for index in 0..<count {
      let weight = SIMD8(repeating: weights[index &* weightStride])
      let row = index &* stride &+ column
      a = a.addingProduct(weight, rows.lanes(row))
      b = b.addingProduct(weight, rows.lanes(row &+ 8))
      c = c.addingProduct(weight, rows.lanes(row &+ 16))
      d = d.addingProduct(weight, rows.lanes(row &+ 24))
    }
    sum.store(a * factor, at: column)
    sum.store(b * factor, at: column &+ 8)
    sum.store(c * factor, at: column &+ 16)
    sum.store(d * factor, at: column &+ 24)
    column &+= 32
  }
  while column &+ 8 <= columns {
    var a = SIMD8<Scalar>.zero
    for index in 0..<count {
      let weight = SIMD8(repeating: weights[index &* weightStride])
      a = a.addingProduct(weight, rows.lanes(index &* stride &+ column))
    }
    sum.store(a * factor, at: column)
    column &+= 8
  }
  while column < columns {
    var a: Scalar = 0
    for index in 0..<count {
      a = a.addingProduct(weights[index &* weightStride], rows[index &* stride &+ column])
    }
    sum[column] = a * factor
    column &+= 1
  }
}
