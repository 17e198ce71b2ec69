import Decisions
import Files
import Foundation
import Model
import Runs
import Statistics
import Studies
import Support
import Testing

@Suite struct GateSlowTests {
  static let studies = 2000

  /// Scores of both sides of a study: five and five, the new ones shifted; in points.
  private func study(
    _ index: Int, task: Int = 0, shift: Double = 0, deviation: Double = 0.3
  ) -> (old: [Double], new: [Double]) {
    let draws = RandomStream(seed: 17, label: "studies").fork(index).fork(task).normal(10)
    return (
      draws[..<5].map { 0.75 + deviation / 100 * $0 },
      draws[5...].map { 0.75 + (shift + deviation * $0) / 100 }
    )
  }

  /// The share of studies with a verdict.
  private func share(
    of verdicts: Set<GateVerdict>, shift: Double, deviation: Double = 0.3, margin: Double = 0.5,
    arePaired: Bool = false
  ) throws -> Double {
    let found = try (0..<Self.studies).count { index in
      let (old, new) = study(index, shift: shift, deviation: deviation)
      return verdicts.contains(try FakeRuns.verdict(old, new, arePaired: arePaired, margin: margin))
    }
    return Double(found) / Double(Self.studies)
  }

  /// Welch's test of five and five at 0.05 is a little shy: 0.0443 of 400,000 studies in NumPy and
  /// SciPy, with a margin that nothing lies within. The binomial deviation of 2,000 studies is 0.0046, of
  /// one side 0.0033. A wide margin holds some of them, and so takes alarms away.
  @Test func `unchanged runs are called changed about as often as the level says`() throws {
    let alarms = try share(of: [.regressed, .improved], shift: 0, margin: 0.001)
    #expect(abs(alarms - 0.0443) < 0.015, "\(alarms)")
    let drops = try share(of: [.regressed], shift: 0, margin: 0.001)
    #expect(abs(drops - 0.0222) < 0.0105, "\(drops)")
    #expect(try share(of: [.regressed, .improved], shift: 0) <= alarms)
  }

  /// At the border of the margin two one-sided tests at 5 % say *holds* in at most 5 % of studies, and
  /// in nearly as many while the other border is far. The band, stated before the studies were drawn,
  /// is 0.05 and three binomial deviations of 2,000 studies, 0.0146.
  @Test(arguments: [-0.5, 0.5], [true, false])
  func `a change as large as the margin holds in no more than 5 % of studies`(
    _ shift: Double, _ arePaired: Bool
  ) throws {
    let holding = try share(of: [.holds], shift: shift, arePaired: arePaired)
    #expect(holding <= 0.05 + 0.0146, "\(holding)")
    // Sharp as well: a gate that never holds would pass the first line.
    #expect(holding >= 0.03, "\(holding)")
  }

  /// The noisier the runs, the less often a gate holds; where the interval cannot fit, never.
  @Test func `noise makes a gate unresolved, not silent`() throws {
    let shares = try [0.1, 0.3, 0.6, 2].map { try share(of: [.holds], shift: 0, deviation: $0) }
    #expect(shares[0] > 0.99 && shares[1] < shares[0] && shares[2] < 0.1 && shares[3] < 0.01)
    #expect(shares == shares.sorted(by: >), "\(shares)")
  }

  /// The drop that gates of this deviation name on average, planted.
  @Test func `a drop of the size that it names is regressed in about 8 of 10 studies`() throws {
    let five = FakeRuns.five(mean: 0.75, deviation: 0.003)
    let drop = try FakeRuns.comparison(five, five).difference
      .smallestDifference(level: 0.95, power: Gate.power)
    let found = try share(of: [.regressed], shift: -100 * drop)
    #expect(abs(found - 0.8) < 0.04, "\(found)")
  }

  /// As many pairs as an unresolved gate asks for, were its difference and deviation the true ones.
  /// The band is 0.8 and three binomial deviations of 2,000 studies, 0.027.
  @Test func `with the runs that an unresolved gate asks for 8 of 10 studies are resolved`() throws
  {
    let old = FakeRuns.five(mean: 0.75, deviation: 0.01)
    let new = zip(old, FakeRuns.five(mean: -0.003, deviation: 0.004)).map { $0 + $1 }
    let more = try #require(try FakeRuns.entry(old, new, arePaired: true).need?.moreRunsOnEachSide)
    let stream = RandomStream(seed: 18, label: "resolved")
    let unresolved = try (0..<Self.studies).count { index in
      let changes = stream.fork(index).normal(5 + more)
      return try FakeRuns.verdict(
        changes.map { _ in 0.75 }, changes.map { 0.75 - 0.003 + 0.004 * $0 }, arePaired: true)
        == .unresolved
    }
    let resolved = 1 - Double(unresolved) / Double(Self.studies)
    #expect(resolved > 0.8 - 0.027 && resolved < 0.9, "\(resolved) with \(more)")
  }

  @Test func `over eight scores a false alarm anywhere is as rare, and most gates hold`() throws {
    var (alarms, holding) = (0, 0)
    let (narrow, wide) = (FakeRuns.judge(margin: 0.25), FakeRuns.judge(margin: 0.5))
    for index in 0..<Self.studies {
      let differences = try (0..<8).map { task in
        let (old, new) = study(index, task: task, deviation: 0.15)
        return try FakeRuns.comparison(old, new, replicates: [0, 0], task: "\(task)").difference
      }
      let adjusted = holmAdjusted(differences.map { $0.p() })
      func verdicts(_ judge: GateJudge) -> [GateVerdict] {
        zip(differences, adjusted).map { judge.verdict($0, adjustedP: $1) }
      }
      if verdicts(narrow).contains(where: { $0 == .regressed || $0 == .improved }) { alarms += 1 }
      if verdicts(wide).allSatisfy({ $0 == .holds }) { holding += 1 }
    }
    #expect(Double(alarms) / Double(Self.studies) < 0.065, "\(alarms)")
    #expect(Double(holding) / Double(Self.studies) > 0.9, "\(holding)")
  }

  @Test func `runs are read from their folders, and scores that do not fit the pairs refused`()
    throws
  {
    try withTemporaryFolder { folder in
      for seed in 1...2 {
        let settings = try smallRunSettings(["seeds.dropout=\(seed)"])
        try Run(settings: settings, folder: folder.appendingPathComponent("run-\(seed)"))
          .execute(places: noPlaces, threads: 1) { _ in }
      }
      let runs = try FinishedRun.gather([folder])
      #expect(runs.map(\.id) == ["run-1", "run-2"] && runs[0].tasks[0].pairs.count == 40)
      let gate = try FakeRuns.gate(runs, runs)
      #expect(gate.isIdentical && gate.verdict == .holds)

      let scores = folder.appendingPathComponent("run-1/scores/synthetic-english.tsv")
      var lines = try String(contentsOf: scores, encoding: .utf8).split(separator: "\n")
      let fields = lines[1].split(separator: "\t").dropLast()
      lines[1] = Substring(fields.joined(separator: "\t") + "\t-1")
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: scores)
      #expect {
        try FinishedRun.gather([folder])
      } throws: {
        "\($0)".contains("synthetic-english.tsv") && "\($0)".contains("result.json states")
      }
      #expect(throws: InputError.self) {
        try FinishedRun.gather([folder.appendingPathComponent("nowhere")])
      }
    }
  }
}
