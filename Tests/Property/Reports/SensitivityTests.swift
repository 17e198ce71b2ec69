import Decisions
import Files
import Foundation
import Model
import Reports
import Runs
import Studies
import Support
import Testing

@Suite struct SensitivityTests {
  /// Two methods under six seeds and three tasks, the second better by `gain` in a task and seed.
  private func summary(_ gain: (_ task: Int, _ seed: Int) -> Double) throws -> StudySummary {
    var summary = FakeStudy.methods([0, 0], seeds: 6, tasks: ["x", "y", "z"])
    let half = summary.runs.count / 2
    for index in summary.runs.indices where index >= half {
      let seed = index - half
      summary.runs[index].scores = summary.runs[seed].scores.enumerated().map { task, score in
        score.map { $0 + gain(task, seed) }
      }
      summary.runs[index].average = summary.averageOfTasks(summary.runs[index].scores)
    }
    return try FakeStudy.analyzed(summary).again(file: "", compute: oneThread)
  }

  /// What each seed adds, so that the difference has a spread.
  private static let small = [0.001, -0.001, 0.0005, -0.0005, 0.0008, -0.0008]

  @Test func `a clear gain in every task and seed flips nothing, and a line says so`() throws {
    let found = try summary { _, seed in 0.05 + Self.small[seed] }
    let own = try #require(found.sensitivity)
    #expect(own.flips.isEmpty && own.seeds.count == 6 && own.tasks == ["x", "y", "z"])
    #expect(own.correlation == nil && own.notLookedAt.count == 1)
    #expect(found.outlook?.hasPrefix("Hardly more seeds of this kind") == true)
    let page = MarkdownPage(Document(found, isDrawn: false)).text
    #expect(
      page.contains(
        "No verdict changes when any one of 6 seeds or any one of 3 tasks is left out."))
  }

  @Test func `a gain of one task alone flips without that task`() throws {
    let found = try summary { task, seed in (task == 1 ? 0.05 : 0) + Self.small[seed] }
    let own = try #require(found.sensitivity)
    #expect(own.flips.map(\.change) == ["without y"])
    #expect(own.flips.first?.verdict == "better" && own.flips.first?.becomes == "unresolved")
    #expect(abs(own.flips.first?.difference ?? 1) < 1e-4)
    #expect(
      found.outlook
        == "Other tasks: the verdict on noise 16 changes when one task is left out. Other data, models or"
        + " settings may differ.", "\(found.outlook ?? "")")
    let table = try #require(Table.sensitivity(of: found))
    #expect(
      table.rows.map { $0.map(\.text) } == [
        ["noise 16", "better", "unresolved", "without y"]
      ])
  }

  @Test func `a single seed that hides a gain flips when it is left out`() throws {
    let found = try summary { _, seed in seed == 2 ? -0.05 : 0.02 + Self.small[seed] }
    let own = try #require(found.sensitivity)
    let flip = try #require(own.flips.first { $0.change == "without seed 3" })
    #expect(flip.verdict == "unresolved" && flip.becomes == "better")
    #expect(own.flips.allSatisfy { $0.change == "without seed 3" })
  }

  @Test func `with two common seeds none can be left out, and it is said`() throws {
    let found = try FakeStudy.methods([0, 6], seeds: 2).again(file: "", compute: oneThread)
    let own = try #require(found.sensitivity)
    #expect(own.seeds.isEmpty)
    #expect(own.notLookedAt.contains { $0.hasPrefix("Not left out") })
  }

  @Test func `a method without a comparison has nothing to flip`() throws {
    let found = try FakeStudy.summary().again(file: "", compute: oneThread)
    #expect(found.sensitivity == nil)
  }

  @Test func `the other correlation is looked at where runs have it`() throws {
    var found = try summary { _, seed in 0.05 + Self.small[seed] }
    // By the other correlation the methods have the same scores.
    let half = found.runs.count / 2
    for index in found.runs.indices {
      let own = found.runs[index % half]
      found.runs[index].other = OtherScores(scores: own.scores, average: own.average)
    }
    let again = try found.again(file: "", compute: oneThread)
    let own = try #require(again.sensitivity)
    #expect(again.outlook?.contains("noise 16 changes by Pearson's correlation.") == true)
    #expect(own.correlation == "Pearson" && own.notLookedAt.isEmpty)
    #expect(own.flips.map(\.change) == ["by Pearson"])
    #expect(own.flips.first?.becomes == "the same scores")
  }

  @Test func `a rule on shares flips with the factor that it is about`() throws {
    let plan = try studyPlan(
      #""vary": { "data-order": [1, 2, 3, 4, 5], "dropout": [1, 2, 3, 4] }, "decide": { "#
        + #""by": "variance-components", "resamples": 200, "level": 0.95, "#
        + #""holds-if": "share(data-order) > share(dropout)" }"#)
    try withTemporaryFolder { folder in
      // One data order alone stands out.
      try PlantedRuns.write(plan, to: folder) { $0.label("data-order") == "3" ? 4 : 0.5 }
      let collection = try StudyCollection([folder])
      let summary = try collection.summary(
        acrossProtocols: false, rule: .usual,
        decisions: try collection.decisions(compute: oneThread), published: [], compute: oneThread)
      #expect(summary.decisions.first?.outcome == .holds)
      let own = try #require(summary.sensitivity)
      #expect(own.seeds.count == 9 && own.correlation == "Pearson")
      let flip = try #require(own.flips.first { $0.change == "without data order 3" })
      #expect(flip.verdict == "holds" && flip.becomes != "holds")
      #expect(flip.of == "share(data-order) > share(dropout)")
      #expect(summary.outlook?.contains(" The rule's verdict changes when one seed") == true)
    }
  }
}
