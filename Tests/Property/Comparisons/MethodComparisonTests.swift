import Decisions
import Evaluation
import Files
import Foundation
import Model
import Runs
import Statistics
import Studies
import Support
import Testing

@Suite struct MethodComparisonTests {
  static let options = MethodComparison.Options(
    measure: StudyMeasure(task: nil, correlation: .spearman), level: 0.95, margin: 0.01,
    resamples: 300, seed: 1, acrossProtocols: false)

  /// A study of three methods under `seeds`: at temperature 0.06 with less noise than at the others.
  private func inStudy<Result>(
    seeds: Int = 6, _ body: (URL) throws -> Result
  ) throws -> Result {
    let list = (1...seeds).map(String.init).joined(separator: ", ")
    let plan = try studyPlan(
      """
      "vary": { "temperature": [0.05, 0.06, 0.07] }, "seeds": [\(list)]
      """)
    return try withTemporaryFolder { folder in
      try PlantedRuns.write(plan, to: folder.appendingPathComponent("study")) { entry in
        ["0.06": 0.4, "0.07": 1.5][entry.label("temperature")] ?? 1.5
      }
      return try body(folder.appendingPathComponent("study"))
    }
  }

  private func compare(
    _ a: MethodRuns, _ b: MethodRuns, _ options: MethodComparison.Options = options,
    threads: Int = 1
  ) throws -> MethodComparison {
    try MethodComparison(
      a, b, options: options, compute: Compute(product: .exact, threads: threads))
  }

  private func method(_ folder: URL, _ temperature: String) throws -> MethodRuns {
    try MethodRuns(folder, filters: [("temperature", temperature)])
  }

  @Test func `a better method is better, the other way round it is worse by as much`() throws {
    try inStudy { folder in
      let (good, plain) = (try method(folder, "0.06"), try method(folder, "0.05"))
      let (there, back) = (try compare(good, plain), try compare(plain, good, threads: 3))
      #expect(there.answer == .better && back.answer == .worse)
      #expect(there.answer.exitCode == 0 && back.answer.exitCode == 1)
      #expect(there.pairing == "paired" && there.commonSeeds == 6)
      for (row, other) in zip(there.rows, back.rows) {
        #expect(row.difference == -other.difference)
        #expect(abs(row.interval.lower + other.interval.upper) < 1e-15)
        #expect(row.superiority + other.superiority == 1)
        #expect(row.signedRankP == other.signedRankP)
        let (joint, mirror) = (try #require(row.jointInterval), try #require(other.jointInterval))
        #expect(abs(joint.lower + mirror.upper) < 1e-12)
      }
      #expect(there.rows.map(\.name) == ["average", "synthetic-english"])
      #expect(there.orderRefused?.contains("share seeds") == true)
      #expect(there.words.hasSuffix("better"))
      #expect(try compare(good, plain, threads: 2) == there)
    }
  }

  @Test func `the paired row is the paired comparison of the runs' scores`() throws {
    try inStudy { folder in
      let (a, b) = (try method(folder, "0.07"), try method(folder, "0.05"))
      let row = try #require(try compare(a, b).rows.first)
      let paired = try Difference(
        paired: a.runs.map(\.result.scores.average.spearman),
        b.runs.map(\.result.scores.average.spearman))
      #expect(abs(row.p - paired.p()) < 1e-12)
      #expect(abs(row.interval.lower - paired.interval(level: 0.95).lower) < 1e-14)
      #expect(
        row.verdict == paired.verdict(level: 0.95, margin: 0.01).words(margin: "1.00 points"))
    }
  }

  @Test func `a near method has no difference that matters, or needs more seeds for a tiny margin`()
    throws
  {
    try inStudy { folder in
      let plain = try method(folder, "0.05")
      var wide = Self.options
      wide.margin = 0.9
      let near = try compare(try method(folder, "0.07"), plain, wide)
      #expect(near.answer == .noDifference && near.answer.exitCode == 4)
      var narrow = Self.options
      narrow.margin = 1e-6
      let alike = try compare(try method(folder, "0.07"), plain, narrow)
      #expect(alike.answer == .unresolved && alike.answer.exitCode == 3)
      #expect(alike.rows[0].verdict.contains("more seeds"))
    }
  }

  /// Runs of one method, some of which are given on both sides.
  private func part(_ runs: MethodRuns, _ places: [Int]) -> MethodRuns {
    MethodRuns(name: "part", runs: places.map { runs.runs[$0] })
  }

  @Test func `a run that is on both sides is named, and left out of both`() throws {
    try inStudy(seeds: 8) { folder in
      let plain = try method(folder, "0.05")
      let found = try compare(part(plain, [0, 1, 2, 3]), part(plain, [3, 4, 5, 2]))
      let same = [2, 3].map { plain.runs[$0].id }
      #expect(found.sameRuns == same)
      #expect(found.notes.contains { $0.contains(same[0]) && $0.contains(same[1]) })
      let without = try compare(part(plain, [0, 1]), part(plain, [4, 5]))
      #expect(found.rows == without.rows && without.sameRuns.isEmpty)
      #expect(found.pairing == "unpaired")
    }
  }

