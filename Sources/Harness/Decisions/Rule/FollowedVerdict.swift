import Files
import Foundation
package import Model
package import Runs
public import Statistics

/// What a followed study has shown so far: its looks, its methods, and what the next seeds cost.
public struct FollowedVerdict: Codable, Sendable, Equatable {
  /// What the methods are held against.
  public var reference: String
  /// The largest difference that does not matter, −1…1.
  public var margin: Double
  /// How many seeds a method may have, and how many the study lists.
  public var mostSeeds: Int
  public var listedSeeds: Int
  public var looks: [SequentialLook]
  /// Every method but the reference.
  public var methods: [Method]
  /// Nil when every method is settled.
  public var next: Next?

  /// What a method is now.
  public struct Method: Codable, Sendable, Equatable {
    public var method: String
    public var finding: SequentialFinding
    /// The chance to be settled by the most seeds, and how many more do so in 8 of 10 continuations,
    /// were mean and deviation those found; nil where it is settled, or has one seed. It binds nothing.
    public var chance: Double?
    public var moreSeeds: Int?
  }

  /// The seeds that open methods get next.
  public struct Next: Codable, Sendable, Equatable {
    /// How many seeds they have then.
    public var seeds: Int
    public var runs: Int
    /// By the median wall time of each method's finished runs, one after another.
    public var seconds: Double
  }

  /// The look that holds now.
  public var last: SequentialLook? { looks.last }

  /// - Throws: `InputError` for a run without the measure, or outside method and seeds;
  ///   ``StatisticError``.
  package init(
    _ rule: FollowedRule, runs: [FinishedRun], measure: StudyMeasure, seeds: SeedOrder,
    file: String, stream: RandomStream
  ) throws {
    let factors = runs.map(\.factors)
    let keys = FactorialRuns.varyingKeys(factors).filter { !SeedKeys.isSeed($0) }
    guard keys.count == 1 else {
      throw InputError(file: file, problem: "its runs do not differ in one factor besides seeds")
    }
    guard seeds.listed <= rule.mostSeeds else {
      throw InputError(
        file: file,
        problem: "it lists \(seeds.listed) seeds, but the rule allows \(rule.mostSeeds)")
    }
    let sides = SeedKeys.sides(factors, by: keys[0])
    var places: [FollowedStudy.Place: Int] = [:]
    for (method, side) in sides.enumerated() {
      for run in side.runs {
        let label = factors[run].first { $0.key == "seed" }?.label ?? ""
        guard let seed = seeds.place(of: label) else {
          throw InputError(file: file, problem: "the study has no seed '\(label)'")
        }
        places[FollowedStudy.Place(method: method, seed: seed)] = run
      }
    }
    let study = try FollowedStudy(
      rule: rule, methods: sides.map(\.label), listed: seeds.listed
    ) { place in
      try places[place].map { try measure.required(of: runs[$0]) }
    }
    reference = sides[0].label
    (margin, mostSeeds, listedSeeds) = (rule.margin, rule.mostSeeds, seeds.listed)
    looks = study.looks
    methods = try study.forecasts(stream: stream)
    next = study.nextSeeds.map { count in
      let times = study.due.map { place in
        Self.median(sides[place.method].runs.compactMap { runs[$0].manifest.wallSeconds })
      }
      return Next(seeds: count, runs: study.due.count, seconds: times.reduce(0, +))
    }
  }

  /// A run that was stopped and resumed states the time of its last session alone.
  private static func median(_ times: [Double]) -> Double {
    let sorted = times.sorted()
    guard let upper = sorted.dropFirst(sorted.count / 2).first else { return 0 }
    return sorted.count % 2 == 1 ? upper : (sorted[sorted.count / 2 - 1] + upper) / 2
  }
}

extension FollowedStudy {
  /// What each method is, with what further seeds would bring those that are open.
  func forecasts(stream: RandomStream) throws(StatisticError) -> [FollowedVerdict.Method] {
    let open = findings.count { $0 == .open }
    var found: [FollowedVerdict.Method] = []
    for (place, finding) in findings.enumerated() {
      var method = FollowedVerdict.Method(
        method: methods[place + 1], finding: finding, chance: nil, moreSeeds: nil)
      let own = differences[place]
      if finding == .open, own.count >= 2 {
        let forecast = try forecast(own, open: open, stream: stream.fork(place))
        (method.chance, method.moreSeeds) = (forecast?.chance, forecast?.furtherSeeds)
      }
      found.append(method)
    }
    return found
  }

  private func forecast(
    _ differences: [Double], open: Int, stream: RandomStream
  ) throws(StatisticError) -> SequentialForecast? {
    switch rule.scheme {
    case .everySeed(let variance, let most):
      try SequentialForecast(
        differences, effectVariance: variance, level: rule.level, margin: rule.margin, open: open,
        methods: findings.count, most: most, stream: stream)
    case .plannedLooks:
      if let family = family ?? rule.family(methods: findings.count) {
        try SequentialForecast(
          differences, looks: family, margin: rule.margin, open: open, stream: stream)
      } else {
        nil
      }
    }
  }
}

extension StudyMeasure {
  /// The score of a run, −1…1.
  ///
  /// - Throws: `InputError` for a run that was not scored on the task.
  package func required(of run: FinishedRun) throws -> Double {
    guard let value = value(in: run.result.scores) else {
      throw InputError(
        file: run.folder.path, problem: "it has no score of the study's measure, \(self)")
    }
    return value
  }
}
