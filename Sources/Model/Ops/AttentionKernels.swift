/// Where the sentences and heads of a pack lie in an attention's tensors.
struct AttentionLayout: Sendable {
  let heads: Int
  let starts: [Int]
  let width: Int
  let queries: AttentionQueries
  /// Where each sentence's probabilities begin, and the number of all (B + 1).
  let probabilityStarts: [Int]

  init(heads: Int, starts: [Int], width: Int, queries: AttentionQueries) {
    precondition(width % heads == 0, "a width of \(width) does not split into \(heads) heads")
    self.heads = heads
    self.starts = starts
    self.width = width
    self.queries = queries
    var offsets = [0]
    for (start, end) in zip(starts, starts.dropFirst()) {
      let part = AttentionPart(
        start: start, length: end - start, firstQuery: 0,
        queryCount: queries == .all ? end - start : 1, width: width, headWidth: width / heads,
        firstProbability: 0)
      offsets.append((offsets.last ?? 0) + heads * part.probabilityCount)
    }
    self.probabilityStarts = offsets
  }

  var sentenceCount: Int { starts.count - 1 }
  var probabilityCount: Int { probabilityStarts.last ?? 0 }

  func sentence(_ index: Int) -> AttentionPart {
    let length = starts[index + 1] - starts[index]
    return AttentionPart(
      start: starts[index], length: length, firstQuery: queries == .all ? starts[index] : index,
      queryCount: queries == .all ? length : 1, width: width, headWidth: width / heads,
      firstProbability: probabilityStarts[index])
  }
}

/// One sentence of a pack: L tokens of H scalars, and Q of them that ask.
struct AttentionPart: Sendable {
  let start: Int
  let length: Int
  /// The row of the first query among those of all sentences.
  let firstQuery: Int
  let queryCount: Int
  let width: Int
  let headWidth: Int
  let firstProbability: Int

  /// Q rounded up to whole vectors.
  var paddedQueries: Int { (queryCount + 7) / 8 * 8 }
  /// Where a head's first scalar of the sentence lies among keys and values.
  func offset(head: Int) -> Int { start * width + head * headWidth }
  /// Where a head's first scalar of the sentence lies among queries and outputs.
  func queryOffset(head: Int) -> Int { firstQuery * width + head * headWidth }
  /// Where a head's probabilities begin.
  func probabilities(head: Int) -> Int { firstProbability + head * probabilityCount }
  /// The numbers kept for a head: keys by queries, padded (L, padded Q).
  var probabilityCount: Int { length * paddedQueries }
  /// 1 / √(H/A).
  func scale<Scalar: BLASScalar>() -> Scalar { 1 / Scalar(headWidth).squareRoot() }
}

/// Working space of one sentence, reused by its heads.
///
/// Matrices of keys by queries have a row for each key and the queries side by side in it, padded
/// to whole vectors: sums over keys then run down eight queries at once, each in rising key.
struct AttentionScratch<Scalar: BLASScalar> {
  /// One head's queries, or gradients by its outputs, as columns (H/A, padded Q).
  private var columns: [Scalar]
  /// One head's probabilities after dropout, keys by queries (L, padded Q).
  var weights: [Scalar]
  /// The gradient of one head's logits, keys by queries (L, padded Q).
  var slopes: [Scalar]
  /// Dropout factors as they are drawn, queries by keys (Q, L).
  private var drawn: [Scalar]
  /// Dropout factors, keys by queries (L, padded Q).
  private var factors: [Scalar]

  init(_ part: AttentionPart, withDropout: Bool, withBackward: Bool) {
    columns = Array(repeating: 0, count: part.headWidth * part.paddedQueries)
    let size = part.probabilityCount
    weights = Array(repeating: 0, count: size)
    slopes = Array(repeating: 0, count: withBackward ? size : 0)
    drawn = Array(repeating: 0, count: withDropout ? part.queryCount * part.length : 0)
    factors = Array(repeating: 0, count: withDropout ? size : 0)
  }

  /// Lays one head's rows out as columns; the padding stays zero.
  mutating func transpose(_ source: Reading<Scalar>, _ part: AttentionPart) {
    columns.writing { columns in
      unsafe PackedPanels.pack(
        source.pointer, laneStride: part.width, placeStride: 1, lanes: part.queryCount,
        width: part.paddedQueries, depth: part.headWidth, into: columns.pointer)
    }
  }

