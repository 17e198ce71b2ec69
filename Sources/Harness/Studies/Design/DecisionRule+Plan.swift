import Decisions
import Files
import FoundationEssentials
import Model
import Runs
import Statistics

extension DecisionRule {
  /// Refuses a study whose runs cannot answer by this rule.
  ///
  /// - Throws: `InputError`.
  func requireAnswerable(_ plan: StudyPlan, file: String) throws {
    func fail(_ problem: String) -> InputError {
      InputError(file: file, problem: "decide.by is '\(statistic.rawValue)', but \(problem)")
    }
    let factors = StudyRecord(plan).runs.map(\.factors)
    let varying = FactorialRuns.varyingKeys(factors)
    switch statistic {
    case .pairedBootstrap, .sequential, .plannedLooks:
      let methods = varying.filter { !SeedKeys.isSeed($0) }
      guard methods.count == 1, let key = methods.first else {
        throw fail(
          methods.isEmpty
            ? "only seeds vary: there are no two methods to compare"
            : "\(methods.joined(separator: " and ")) vary; make them one factor, by values "
              + "{ \"label\": …, \"set\": … }")
      }
      let sides = SeedKeys.sides(factors, by: key)
      for side in sides.dropFirst() {
        let common = SeedKeys.common(
          sides[0].runs.map { plan.entries[$0].settings.seeds },
          side.runs.map { plan.entries[$0].settings.seeds })
        guard common.count >= 2 else {
          throw fail(
            "'\(side.label)' has \(Numeral.count(common.count, "seed")) in common with "
              + "'\(sides[0].label)'; give both at least 2 of the same, by 'seeds'")
        }
        guard
          SeedLayout(common.map { plan.entries[sides[0].runs[$0.0]].settings.seeds })
            == .independent
        else {
          throw fail(
            "the runs of a method share seeds with each other, so that they are not independent; "
              + "vary the streams together, by 'seeds' or 'together'")
        }
      }
      if let followed {
        try requireSeeds(followed, of: plan.study, varying, methods: sides.count - 1, fail: fail)
      }
    case .varianceComponents:
      if let key = varying.first(where: { !SeedKeys.isSeed($0) || $0 == "seed" }) {
        throw fail("'\(key)' varies, which is no stream of random draws")
      }
      guard varying.count == 2 || varying.count == 3 else {
        throw fail("\(varying.count) streams vary; it takes two or three")
      }
      for name in shares {
        let parts = name.components(separatedBy: " × ")
        guard name == "remainder" || parts.allSatisfy(varying.contains) else {
          throw fail(
            "the rule names 'share(\(name))'; known: "
              + (varying + ["remainder"]).joined(separator: ", ") + ", and factors joined by ' × '")
        }
      }
    }
  }

  /// Refuses a followed study to which no seed can be added, or whose seeds can settle nothing.
  private func requireSeeds(
    _ rule: FollowedRule, of study: Study, _ varying: [String], methods: Int,
    fail: (String) -> InputError
  ) throws {
    let others = varying.filter { SeedKeys.isSeed($0) && $0 != "seed" }
    guard let listed = study.seeds, others.isEmpty else {
      throw fail(
        others.isEmpty
          ? "the study lists no seeds; list the first ones by 'seeds'"
          : "\(others.joined(separator: " and ")) varies; give all streams one seed, by 'seeds'")
    }
    guard listed.count <= rule.mostSeeds else {
      throw fail(
        "the study lists \(listed.count) seeds, more than the \(rule.mostSeeds) that the rule "
          + "allows")
    }
    guard rule.fewestSeeds(methods: methods) != nil else {
      let level = Numeral.exact((1 - rule.level) / Double(methods), empty: "")
      throw fail(
        "with \(Numeral.count(methods, "method")) against the first nothing can be decided by "
          + "\(rule.mostSeeds) seeds: E never reaches 1/\(level) by then; raise 'most-seeds'")
    }
  }
}
