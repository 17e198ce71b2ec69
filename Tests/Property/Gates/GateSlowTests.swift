import Decisions
import Foundation
import Model
import Runs
import Statistics
import Studies
import Support
import Testing

@Suite struct GateSlowTests {
  static let studies = 2000

  /// Scores of both sides of a study: five and five, deviation 0.3 points, the new ones shifted.
  private func study(_ index: Int, task: Int, shift: Double) -> (old: [Double], new: [Double]) {
    let draws = RandomStream(seed: 17, label: "studies").fork(index).fork(task).normal(10)
    return (
      draws[..<5].map { 0.75 + 0.003 * $0 }, draws[5...].map { 0.75 + shift + 0.003 * $0 }
    )
  }

  /// Welch's test of five and five at 0.05 is a little shy: 0.0443 of 400,000 studies in NumPy and
  /// SciPy. The binomial deviation of 2,000 studies is 0.0046, of one side 0.0033.
  @Test func `unchanged runs are called changed about as often as the confidence says`() throws {
    var (alarms, drops) = (0, 0)
    for index in 0..<Self.studies {
      let (old, new) = study(index, task: 0, shift: 0)
      let verdict = try FakeRuns.entry(old, new).verdict
      if verdict == .regressed || verdict == .improved { alarms += 1 }
      if verdict == .regressed { drops += 1 }
    }
    #expect(abs(Double(alarms) / Double(Self.studies) - 0.0443) < 0.015, "\(alarms)")
    #expect(abs(Double(drops) / Double(Self.studies) - 0.0222) < 0.0105, "\(drops)")
  }

  /// The drop that gates of this deviation name on average, planted.
  @Test func `a drop of the size that it names is regressed in about 8 of 10 studies`() throws {
    let five = FakeRuns.five(mean: 0.75, deviation: 0.003)
    let drop = try FakeRuns.comparison(five, five).difference
      .smallestDifference(level: 0.95, power: Gate.power)
    var found = 0
    for index in 0..<Self.studies {
      let (old, new) = study(index, task: 0, shift: -drop)
      if try FakeRuns.entry(old, new).verdict == .regressed { found += 1 }
    }
    #expect(abs(Double(found) / Double(Self.studies) - 0.8) < 0.04, "\(found)")
  }

  @Test func `over eight scores a false alarm anywhere is as rare, and most gates hold`() throws {
    var (alarms, holding) = (0, 0)
    for index in 0..<Self.studies {
      let comparisons = try (0..<8).map { task in
        let (old, new) = study(index, task: task, shift: 0)
        return try FakeRuns.comparison(old, new, replicates: [0, 0], task: "\(task)")
      }
      let adjusted = holmAdjusted(comparisons.map { $0.difference.p() })
      let verdicts = zip(comparisons, adjusted).map {
        $0.entry(level: 0.05, among: 8, adjustedPValue: $1).verdict
      }
      if verdicts.contains(where: { $0 == .regressed || $0 == .improved }) { alarms += 1 }
      if verdicts.allSatisfy({ $0 == .holds }) { holding += 1 }
    }
    #expect(Double(alarms) / Double(Self.studies) < 0.065, "\(alarms)")
    #expect(Double(holding) / Double(Self.studies) > 0.6, "\(holding)")
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
      #expect(throws: GateError.self) {
        try FinishedRun.gather([folder.appendingPathComponent("nowhere")])
      }
    }
  }
}
