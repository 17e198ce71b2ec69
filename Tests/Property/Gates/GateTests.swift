import Decisions
import Model
import Statistics
import Support
import Testing

@Suite struct GateTests {
  @Test func `a drop of two points over five seeds with deviation 0.3 is regressed`() throws {
    let entry = try FakeRuns.entry(
      FakeRuns.five(mean: 0.75, deviation: 0.003), FakeRuns.five(mean: 0.73, deviation: 0.003))
    #expect(entry.verdict == .regressed)
    // The noncentral t with 8 degrees of freedom rejects in 80 % at this many standard errors.
    let errors = entry.smallestDrop / (0.003 * (2.0 / 5).squareRoot())
    let student = StudentT(degreesOfFreedom: 8)
    #expect(abs(student.power(of: errors, error: 1, level: 0.95) - 0.8) < 1e-9)
    #expect(abs(entry.degreesOfFreedom - 8) < 1e-9)
  }

  /// The standard error is 0.3 · √(2 / 5) = 0.19 points.
  @Test(arguments: [
    (0.0, GateVerdict.holds), (-0.1, .holds), (0.1, .holds), (-0.3, .didNotResolve),
    (0.3, .didNotResolve), (-0.5, .regressed), (0.5, .improved), (2, .improved),
  ])
  func `a difference in points has the verdict of its definition`(
    _ points: Double, _ verdict: GateVerdict
  ) throws {
    let entry = try FakeRuns.entry(
      FakeRuns.five(mean: 0.75, deviation: 0.003),
      FakeRuns.five(mean: 0.75 + points / 100, deviation: 0.003))
    #expect(entry.verdict == verdict)
    #expect((entry.need != nil) == (verdict == .didNotResolve))
  }

  @Test func `as many more runs as it asks for are enough, and one fewer is not`() throws {
    let (old, new) = (
      FakeRuns.five(mean: 0.75, deviation: 0.003), FakeRuns.five(mean: 0.747, deviation: 0.003)
    )
    let entry = try FakeRuns.entry(old, new)
    let need = try #require(entry.need)
    let difference = try FakeRuns.comparison(old, new).difference
    func power(_ more: Int) -> Double {
      let (variance, degrees) = Difference.welch(difference.parts.map { $0.growing(by: more) })
      return StudentT(degreesOfFreedom: degrees).power(
        of: difference.estimate, error: variance.squareRoot(), level: 0.95)
    }
    // Five recorded runs alone leave more noise than a drop of 0.3 points allows.
    #expect(need.moreRuns == nil)
    let each = try #require(need.moreRunsOnEachSide)
    #expect(power(each) >= 0.8 && power(each - 1) < 0.8)
    let wider = try #require(
      try FakeRuns.entry(old, FakeRuns.five(mean: 0.7447, deviation: 0.0045)).need?.moreRuns)
    #expect(wider >= 1)
  }

  @Test(arguments: [1, 5]) func `the same runs hold, bit for bit`(_ count: UInt64) throws {
    let runs = try FakeRuns.runs(1...count, tasks: ["A", "B"])
    let gate = try FakeRuns.gate(runs, runs)
    #expect(gate.isIdentical && gate.verdict == .holds && gate.exitCode == 0)
    #expect(gate.entries.allSatisfy { $0.difference == 0 && $0.verdict == .holds })
    #expect(gate.entries.map(\.task) == ["A", "A", "B", "B", "average", "average"])
  }

  @Test func `harmed runs regress, healed ones improve, and the exit codes tell`() throws {
    let (sound, harmed) = (
      try FakeRuns.runs(1...5, tasks: ["A", "B"]),
      try FakeRuns.runs(11...15, tasks: ["A", "B"], harm: 0.6)
    )
    let drop = try FakeRuns.gate(sound, harmed)
    #expect(drop.verdict == .regressed && drop.exitCode == 1 && !drop.isIdentical)
    #expect(drop.entries.allSatisfy { $0.noise == .seeds && $0.difference < -0.01 })
    let rise = try FakeRuns.gate(harmed, sound)
    #expect(rise.verdict == .improved && rise.exitCode == 3)
    #expect(drop.text.contains("regressed: 6 of 6") && rise.text.contains("suspicious"))
  }

  @Test func `the order of runs and the number of threads change no bit`() throws {
    let runs = try FakeRuns.runs(1...5, tasks: ["A", "B"])
    let turned = [3, 0, 4, 2, 1].map { runs[$0] }
    let expected = try FakeRuns.record(runs)
    #expect(try FakeRuns.record(turned, threads: 3) == expected)
  }

  @Test func `one run on each side is judged by the pairs, and says so`() throws {
    let sound = [try FakeRuns.run(seed: 1)]
    let near = try FakeRuns.gate(sound, [try FakeRuns.run(seed: 2, own: 0.301)])
    #expect(near.entries.allSatisfy { $0.noise == .pairs && $0.verdict != .regressed })
    #expect(near.notes.contains { $0.contains("one run") })
    #expect(near.notes.contains { $0.contains("pairs alone") })
    let far = try FakeRuns.gate(sound, [try FakeRuns.run(seed: 2, harm: 1.5)])
    #expect(far.verdict == .regressed)
  }

  @Test func `pairs on both sides cancel: their difference varies less than either mean`() throws {
    let (old, new) = (
      try FakeRuns.record([try FakeRuns.run(seed: 1)]),
      try FakeRuns.record([try FakeRuns.run(seed: 2)])
    )
    let gate = try Gate(
      baseline: old, new: new, confidence: 0.95, acrossSettings: false, source: "fake")
    let own = try #require(old.tasks[0].spearman.pairDeviation)
    #expect(try #require(gate.entries[0].pairDeviation) < 0.6 * own)
  }

  @Test func `one new run beside several recorded is taken to spread as they do`() throws {
    let old = FakeRuns.five(mean: 0.75, deviation: 0.003)
    let entry = try FakeRuns.entry(old, [0.749])
    #expect(entry.noise == .seeds && entry.degreesOfFreedom == 4)
    #expect(abs(entry.standardError - 0.003 * 1.2.squareRoot()) < 1e-15)
  }

  @Test func `equal scores of every run are no spread: the pairs judge, and equal means hold`()
    throws
  {
    let same = try FakeRuns.entry([0.7, 0.7, 0.7], [0.7])
    #expect(same.noise == .pairs && same.verdict == .holds && same.difference == 0)
    #expect(try FakeRuns.entry([0.7, 0.7, 0.7], [0.6, 0.6]).verdict == .regressed)
  }
}
