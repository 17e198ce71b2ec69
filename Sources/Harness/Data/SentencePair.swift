/// Two sentences and how alike people found them.
public struct SentencePair: Sendable, Equatable {
  public let first: String
  public let second: String
  /// The gold score: 0…5, SICK 1…5.
  public let score: Double

  public init(first: String, second: String, score: Double) {
    self.first = first
    self.second = second
    self.score = score
  }
}

/// A named part of a task, scored on its own in the settings `mean` and `wmean`.
public struct PairSubset: Sendable, Equatable {
  public let name: String
  public let pairs: [SentencePair]

  public init(name: String, pairs: [SentencePair]) {
    self.name = name
    self.pairs = pairs
  }
}

/// A semantic textual similarity task.
public struct STSTask: Sendable, Equatable {
  /// The name in results: `STS12`, `STSBenchmark`, `SICK-R`.
  public let name: String
  public let subsets: [PairSubset]
  /// SHA-256 of each file read, by its path under the data folder.
  public let checksums: [String: String]

  public init(name: String, subsets: [PairSubset], checksums: [String: String]) {
    self.name = name
    self.subsets = subsets
    self.checksums = checksums
  }

  /// The pairs of all subsets, in order.
  public var pairs: [SentencePair] { subsets.flatMap(\.pairs) }
}
