/// Looks for evaluation text in training text: exact, after all but letters and digits is dropped.
///
/// An example of training text is one or more sentences that are trained together; every two of
/// them are a pair. A pair is found in either order. See ``LeakReport`` for what is counted.
public struct LeakCheck: Sendable {
  /// Where a pair of a training example is in evaluation text.
  public struct Place: Sendable, Hashable {
    /// The place of the target in the check's list.
    public let target: Int
    /// The 0-based row of the target.
    public let row: Int
    /// Whether both have the pair in one order.
    public let isInOrder: Bool
  }

  /// Two keys, each by its number, in rising order.
  private struct Pair: Hashable {
    let low: Int
    let high: Int
  }

  public let targets: [LeakTarget]
  /// The number of each different key of evaluation text.
  private let numbers: [String: Int]
  /// The targets that hold each key, rising.
  private let holders: [[Int]]
  /// The rows that hold a pair; `isInOrder` says whether the lower number comes first.
  private let rows: [Pair: [Place]]

  /// Prepares a check against some evaluation text, in the order of reports.
  public init(_ targets: [LeakTarget]) {
    var numbers: [String: Int] = [:]
    var holders: [[Int]] = []
    var rows: [Pair: [Place]] = [:]
    for (target, text) in targets.enumerated() {
      for (row, sentences) in text.rows.enumerated() {
        let keys = sentences.map { sentence -> Int? in
          let key = TextKey.key(sentence)
          guard !key.isEmpty else { return nil }
          let number = numbers[key] ?? numbers.count
          if number == holders.count {
            numbers[key] = number
            holders.append([])
          }
          if holders[number].last != target { holders[number].append(target) }
          return number
        }
        for (pair, isInOrder) in Self.pairs(of: keys) {
          rows[pair, default: []].append(Place(target: target, row: row, isInOrder: isInOrder))
        }
      }
    }
    self.targets = targets
    self.numbers = numbers
    self.holders = holders
    self.rows = rows
  }

  /// Every two of the numbers, and whether the lower comes first.
  private static func pairs(of keys: [Int?]) -> [(Pair, isInOrder: Bool)] {
    var pairs: [(Pair, isInOrder: Bool)] = []
    for (place, first) in keys.enumerated() {
      for second in keys.dropFirst(place + 1) {
        guard let first, let second else { continue }
        pairs.append((Pair(low: min(first, second), high: max(first, second)), first <= second))
      }
    }
    return pairs
  }

  /// Where the pairs of a training example are in evaluation text, target by target and row by
  /// row.
  public func places(of example: [String]) -> [Place] {
    let keys = example.map { numbers[TextKey.key($0)] }
    return places(ofKeys: keys)
  }

  private func places(ofKeys keys: [Int?]) -> [Place] {
    guard keys.count > 1 else { return [] }
    return Self.pairs(of: keys).flatMap { pair, isInOrder in
      (rows[pair] ?? []).map {
        // A pair of equal sentences has no order.
        Place(
          target: $0.target, row: $0.row,
          isInOrder: $0.isInOrder == isInOrder || pair.low == pair.high)
      }
    }.sorted { ($0.target, $0.row) < ($1.target, $1.row) }
  }

  /// Compares training text with every target.
  public func report(on examples: [[String]], named name: String) -> LeakReport {
    var tallies = [Tally](repeating: Tally(), count: targets.count)
    var leaked = 0
    for (index, example) in examples.enumerated() {
      let keys = example.map { numbers[TextKey.key($0)] }
      for case let key? in keys {
        for target in holders[key] {
          tallies[target].trainingSentences += 1
          tallies[target].keys.insert(key)
        }
      }
      let places = places(ofKeys: keys)
      guard let counted = places.first(where: \.isInOrder) ?? places.first else { continue }
      leaked += 1
      tallies[counted.target].countedOnce += 1
      var previous: Int?
      for place in places {
        tallies[place.target].rows.insert(place.row)
        if place.target == previous { continue }
        previous = place.target
        tallies[place.target].trainingPairs += 1
        if places.contains(where: { $0.target == place.target && $0.isInOrder }) {
          tallies[place.target].inOrder += 1
        }
        if tallies[place.target].first == nil {
          tallies[place.target].first = .init(example: index + 1, row: place.row + 1)
        }
      }
    }
    return LeakReport(
      training: name, examples: examples.count,
      sentences: examples.reduce(0) { $0 + $1.count }, leakedExamples: leaked,
      targets: zip(targets, tallies).map { target, tally in
        LeakReport.Target(
          name: target.name, examples: target.rows.count, trainingPairs: tally.trainingPairs,
          trainingPairsInOrder: tally.inOrder, trainingPairsCountedOnce: tally.countedOnce,
          pairsSeen: tally.rows.count, trainingSentences: tally.trainingSentences,
          sentencesSeen: tally.keys.count, firstPair: tally.first)
      })
  }

  /// What is counted of one target.
  private struct Tally {
    var trainingPairs = 0
    var inOrder = 0
    var countedOnce = 0
    var rows: Set<Int> = []
    var trainingSentences = 0
    var keys: Set<Int> = []
    var first: LeakReport.Pair?
  }
}
