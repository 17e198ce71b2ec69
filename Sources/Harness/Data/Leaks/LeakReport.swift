public import Files

/// What evaluation text a training text holds, target by target.
public struct LeakReport: Codable, Sendable, Equatable {
  /// What the training text is called: its file.
  public var training: String
  /// The examples of the training text.
  public var examples: Int
  /// Their sentences, each as often as it occurs.
  public var sentences: Int
  /// The training examples of which a pair is a pair of any target.
  public var leakedExamples: Int
  public var targets: [Target]

  /// Two places that hold one pair, both 1-based.
  public struct Pair: Codable, Sendable, Equatable {
    /// The training example.
    public var example: Int
    /// The evaluation example.
    public var row: Int

    public init(example: Int, row: Int) {
      self.example = example
      self.row = row
    }
  }

  /// What the training text holds of one target.
  public struct Target: Codable, Sendable, Equatable {
    public var name: String
    /// The examples of the target.
    public var examples: Int
    /// The training examples of which a pair is a pair of the target, in either order.
    public var trainingPairs: Int
    /// Those with the pair in the target's order.
    public var trainingPairsInOrder: Int
    /// Each training example counted once: at the first target that has its pair in its order,
    /// else at the first that has it reversed.
    public var trainingPairsCountedOnce: Int
    /// The target's pairs that the training text holds.
    public var pairsSeen: Int
    /// The training sentences, each as often as it occurs, that the target holds.
    public var trainingSentences: Int
    /// The target's different sentences that the training text holds.
    public var sentencesSeen: Int
    /// The first pair found.
    public var firstPair: Pair?
  }

  /// Refuses training text that holds an evaluation pair, unless the policy lets it pass.
  ///
  /// Single sentences are reported and never refused: they carry no score.
  ///
  /// - Throws: ``LeakError``.
  public func require(_ policy: LeakPolicy) throws(LeakError) {
    guard policy == .refused, leakedExamples > 0 else { return }
    throw LeakError(report: self)
  }

  /// The report for a terminal.
  public var table: Table {
    let headings = [
      "evaluated", "examples", "training pairs in it", "in its order", "counted once",
      "its pairs seen", "training sentences in it", "its sentences seen",
    ]
    return Table(
      columns: headings.enumerated().map { Table.Column($1, isNumeric: $0 > 0) },
      rows: targets.map { target in
        let counts = [
          target.examples, target.trainingPairs, target.trainingPairsInOrder,
          target.trainingPairsCountedOnce, target.pairsSeen, target.trainingSentences,
          target.sentencesSeen,
        ]
        return [Table.Cell(target.name)] + counts.map { Table.Cell(String($0)) }
      })
  }
}

/// What is done about training pairs that are evaluation pairs.
public enum LeakPolicy: String, Codable, Sendable, CaseIterable {
  /// The training text is refused.
  case refused
  /// It is reported, and used.
  case allowed
  /// It is reported, and the examples that hold such a pair are left out.
  case removed
}

/// Training text that holds evaluation pairs.
public struct LeakError: Error, CustomStringConvertible, Equatable {
  public let report: LeakReport

  public var description: String {
    let found = report.targets.filter { $0.trainingPairs > 0 }
    let counts = found.map { "\($0.trainingPairs) in \($0.name)" }.joined(separator: ", ")
    var text = "\(report.training): \(report.leakedExamples) of \(report.examples) examples hold "
    text += "pairs that are scored on (\(counts))"
    if let target = found.first, let pair = target.firstPair {
      text += "; the first is example \(pair.example), which is pair \(pair.row) of \(target.name)"
    }
    return text + "; score on other text, or say by 'leaks' that they are removed or allowed"
  }
}
