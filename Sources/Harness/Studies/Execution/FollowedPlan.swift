package import Decisions
import Files
public import Foundation
import Model
import Runs
import Statistics

/// A followed study in its folder: what it has shown, and which runs the next look needs.
///
/// It is a function of the study and of the finished runs alone, so that any number of processes, on any
/// machines, agree on what is due, and a study that was stopped continues as if it had not been.
public struct FollowedPlan: Sendable {
  /// The runs that the study lists, those under further seeds that it has used, and those of the next
  /// look that have begun.
  public let plan: StudyPlan
  /// The same with every run that the next look needs.
  public let planWithDue: StudyPlan
  /// The runs that the next look needs and that are not finished.
  public let due: [StudyPlan.Entry]
  package let study: FollowedStudy
  /// By method and seed, the first method being the reference.
  private let entries: [[StudyPlan.Entry]]

  /// Nil for a study whose rule is not followed.
  ///
  /// - Inputs: `folder`, that of the study, nil where it has none yet; `scores`, those known already by
  ///   run, to which is added.
  /// - Throws: `InputError` for a run without the study's measure; `StatisticError`.
  public init?(_ plan: StudyPlan, folder: URL?, scores known: inout [String: Double]) throws {
    let file = folder?.appendingPathComponent("plan.json").path ?? plan.study.name
    guard let rule = try plan.study.followedRule(file: file),
      let measure = StudyMeasure(plan.study.measure)
    else { return nil }
    let seeds = plan.study.seedOrder(rule)
    let (methods, entries) = try plan.grid(seeds)
    let runs = folder?.appendingPathComponent("runs")
    var found = known
    let study = try FollowedStudy(rule: rule, methods: methods, listed: seeds.listed) { place in
      let entry = entries[place.method][place.seed]
      if let score = found[entry.id] { return score }
      guard let run = runs.map({ RunFolder($0.appendingPathComponent(entry.id)) }),
        let result = run.result, run.manifest?.settingsHash == entry.hash
      else { return nil }
      guard let score = measure.value(in: result.scores) else {
        throw InputError(
          file: run.place.path, problem: "it has no score of the study's measure, \(measure)")
      }
      found[entry.id] = score
      return score
    }
    known = found
    self.study = study
    self.entries = entries
    due = study.due.map { entries[$0.method][$0.seed] }
    func further(_ isWanted: (StudyPlan.Entry) -> Bool) -> [StudyPlan.Entry] {
      (seeds.listed..<max(seeds.listed, study.nextSeeds ?? study.seeds(of: 0))).flatMap { seed in
        methods.indices.filter {
          seed < study.seeds(of: $0) || isWanted(entries[$0][seed])
        }.map { entries[$0][seed] }
      }
    }
    let awaited = Set(study.next.map { entries[$0.method][$0.seed].id })
    self.plan = plan.listing(
      further: further { entry in
        awaited.contains(entry.id)
          && runs.map { RunFolder($0.appendingPathComponent(entry.id)).state != .waiting } ?? false
      })
    planWithDue = plan.listing(further: further { awaited.contains($0.id) })
  }

  /// As ``init(_:folder:scores:)``, where nothing is known yet.
  public init?(_ plan: StudyPlan, folder: URL?) throws {
    var scores: [String: Double] = [:]
    try self.init(plan, folder: folder, scores: &scores)
  }

  /// Whether every method is settled or out of seeds.
  public var isSettled: Bool { study.nextSeeds == nil }

  /// Every run that the study may come to have, by method and seed.
  package var everyRun: [StudyPlan.Entry] { Array(entries.joined()) }

  /// The plan with these runs of the study too, also where they are not due.
  public func plan(with ids: [String]) -> StudyPlan {
    let known = Set(plan.entries.map(\.id))
    return plan.listing(
      further: Array(plan.entries[plan.listedCount...])
        + entries.joined().filter { ids.contains($0.id) && !known.contains($0.id) })
  }

  /// The runs that each look was the first to take.
  var runsByLook: [[String]] {
    var counts = Array(repeating: 0, count: entries.count)
    return study.looks.map { look in
      var runs: [String] = []
      for (method, seeds) in ([look.seeds] + look.methods.map(\.seeds)).enumerated() {
        runs += entries[method][counts[method]..<max(seeds, counts[method])].map(\.id)
        counts[method] = max(seeds, counts[method])
      }
      return runs
    }
  }
}

extension StudyPlan {
  /// The methods of a followed study and, by method and seed, its runs.
  fileprivate func grid(
    _ seeds: SeedOrder
  ) throws -> (methods: [String], entries: [[Entry]]) {
    let listed = Array(entries[..<listedCount])
    let keys = FactorialRuns.varyingKeys(listed.map(\.factors)).filter { !SeedKeys.isSeed($0) }
    let sides = SeedKeys.sides(listed.map(\.factors), by: keys.first ?? "")
    return (
      sides.map(\.label),
      try sides.map { side in
        try seeds.all.enumerated().map { place, seed in
          let own = side.runs.map { listed[$0] }.first { $0.label("seed") == String(seed) }
          return try own ?? entry(listed[side.runs[0]], seed: seed)
        }
      }
    )
  }
}

extension StudyPlan.Entry {
  fileprivate func label(_ key: String) -> String? { factors.first { $0.key == key }?.label }
}