  /// softmax(q · kᵀ · scale) of every query, the queries being in `columns`.
  func softmax(over keys: Reading<Scalar>, into p: Writing<Scalar>, _ part: AttentionPart) {
    let scale: Scalar = part.scale()
    let (length, stride) = (part.length, part.paddedQueries)
    columns.reading { queries in
      var first = 0
      while first < stride {
        products(of: keys, with: queries.advanced(by: first), into: p.advanced(by: first), part)
        var maximum = p.lanes(first)
        for key in 1..<max(length, 1) {
          let logits = p.lanes(key &* stride &+ first)
          maximum = Scalar.greater(maximum, logits)
        }
        var sum = SIMD8<Scalar>.zero
        for key in 0..<length {
          let place = key &* stride &+ first
          let power = Scalar.exponential((p.lanes(place) - maximum) * scale)
          p.store(power, at: place)
          sum += power
        }
        let share = 1 / sum
        for key in 0..<length {
          let place = key &* stride &+ first
          p.store(p.lanes(place) * share, at: place)
        }
        first &+= 8
      }
    }
  }

  /// Fills `weights` with the probabilities, the queries being in `columns`.
  mutating func weigh(_ keys: Reading<Scalar>, _ part: AttentionPart) {
    var weights = weights
    self.weights = []
    weights.writing { softmax(over: keys, into: $0, part) }
    self.weights = weights
  }

  /// Fills `weights` with the probabilities after dropout.
  mutating func drop(
    _ p: Reading<Scalar>, _ dropout: (mask: DropoutMask, positions: [DropoutMask.Position])?,
    _ sentence: Int, _ head: Int, _ part: AttentionPart
  ) {
    let (length, stride) = (part.length, part.paddedQueries)
    guard let dropout else {
      weights.writing { $0.copy(from: p, count: part.probabilityCount) }
      return
    }
    let first = head * length * length
    drawn.writing { drawn in
      unsafe dropout.mask.factors(
        elements: first..<first + part.queryCount * length, at: dropout.positions[sentence],
        into: drawn.pointer)
      factors.writing { factors in
        for query in 0..<part.queryCount {
          for key in 0..<length {
            factors[key &* stride &+ query] = drawn[query &* length &+ key]
          }
        }
        weights.writing { weights in
          var place = 0
          while place < part.probabilityCount {
            weights.store(p.lanes(place) * factors.lanes(place), at: place)
            place &+= 8
          }
        }
      }
    }
  }

  /// Fills `slopes` with dz = p · (dp − Σ p · dp), the gradients by the outputs being in `columns`.
  mutating func differentiate(
    _ p: Reading<Scalar>, values: Reading<Scalar>, hasDropout: Bool, _ part: AttentionPart
  ) {
    let (length, stride) = (part.length, part.paddedQueries)
    columns.reading { gradients in
      factors.reading { factors in
        slopes.writing { dz in
          var first = 0
          while first < stride {
            products(
              of: values, with: gradients.advanced(by: first), into: dz.advanced(by: first), part)
            var along = SIMD8<Scalar>.zero
            for key in 0..<length {
              let place = key &* stride &+ first
              var slope = dz.lanes(place)
              if hasDropout {
                slope *= factors.lanes(place)
                dz.store(slope, at: place)
              }
              along += p.lanes(place) * slope
            }
            for key in 0..<length {
              let place = key &* stride &+ first
              dz.store(p.lanes(place) * (dz.lanes(place) - along), at: place)
            }
            first &+= 8
          }
        }
      }
    }
  }
}

/// The products of every row with eight columns: rows (L, H/A) · columns (H/A, 8) → (L, 8).
///
/// Each is one chain along H/A. `columns` and the result have rows of padded Q.
@inline(never)
private func products<Scalar: BLASScalar>(
  of rows: Reading<Scalar>, with columns: Reading<Scalar>, into result: Writing<Scalar>,
  _ part: AttentionPart
) {
  let (stride, width) = (part.paddedQueries, part.width)
  var row = 0
  while row &+ 4 <= part.length {
    var (a, b) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
    var (c, d) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
    let from = rows.advanced(by: row &* width)
    for place in 0..<part.headWidth {
      let column = columns.lanes(place &* stride)
      a = a.addingProduct(SIMD8(repeating: from[place]), column)
      b = b.addingProduct(SIMD8(repeating: from[width &+ place]), column)
      c = c.addingProduct(SIMD8(repeating: from[2 &* width &+ place]), column)
      d = d.addingProduct(SIMD8(repeating: from[3 &* width &+ place]), column)
    }
    result.store(a, at: row &* stride)
    result.store(b, at: (row &+ 1) &* stride)
    result.store(c, at: (row &+ 2) &* stride)
    result.store(d, at: (row &+ 3) &* stride)
    row &+= 4
  }
  while row < part.length {
    var a = SIMD8<Scalar>.zero
    for place in 0..<part.headWidth {
      a = a.addingProduct(
        SIMD8(repeating: rows[row &* width &+ place]), columns.lanes(place &* stride))
    }
    result.store(a, at: row &* stride)
    row &+= 1
  }
}

/// factor · Σ weights[i] · rows[i], the sum being one chain in rising i for each column.
@inline(never)
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
