import Decisions
import Files
import Foundation
import Model
import Reports
import Runs
import Statistics
import Support
import Testing

@Suite struct StudyAnalysisTests {
  @Test func `a method that alone draws from a stream is compared under the seeds of the others`() {
    var summary = FakeStudy.methods([0, 1, 2])
    for index in summary.runs.indices where summary.runs[index].variant == "noise 16" {
      summary.runs[index].seeds.masking = summary.runs[index].seeds.dropout
    }
    let analysis = FakeStudy.analysis(summary.runs, tasks: summary.tasks)
    #expect(analysis.uncompared.isEmpty)
    #expect(
      analysis.comparisons.map(\.difference) == summary.analysis.comparisons.map(\.difference))
    #expect(analysis.ranks.count == 3 && analysis.ranks == summary.analysis.ranks)
  }

  @Test func `the shares of a crossed study are those of its scores, with intervals`() throws {
    let summary = FakeStudy.summary()
    let share = try #require(summary.analysis.averageShare(of: "in-batch-negatives"))
    #expect(share.method == "analysis-of-variance")
    #expect(share.parts.map(\.name) == ["data order", "dropout", "remainder"])
    let runs = try FactorialRuns(
      factors: ["data order", "dropout"],
      levels: summary.runs.map { [$0.seeds.dataOrder, $0.seeds.dropout] },
      values: summary.runs.compactMap(\.average))
    let own = try VarianceComponents.analysisOfVariance(
      runs, level: 0.95, draws: 200, stream: RandomStream(seed: 7, label: "other"),
      compute: oneThread)
    #expect(share.parts.map(\.variance) == own.parts.map(\.variance))
    #expect(abs(share.parts.reduce(0) { $0 + ($1.share ?? 0) } - 1) < 1e-12)
    for part in share.parts { #expect(part.interval?.contains(part.share ?? -1) == true) }
  }

  @Test func `a study with runs missing is split by restricted likelihood`() throws {
    var summary = FakeStudy.summary()
    summary.runs.removeLast()
    let share = try #require(
      FakeStudy.analyzed(summary).analysis.averageShare(of: "in-batch-negatives"))
    #expect(share.method == "restricted-likelihood")
  }

  @Test func `seeds that move together are told, not split`() {
    let analysis = FakeStudy.methods([0]).analysis
    #expect(analysis.shares.isEmpty)
    #expect(
      analysis.unsplit.first?.contains("initialization + data order + dropout") == true,
      "\(analysis.unsplit)")
  }

  @Test func `threads change nothing`() {
    let runs = FakeStudy.summary(variants: ["a", "b"]).runs
    #expect(
      FakeStudy.analysis(runs, tasks: FakeStudy.tasks, threads: 1)
        == FakeStudy.analysis(runs, tasks: FakeStudy.tasks, threads: 3))
  }

  // With common seeds the fake methods differ by their gain and a little noise of their own.
  @Test func `a clear gain is better, a clear loss worse, and a hair unresolved`() throws {
    let analysis = FakeStudy.methods([0, 6, -6, 0.01], seeds: 8).analysis
    func verdict(_ name: String) -> String? {
      analysis.comparison(name, StudySummary.average)?.verdict.words(margin: nil)
    }
    #expect(verdict("noise 16") == "better")
    #expect(verdict("noise 32") == "worse")
    #expect(verdict("noise 64")?.hasPrefix("unresolved: about") == true)
    #expect(analysis.comparisons.count == 3 * 8)
    #expect(analysis.probability("noise 16", above: "in-batch-negatives") == 1)
    #expect(analysis.ranks.map(\.method).first == "noise 16")
    #expect(analysis.ranks.first?.worst == 1)
  }

  @Test func `a margin turns a small difference into none that matters`() throws {
    let summary = FakeStudy.methods([0, 0.01], seeds: 40)
    let wide = FakeStudy.analyzed(summary, margin: 0.05).analysis.comparisons.last
    #expect(wide?.verdict.words(margin: "5.00") == "no difference larger than 5.00")
  }

  @Test func `another baseline turns the differences around`() throws {
    let summary = FakeStudy.methods([0, 6], seeds: 8)
    let other = FakeStudy.analyzed(summary, baseline: "noise 16")
    let (a, b) = (summary.analysis.comparisons.last, other.analysis.comparisons.last)
    #expect(a?.difference == b.map { -$0.difference })
    #expect(b?.verdict == .worse)
    #expect(b?.method == "in-batch-negatives")
  }

  // Runs of one data order share its luck: nine crossed runs are no nine independent ones.
  @Test func `crossed common seeds widen the interval of a difference`() throws {
    let crossed = FakeStudy.summary(variants: ["a", "b"])
    let own = try #require(crossed.analysis.comparisons.last)
    #expect(own.count == 9)
    var independent = crossed
    for (place, index) in independent.runs.indices.enumerated() {
      independent.runs[index].seeds = FakeStudy.seeds(place % 9, place % 9, place % 9)
    }
    let plain = try #require(FakeStudy.analyzed(independent).analysis.comparisons.last)
    #expect(plain.difference == own.difference)
    #expect(own.interval.halfWidth >= plain.interval.halfWidth)
    #expect(crossed.analysis.superiorities.allSatisfy { $0.interval == nil })
    #expect(crossed.analysis.ranks.isEmpty)
  }

  @Test func `methods without common seeds are not compared, and it is told`() {
    var summary = FakeStudy.methods([0, 1])
    for index in summary.runs.indices where summary.runs[index].variant != "in-batch-negatives" {
      let seeds = summary.runs[index].seeds
      summary.runs[index].seeds = FakeStudy.seeds(
        Int(seeds.initialization) + 100, Int(seeds.dataOrder) + 100, Int(seeds.dropout) + 100)
    }
    let analysis = FakeStudy.analyzed(summary).analysis
    #expect(analysis.comparisons.isEmpty)
    #expect(analysis.uncompared.first?.contains("at least two common seeds") == true)
    #expect(analysis.superiorities.first?.isPaired == false)
  }

  // As a head of one task beside heads of several.
  @Test func `a method that lacks a task is compared on the others`() throws {
    var summary = FakeStudy.methods([0, 6, -6], tasks: ["sentiment", "similarity"])
    for index in summary.runs.indices where summary.runs[index].variant == "noise 16" {
      summary.runs[index].scores[0] = nil
      summary.runs[index].average = nil
    }
    let found = FakeStudy.analyzed(summary)
    #expect(found.analysis.uncompared.isEmpty)
    #expect(found.averagesOrTasks.map(\.method) == ["noise 16", "noise 32"])
    #expect(found.averagesOrTasks.map(\.task) == ["similarity", StudySummary.average])
    let table = try #require(Table.comparisons(of: found))
    #expect(table.columns.prefix(2).map(\.heading) == ["method", "of"])
    #expect(table.rows.map(\.[1].text) == ["similarity", "average"])
  }

  // The average of a single task is the same numbers, and so has the same intervals.
  @Test func `the same scores have one interval in every row`() throws {
    let shares = FakeStudy.summary(dataOrders: 3, dropouts: 4, tasks: ["only"]).analysis.shares
    #expect(shares.map(\.task) == ["only", StudySummary.average])
    #expect(shares[0].parts == shares[1].parts)
  }

  @Test func `seeds survive the report's file in one form, a list by stream`() throws {
    let run = FakeStudy.summary().runs[5]
    let data = try StrictJSON.encode(run)
    #expect(try StrictJSON.decode(RunSummary.self, from: data, file: "") == run)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("\"stream\" : \"data-order\""))
    let missing = text.replacing("\"data-order\"", with: "\"order\"")
    #expect(throws: (any Error).self) {
      try StrictJSON.decode(RunSummary.self, from: Data(missing.utf8), file: "")
    }
  }
}