  @Test func `a copy is the same run, one made again is another with the same bits`() throws {
    try inStudy { folder in
      let plain = try method(folder, "0.05")
      var again = plain.runs
      for place in again.indices { again[place].manifest.wallSeconds? += 1 }
      let copies = MethodRuns(name: "copies", runs: plain.runs)
      let error = #expect(throws: InputError.self) { try compare(plain, copies) }
      #expect(plain.runs.allSatisfy { "\(error as Any)".contains($0.id) })
      let twice = try compare(plain, MethodRuns(name: "again", runs: again))
      #expect(twice.answer == .noDifference && twice.commonSeeds == 6)
      #expect(twice.rows.allSatisfy { $0.difference == 0 && $0.p == 1 })
      #expect(twice.notes.contains { $0.contains("equal to the bit") })
    }
  }

  @Test func `one common seed is named, and not taken for two independent runs`() throws {
    try inStudy(seeds: 8) { folder in
      let (good, plain) = (try method(folder, "0.06"), try method(folder, "0.05"))
      let found = try compare(part(good, [0, 1, 2]), part(plain, [2, 3, 4]))
      let without = try compare(part(good, [0, 1, 2]), part(plain, [3, 4]))
      #expect(found.rows == without.rows && found.pairing == "unpaired")
      #expect(
        found.notes.contains { $0.contains(good.runs[2].id) && $0.contains(plain.runs[2].id) })
    }
  }

  // SciPy 1.17: ttest_ind(a, b, equal_var=False) and its confidence_interval(0.95).
  @Test func `unlike seeds are compared as Welch does`() throws {
    let welch = try Difference(
      unpaired: [0.751, 0.742, 0.763, 0.748, 0.755, 0.761], .independent,
      [0.744, 0.731, 0.752, 0.739], .independent)
    #expect(abs(welch.p() - 0.07343475525756687) < 1e-9)
    #expect(abs(welch.degreesOfFreedom - 6.07690503894934) < 1e-9)
    let interval = welch.interval(level: 0.95)
    #expect(abs(interval.lower - -0.0015267109027759986) < 1e-9)
    #expect(abs(interval.upper - 0.025193377569442503) < 1e-9)
  }

  @Test func `runs without common seeds are not paired, and ten of each have an order`() throws {
    try inStudy(seeds: 20) { folder in
      func half(_ temperature: String, _ isFirst: Bool) throws -> MethodRuns {
        let all = try method(folder, temperature).runs
        return MethodRuns(
          name: temperature, runs: Array(isFirst ? all.prefix(10) : all.suffix(10)))
      }
      let comparison = try compare(try half("0.06", true), try half("0.05", false))
      #expect(comparison.pairing == "unpaired" && comparison.commonSeeds == nil)
      #expect(comparison.answer == .better)
      #expect(comparison.rows[0].jointInterval == nil && comparison.rows[0].signedRankP == nil)
      #expect(comparison.order?.map(\.isGreater) == [true, false])
      let few = MethodRuns(name: "few", runs: Array(try half("0.06", true).runs.prefix(5)))
      let refused = try compare(few, try half("0.05", false))
      #expect(refused.order == nil && refused.orderRefused?.contains("fewer than 10") == true)
    }
  }

  @Test func `runs of two methods in one side, or scored otherwise, are refused`() throws {
    try inStudy { folder in
      let plain = try method(folder, "0.05")
      #expect(throws: InputError.self) { try MethodRuns(folder, filters: []) }
      #expect(throws: InputError.self) { try method(folder, "0.09") }
      let one = MethodRuns(name: "one", runs: [plain.runs[0]])
      #expect(throws: InputError.self) { try compare(one, plain) }
      let other = folder.appendingPathComponent("../other")
      for (seed, run) in plain.runs.enumerated() {
        var settings = try smallRunSettings([
          "evaluation.token-limit=32", "seeds.dropout=\(seed)",
        ])
        settings.seeds = run.seeds
        try PlantedRuns.write(
          settings, noise: 1, own: "\(seed)", to: other.appendingPathComponent("\(seed)"))
      }
      let cut = try MethodRuns(other, filters: [])
      #expect(throws: InputError.self) { try compare(cut, plain) }
      var across = Self.options
      across.acrossProtocols = true
      #expect(try compare(cut, plain, across).rows.count == 2)
    }
  }

  @Test func `a run that diverged is compared and told`() throws {
    try inStudy { folder in
      let runs = folder.appendingPathComponent("runs")
      let plain = try method(folder, "0.05")
      let manifest = RunFolder(runs.appendingPathComponent(plain.runs[2].id)).manifest
      try PlantedRuns.write(
        try #require(manifest?.settings), noise: 1.5, own: plain.runs[2].id, divergedAtStep: 3,
        to: runs.appendingPathComponent(plain.runs[2].id))
      let comparison = try compare(try method(folder, "0.05"), try method(folder, "0.06"))
      #expect(comparison.a.diverged == 1 && comparison.a.runs.count == 6)
      #expect(comparison.notes.contains { $0.contains("1 of 6 runs of A diverged") })
    }
  }
}
