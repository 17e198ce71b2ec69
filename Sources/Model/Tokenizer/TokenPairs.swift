/// Words as chains of tokens, and how often each pair of tokens follows one another in them.
///
/// Counts are kept as pairs are merged, so that a merge costs as many steps as its pair occurs. The
/// order of the dictionary reaches no result.
struct TokenPairs {
  /// Two tokens that follow one another.
  struct Pair: Comparable, Hashable {
    var left: Int32
    var right: Int32

    static func < (a: Pair, b: Pair) -> Bool { (a.left, a.right) < (b.left, b.right) }
  }

  /// The token at each place of all words, end to end; −1 for one merged into the one before.
  private var tokens: [Int32] = []
  /// The place after and before each in its word; −1 at the ends.
  private var after: [Int32] = []
  private var before: [Int32] = []
  /// How often the word of each place occurs.
  private var weights: [Int] = []

  /// The number of each pair, and for each number its pair, its count, and the places of its left
  /// token; places that have changed since remain, and are passed over.
  private var numbers: [Pair: Int] = [:]
  private var pairs: [Pair] = []
  private var counts: [Int] = []
  private var places: [[Int32]] = []
  /// The merge that last raised each pair's count, so that a pair is queued once a merge.
  private var raised: [Int] = []
  private var merges = 0

  /// Pairs by count, of equal ones the least pair first: a binary heap. The count of an entry is at
  /// least the pair's.
  private var heap: [(count: Int, number: Int)] = []

  /// Adds a word as tokens.
  mutating func append(_ word: [Int32], count: Int) {
    let start = tokens.count
    for (index, token) in word.enumerated() {
      tokens.append(token)
      weights.append(count)
      before.append(index == 0 ? -1 : Int32(start + index - 1))
      after.append(index == word.count - 1 ? -1 : Int32(start + index + 1))
      if index > 0 {
        change(Pair(left: word[index - 1], right: token), by: count, at: start + index - 1)
      }
    }
  }

  /// Queues the pairs of the words added; to be called once, before the first merge.
  mutating func prepare() {
    for number in pairs.indices { push(number) }
  }

  /// Takes the pair that occurs most, of equal ones the one of the least left, then right token.
  mutating func mostFrequent() -> (pair: Pair, number: Int)? {
    while let (count, number) = pop() {
      if counts[number] == count, count > 0 { return (pairs[number], number) }
      push(number)
    }
    return nil
  }

  /// Merges a pair everywhere, in each word from the left, into a token.
  mutating func merge(_ number: Int, into token: Int32) {
    merges += 1
    let pair = pairs[number]
    let old = places[number].sorted()
    places[number] = []
    for place in old.lazy.map(Int.init) {
      let next = Int(after[place])
      guard tokens[place] == pair.left, next >= 0, tokens[next] == pair.right else { continue }
      let (weight, last, end) = (weights[place], Int(before[place]), Int(after[next]))
      change(pair, by: -weight, at: place)
      if last >= 0 {
        change(Pair(left: tokens[last], right: pair.left), by: -weight, at: last)
        change(Pair(left: tokens[last], right: token), by: weight, at: last)
      }
      if end >= 0 {
        change(Pair(left: pair.right, right: tokens[end]), by: -weight, at: next)
        change(Pair(left: token, right: tokens[end]), by: weight, at: place)
        before[end] = Int32(place)
      }
      tokens[place] = token
      tokens[next] = -1
      after[place] = Int32(end)
    }
    for number in changed { push(number) }
    changed.removeAll(keepingCapacity: true)
  }

  /// The pairs whose counts the merge under way has raised.
  private var changed: [Int] = []

  /// Changes the count of a pair whose left token is at a place.
  private mutating func change(_ pair: Pair, by count: Int, at place: Int) {
    let number: Int
    if let known = numbers[pair] {
      number = known
      counts[number] += count
    } else {
      number = pairs.count
      numbers[pair] = number
      pairs.append(pair)
      counts.append(count)
      places.append([])
      raised.append(0)
    }
    guard count > 0 else { return }
    places[number].append(Int32(place))
    guard merges > 0, raised[number] != merges else { return }
    raised[number] = merges
    changed.append(number)
  }
}

// MARK: Queue

extension TokenPairs {
  private func precedes(_ a: (count: Int, number: Int), _ b: (count: Int, number: Int)) -> Bool {
    a.count != b.count ? a.count > b.count : pairs[a.number] < pairs[b.number]
  }

  /// Queues a pair with its count of now, unless it is 0.
  private mutating func push(_ number: Int) {
    guard counts[number] > 0 else { return }
    let entry = (counts[number], number)
    var child = heap.count
    heap.append(entry)
    while child > 0, precedes(entry, heap[(child - 1) / 2]) {
      heap[child] = heap[(child - 1) / 2]
      child = (child - 1) / 2
    }
    heap[child] = entry
  }

  private mutating func pop() -> (count: Int, number: Int)? {
    guard let first = heap.first, let entry = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, precedes(heap[child + 1], heap[child]) { child += 1 }
      guard precedes(heap[child], entry) else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = entry
    return first
  }
}
