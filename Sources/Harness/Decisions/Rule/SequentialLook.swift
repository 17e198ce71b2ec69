public import Statistics

/// What a followed study showed with some number of seeds.
public struct SequentialLook: Codable, Sendable, Equatable {
  /// The most seeds that a method had then.
  public var seeds: Int
  /// Every method but the reference, in order.
  public var methods: [Method]

  public struct Method: Codable, Sendable, Equatable {
    public var method: String
    /// The seeds that it had: fewer than the look's where it was settled before.
    public var seeds: Int
    /// The mean of method − reference, −1…1, and the deviation between seeds; none of one seed.
    public var difference: Double
    public var deviation: Double?
    /// By `sequential`, ln E with these seeds.
    public var logEvidence: Double?
    /// By `sequential` one over the largest E so far; by `planned-looks` that of the t test.
    public var p: Double
    /// By `sequential`, p adjusted by Holm over the methods.
    public var adjustedP: Double?
    /// By `planned-looks`, the p at or below which this look settles.
    public var levelOfLook: Double?
    /// The confidence sequence at the rule's level, and at the level that its methods share: by that
    /// one a method is equivalent.
    public var interval: Interval
    public var familyInterval: Interval
    public var finding: SequentialFinding
  }
}

extension SequentialLook {
  /// The look at some differences of each method, in the order of the seeds.
  ///
  /// - Inputs: `seeds`, the most that a method has.
  /// - Throws: ``StatisticError`` for a number that is not finite.
  init(
    _ methods: [(name: String, differences: [Double])], seeds: Int, rule: FollowedRule,
    family: PlannedFamily?
  ) throws(StatisticError) {
    let differences = methods.map(\.differences)
    let isLast = seeds == rule.mostSeeds
    func ended(_ finding: SequentialFinding) -> SequentialFinding {
      isLast && finding == .open ? .outOfBudget : finding
    }
    func method(_ place: Int) -> Method {
      let moments = SampleMoments(differences[place])
      let line = Interval.wholeLine(level: rule.level)
      return Method(
        method: methods[place].name, seeds: moments.count, difference: moments.mean,
        deviation: moments.count > 1 ? moments.deviation : nil, logEvidence: nil, p: 1,
        adjustedP: nil, levelOfLook: nil, interval: line, familyInterval: line, finding: .open)
    }
    self.seeds = seeds
    self.methods = []
    switch rule.scheme {
    case .everySeed(let variance, _):
      var processes: [EProcess] = []
      for own in differences {
        processes.append(try EProcess(differences: own, effectVariance: variance))
      }
      let adjusted = holmAdjusted(processes.map(\.p))
      let findings = SequentialFinding.findings(
        processes, level: rule.level, margin: rule.margin)
      let shared = 1 - (1 - rule.level) / Double(processes.count)
      for (place, process) in processes.enumerated() {
        var own = method(place)
        own.logEvidence = process.logEvidence.last
        (own.p, own.adjustedP) = (process.p, adjusted[place])
        own.interval = process.interval(level: rule.level)
        own.familyInterval = process.interval(level: shared)
        own.finding = ended(findings[place])
        self.methods.append(own)
      }
    case .plannedLooks:
      for values in differences {
        if let bad = values.firstIndex(where: { !$0.isFinite }) {
          throw .notFinite(side: "differences", index: bad)
        }
      }
      let standings = family?.standings(differences, margin: rule.margin) ?? []
      for (place, standing) in standings.enumerated() {
        var own = method(place)
        (own.p, own.levelOfLook) = (standing.p, standing.levelOfLook)
        (own.interval, own.familyInterval) = (standing.interval, standing.familyInterval)
        own.finding = ended(standing.finding)
        self.methods.append(own)
      }
    }
  }
}
