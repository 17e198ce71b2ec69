/// The merges of a byte-level vocabulary: which two tokens make which, and in what order.
///
/// An open-addressing table finds a pair; its order reaches no result.
struct PairMerges: Sendable, Equatable {
  /// A merge: two tokens become one.
  struct Merge: Sendable, Equatable {
    var left: Int32
    var right: Int32
    var result: Int32
  }

  /// The merges by rank, the first to be done being 0.
  private(set) var list: [Merge] = []
  /// For each slot a pair, left above right, and its rank; −1 where there is none.
  private var slots: [Slot]

  private struct Slot: Sendable, Equatable {
    var pair: UInt64
    var rank: Int32
  }

  init(capacity: Int) {
    var count = 16
    while count < 2 * capacity { count *= 2 }
    slots = Array(repeating: Slot(pair: 0, rank: -1), count: count)
  }

  /// Adds the merge of the next rank, unless the pair has one: then gives that one's rank.
  ///
  /// - Precondition: fewer were added than the capacity.
  mutating func append(_ merge: Merge) -> Int? {
    precondition(
      2 * list.count < slots.count, "\(list.count) merges fill a table of \(slots.count)")
    let pair = Self.pair(merge.left, merge.right)
    let place = place(of: pair)
    if slots[place].rank >= 0 { return Int(slots[place].rank) }
    slots[place] = Slot(pair: pair, rank: Int32(list.count))
    list.append(merge)
    return nil
  }

  /// The rank of a pair's merge; −1 when it has none.
  func rank(_ left: Int32, _ right: Int32) -> Int32 {
    slots[place(of: Self.pair(left, right))].rank
  }

  private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The slot of a pair, or the empty one where it would be.
  private func place(of pair: UInt64) -> Int {
    let hash = pair &* 0x9E37_79B9_7F4A_7C15
    var place = Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1)
    while slots[place].rank >= 0, slots[place].pair != pair {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }
}

// MARK: Merging

extension PairMerges {
  /// Room for the tokens of one piece while they are merged, kept from piece to piece.
  ///
  /// The merge of the lowest rank is done first and, of those, the leftmost; a heap holds those that
  /// can be done.
  ///
  /// - Source: `Word::merge_all` of tokenizers 0.23.3.
  /// - Complexity: O(n log n) for a piece of n bytes.
  struct Room {
    /// The tokens, some of them merged into the one before: those that are −1.
    private var tokens: [Int32] = []
    /// The place of the token after and before each; the number of tokens and −1 at the ends.
    private var after: [Int] = []
    private var before: [Int] = []
    /// Possible merges, rank above place: a binary heap, the least first.
    private var heap: [UInt64] = []

    /// Merges the tokens of a piece and appends what is left.
    mutating func append(
      _ piece: some Collection<Int32>, by merges: PairMerges, to ids: inout [Int32]
    ) {
      tokens.removeAll(keepingCapacity: true)
      tokens.append(contentsOf: piece)
      after.removeAll(keepingCapacity: true)
      before.removeAll(keepingCapacity: true)
      heap.removeAll(keepingCapacity: true)
      for place in tokens.indices {
        after.append(place + 1)
        before.append(place - 1)
      }
      for place in tokens.indices.dropLast() { push(place, merges) }
      while let (rank, place) = pop() {
        let next = after[place]
        guard tokens[place] >= 0, next < tokens.count else { continue }
        // Of a pair that has changed since, the entry is stale, unless it makes the same token.
        let now = merges.rank(tokens[place], tokens[next])
        let result = merges.list[rank].result
        guard now >= 0, merges.list[Int(now)].result == result else { continue }
        tokens[place] = result
        tokens[next] = -1
        after[place] = after[next]
        if after[place] < tokens.count {
          before[after[place]] = place
          push(place, merges)
        }
        if before[place] >= 0 { push(before[place], merges) }
      }
      for token in tokens where token >= 0 { ids.append(token) }
    }

    /// Puts the merge of a place and the one after it on the heap, where there is one.
    private mutating func push(_ place: Int, _ merges: PairMerges) {
      let rank = merges.rank(tokens[place], tokens[after[place]])
      guard rank >= 0 else { return }
      var child = heap.count
      let entry = UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(place)
      heap.append(entry)
      while child > 0, heap[(child - 1) / 2] > entry {
        heap[child] = heap[(child - 1) / 2]
        child = (child - 1) / 2
      }
      heap[child] = entry
    }

    private mutating func pop() -> (rank: Int, place: Int)? {
      guard let least = heap.first, let entry = heap.popLast() else { return nil }
      if !heap.isEmpty {
        var parent = 0
        while true {
          var child = 2 * parent + 1
          guard child < heap.count else { break }
          if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
          guard heap[child] < entry else { break }
          heap[parent] = heap[child]
          parent = child
        }
        heap[parent] = entry
      }
      return (Int(least >> 32), Int(least & 0xFFFF_FFFF))
    }
  }
}
