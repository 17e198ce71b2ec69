import Model

/// Which sentences the pairs of several tasks are made of.
///
/// Pairs that share a sentence are not independent, and tasks share pairs. So resamples draw over all
/// tasks at once: a pair that two tasks hold is one pair, and a sentence one sentence.
public struct PairSentences: Sendable, Equatable {
  /// A pair as the numbers of its two sentences, the smaller first.
  public struct Pair: Sendable, Hashable {
    public let first: Int
    public let second: Int
  }

  /// The pairs of each task, in order.
  public let tasks: [[Pair]]
  /// How many different sentences, and how many different pairs, there are.
  public let sentences: Int
  public let pairs: Int
  /// The number of each task's pairs among the different ones.
  private let numbers: [[Int]]

  /// - Inputs: the two sentences of each pair, by task, as texts or as numbers that are equal where their
  ///   texts are.
  public init<Sentence: Hashable>(_ tasks: [[(Sentence, Sentence)]]) {
    var known: [Sentence: Int] = [:]
    func number(_ sentence: Sentence) -> Int {
      if let number = known[sentence] { return number }
      known[sentence] = known.count
      return known.count - 1
    }
    var different: [Pair: Int] = [:]
    var numbers: [[Int]] = []
    self.tasks = tasks.map { task in
      let pairs = task.map { texts in
        let (a, b) = (number(texts.0), number(texts.1))
        return Pair(first: min(a, b), second: max(a, b))
      }
      numbers.append(
        pairs.map { pair in
          if let number = different[pair] { return number }
          different[pair] = different.count
          return different.count - 1
        })
      return pairs
    }
    self.numbers = numbers
    sentences = known.count
    pairs = different.count
  }

  /// Whether any two different pairs have a sentence in common.
  public var areShared: Bool {
    var owners = [Pair?](repeating: nil, count: sentences)
    for pair in tasks.joined() {
      for sentence in [pair.first, pair.second] {
        if let owner = owners[sentence], owner != pair { return true }
        owners[sentence] = pair
      }
    }
    return false
  }

  /// How often each task's pairs are drawn when pairs are.
  ///
  /// - Randomness: draw d: integer d of `stream`.
  func weightsByPair(_ stream: RandomStream) -> [[Double]] {
    let drawn = drawnWeights(pairs, stream: stream)
    return numbers.map { task in task.map { drawn[$0] } }
  }

  /// How often each task's pairs are drawn when sentences are: the product of how often both were.
  ///
  /// - Randomness: draw d: integer d of `stream`.
  /// - Source: Owen, Annals of Applied Statistics 1 (2007), the pigeonhole bootstrap.
  func weightsBySentence(_ stream: RandomStream) -> [[Double]] {
    let drawn = drawnWeights(sentences, stream: stream)
    return tasks.map { task in
      task.map { pair in
        pair.first == pair.second ? drawn[pair.first] : drawn[pair.first] * drawn[pair.second]
      }
    }
  }
}
