package import Statistics

/// A study followed seed by seed: its looks, and the runs that the next one needs.
///
/// Seeds have a fixed order, those that the study lists first. Every method gets each listed seed; of
/// the further ones, only those still open, and the reference. A look takes the differences from the
/// reference in that order, as many as a method was given. So everything here depends on the scores
/// alone: not on when, where or in which order runs were made, or how often somebody stopped.
package struct FollowedStudy: Sendable, Equatable {
  package let rule: FollowedRule
  /// The first is the reference of the others.
  package let methods: [String]
  /// The seeds that every method gets.
  package let listed: Int
  package private(set) var looks: [SequentialLook] = []
  /// The differences of each method but the reference.
  package private(set) var differences: [[Double]]
  /// What each method but the reference is at the last look.
  package private(set) var findings: [SequentialFinding]
  /// The runs that the next look takes, by seed; empty when all is settled.
  package private(set) var next: [Place] = []
  /// Those of them that are not there.
  package private(set) var due: [Place] = []
  /// The number of seeds at the next look; nil when all is settled.
  package private(set) var nextSeeds: Int?
  /// Of planned looks, once there was one.
  package private(set) var family: PlannedFamily?

  /// A run by method and seed, both counted from 0.
  package struct Place: Sendable, Hashable {
    package let method: Int
    package let seed: Int

    package init(method: Int, seed: Int) {
      self.method = method
      self.seed = seed
    }
  }

  /// - Inputs: `family`, the rule's planned looks where they are known already: they take a moment;
  ///   `scores`, that of a finished run, −1…1, nil for one that is not finished.
  /// - Throws: ``StatisticError`` for a score that is not finite; what `scores` throws.
  /// - Precondition: there are two methods or more; no more seeds are listed than a method may have.
  package init(
    rule: FollowedRule, methods: [String], listed: Int, family known: PlannedFamily? = nil,
    scores: (Place) throws -> Double?
  ) throws {
    precondition(methods.count >= 2, "\(methods.count) method is followed against nothing")
    precondition(
      listed <= rule.mostSeeds, "\(listed) seeds are listed where \(rule.mostSeeds) are the most")
    self.rule = rule
    self.methods = methods
    self.listed = listed
    differences = Array(repeating: [], count: methods.count - 1)
    findings = Array(repeating: .open, count: methods.count - 1)
    family = known
    var seeds = 0
    while seeds < rule.mostSeeds, try take(seed: seeds, scores) {
      seeds += 1
      guard rule.isLook(seeds) else { continue }
      family = family ?? rule.family(methods: methods.count - 1)
      let look = try SequentialLook(
        differences.indices.map { (methods[$0 + 1], differences[$0]) }, seeds: seeds, rule: rule,
        family: family)
      looks.append(look)
      findings = look.methods.map(\.finding)
    }
    guard seeds < rule.mostSeeds, !wanted(seed: seeds).isEmpty else { return }
    let count =
      open.isEmpty
      ? listed : max(listed, rule.next(after: seeds, methods: methods.count - 1))
    nextSeeds = count
    for seed in seeds..<count {
      let wanted = wanted(seed: seed)
      next += (wanted.isEmpty ? [] : [0] + wanted).map { Place(method: $0, seed: seed) }
    }
    due = try next.filter { try scores($0) == nil }
  }

  /// The methods that a seed is for, without the reference.
  private func wanted(seed: Int) -> [Int] {
    (1..<methods.count).filter { seed < listed || findings[$0 - 1] == .open }
  }

  /// Takes a seed's differences where all its runs are finished.
  private mutating func take(seed: Int, _ scores: (Place) throws -> Double?) throws -> Bool {
    let wanted = wanted(seed: seed)
    guard !wanted.isEmpty, let reference = try scores(Place(method: 0, seed: seed)) else {
      return false
    }
    var found: [(method: Int, difference: Double)] = []
    for method in wanted {
      guard let score = try scores(Place(method: method, seed: seed)) else { return false }
      // By this pair alone: a look must not change when seeds are added.
      found.append(
        (method, ScoreResolution([[score, reference]]).differences([score], [reference])[0]))
    }
    for (method, difference) in found { differences[method - 1].append(difference) }
    return true
  }

  /// How many seeds a method has, the reference as many as any.
  package func seeds(of method: Int) -> Int {
    method == 0 ? differences.map(\.count).max() ?? 0 : differences[method - 1].count
  }

  /// The names of the methods that are not settled.
  package var open: [String] {
    zip(methods.dropFirst(), findings).filter { $0.1 == .open }.map(\.0)
  }
}

/// The seeds of a study in the order in which they are used: those that it lists, then further ones.
package struct SeedOrder: Sendable, Equatable {
  /// As many as a method may have; those of the list alone where none are added.
  package let all: [UInt64]
  /// How many of them the study lists.
  package let listed: Int

  package init(all: [UInt64], listed: Int) {
    self.all = all
    self.listed = listed
  }

  /// The place of a run's seed; nil for one that is not among them.
  package func place(of label: String) -> Int? {
    UInt64(label).flatMap { all.firstIndex(of: $0) }
  }
}
