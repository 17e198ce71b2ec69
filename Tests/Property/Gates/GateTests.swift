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
    let errors = try #require(entry.smallestDrop) / (0.003 * (2.0 / 5).squareRoot())
    let student = StudentT(degreesOfFreedom: 8)
    #expect(abs(student.power(of: errors, error: 1, level: 0.95) - 0.8) < 1e-9)
    #expect(abs(entry.degreesOfFreedom - 8) < 1e-9)
  }

  /// Of a standard error of 0.3 · √(2 / 5) points 90 % intervals reach 0.35, 95 % ones 0.44 points.
  @Test(arguments: [
    (0.0, GateVerdict.holds), (-0.1, .holds), (0.1, .holds), (-0.3, .unresolved),
    (0.3, .unresolved), (-0.5, .regressed), (0.5, .improved), (2, .improved),
  ])
  func `a difference in points has the verdict of its definition`(
    _ points: Double, _ verdict: GateVerdict
  ) throws {
    let entry = try FakeRuns.entry(
      FakeRuns.five(mean: 0.75, deviation: 0.003),
      FakeRuns.five(mean: 0.75 + points / 100, deviation: 0.003))
    #expect(entry.verdict == verdict)
    #expect((entry.need != nil) == (verdict == .unresolved))
  }

  @Test func `the interval is the one that decides, and holds lies within the margin`() throws {
    let old = FakeRuns.five(mean: 0.75, deviation: 0.003)
    let entry = try FakeRuns.entry(old, FakeRuns.five(mean: 0.751, deviation: 0.003))
    let reach = StudentT(degreesOfFreedom: 8).upperQuantile(0.05) * 0.003 * (2.0 / 5).squareRoot()
    #expect(abs(entry.interval.lower - (0.001 - reach)) < 1e-12)
    #expect(abs(entry.interval.upper - (0.001 + reach)) < 1e-12)
    #expect(entry.interval.level == 0.9)
    let borders = [100 * (0.001 + reach) * 0.999, 100 * (0.001 + reach) * 1.001]
    let verdicts = try borders.map { margin in
      try FakeRuns.entry(
        old, FakeRuns.five(mean: 0.751, deviation: 0.003), margin: margin
      ).verdict
    }
    #expect(verdicts == [.unresolved, .holds])
  }

  /// 0.3 points lower at a standard error of 0.03: p below 1e-4, and surely less than half a point.
  @Test(arguments: [-0.3, 0.3])
  func `a significant change that is sure to be within the margin holds`(_ points: Double) throws {
    let entry = try FakeRuns.entry(
      FakeRuns.five(mean: 0.75, deviation: 0.0005),
      FakeRuns.five(mean: 0.75 + points / 100, deviation: 0.0005))
    #expect(entry.pValue < 1e-4 && entry.verdict == .holds)
    let strict = try FakeRuns.entry(
      FakeRuns.five(mean: 0.75, deviation: 0.0005),
      FakeRuns.five(mean: 0.75 + points / 100, deviation: 0.0005), margin: 0.2)
    #expect(strict.verdict == (points < 0 ? .regressed : .improved))
  }

  /// Two runs against two: −1.01 ± 1.96 points.
  @Test func `a gate that sees little does not hold, however noisy it is`() throws {
    let entry = try FakeRuns.entry([0.7505, 0.7440], [0.7351, 0.7392])
    #expect(entry.verdict == .unresolved && entry.need != nil)
    for deviation in [0.006, 0.02, 0.1] {
      let old = FakeRuns.five(mean: 0.7, deviation: deviation)
      #expect(try FakeRuns.verdict(old, old.reversed()) == .unresolved)
    }
  }

  @Test func `what seeds do to both sides cancels where they are paired`() throws {
    let old = FakeRuns.five(mean: 0.75, deviation: 0.01)
    let new = zip(old, FakeRuns.five(mean: 0.001, deviation: 0.002)).map { $0 + $1 }
    let paired = try FakeRuns.entry(old, new, arePaired: true)
    #expect(paired.verdict == .holds && paired.degreesOfFreedom == 4)
    #expect(abs(paired.standardError - 0.002 / 5.0.squareRoot()) < 1e-12)
    #expect(try FakeRuns.verdict(old, new) == .unresolved)
    let lower = zip(old, FakeRuns.five(mean: -0.01, deviation: 0.002)).map { $0 + $1 }
    #expect(try FakeRuns.verdict(old, lower, arePaired: true) == .regressed)
  }

  /// The scores of seeds 1, 2, … on both sides, each moved by a unit or two in the last place.
  @Test(arguments: [true, false])
  func `scores that only rounding keeps apart are equal and hold`(_ arePaired: Bool) throws {
    let score = 0.7
    let old = [score, score.nextUp, score, score.nextDown, score]
    let new = [score.nextDown, score, score.nextUp.nextUp, score, score]
    let entry = try FakeRuns.entry(old, new, arePaired: arePaired)
    #expect(entry.difference == 0 && entry.pValue == 1 && entry.verdict == .holds)
    #expect(entry.interval.lower == 0 && entry.interval.upper == 0)
  }

  /// Every difference is half a point, of which 0.755 − 0.75 makes a little more in Double.
  @Test func `an interval that ends at the margin lies within it, whatever rounding says`() throws {
    let old = [0.75, 0.25, 0.5]
    let difference = try Difference(paired: old.map { $0 + 0.005 }, old)
    #expect(difference.estimate > 0.005 && difference.standardError == 0)
    #expect(difference.lies(within: 0.005, of: 0, level: 0.9))
    #expect(!difference.lies(within: 0.00499999, of: 0, level: 0.9))
  }

  @Test func `as many more runs as it asks for are enough, and one fewer is not`() throws {
    let (old, new) = (
      FakeRuns.five(mean: 0.75, deviation: 0.003), FakeRuns.five(mean: 0.747, deviation: 0.003)
    )
    let need = try #require(try FakeRuns.entry(old, new).need)
    let difference = try FakeRuns.comparison(old, new).difference
    func power(_ more: Int) -> Double {
      let (variance, degrees) = Difference.welch(difference.parts.map { $0.growing(by: more) })
      return SeedPlan.power(
        of: difference.estimate, varianceFromSeeds: variance, degrees: degrees,
        varianceFromPairs: 0, margin: 0.005, level: 0.95, levelWithin: 0.9)
    }
    // Five recorded runs alone leave more noise than a drop of 0.3 points allows.
    #expect(need.moreRuns == nil)
    let each = try #require(need.moreRunsOnEachSide)
    #expect(power(each) >= 0.8 && power(each - 1) < 0.8)
    let wider = try #require(
      try FakeRuns.entry(old, FakeRuns.five(mean: 0.7447, deviation: 0.0045)).need?.moreRuns)
    #expect(wider >= 1)
  }

  @Test func `pairs that are wanting are new runs alone while recorded seeds are left`() throws {
    let old = FakeRuns.five(mean: 0.75, deviation: 0.01)
    let new = zip(old, FakeRuns.five(mean: -0.003, deviation: 0.004)).map { $0 + $1 }
    let each = try #require(
      try FakeRuns.entry(old, new, arePaired: true).need?.moreRunsOnEachSide)
    let few = try FakeRuns.entry(old, new, arePaired: true, spareSeeds: each - 1).need
    #expect(few?.moreRuns == nil && few?.moreRunsOnEachSide == each)
    let enough = try FakeRuns.entry(old, new, arePaired: true, spareSeeds: each).need
    #expect(enough?.moreRuns == each && enough?.moreRunsOnEachSide == nil)
  }

  @Test(arguments: [1, 5]) func `the same runs hold, bit for bit`(_ count: UInt64) throws {
    let runs = try FakeRuns.runs(1...count, tasks: ["A", "B"])
    let gate = try FakeRuns.gate(runs, runs)
    #expect(gate.isIdentical && gate.verdict == .holds && gate.exitCode == 0)
    #expect(gate.commonSeeds == Int(count) && gate.pairing == "paired")
    #expect(gate.entries.allSatisfy { $0.difference == 0 && $0.verdict == .holds })
    #expect(gate.entries.map(\.task) == ["A", "A", "B", "B", "average", "average"])
  }

  @Test func `one recorded run made again holds by itself, and is not taken for a sample`() throws {
    let recorded = try FakeRuns.runs(1...5, tasks: ["A", "B"])
    let again = try FakeRuns.gate(recorded, [recorded[2]])
    #expect(again.isIdentical && again.verdict == .holds && again.commonSeeds == 1)
    let entries = again.entries
    #expect(entries.allSatisfy { $0.noise == .none && $0.baseline == $0.new && $0.need == nil })
    // Other bits under that seed: one pair is none, and its recorded run does not count as well.
    let other = try FakeRuns.gate(
      recorded, [try FakeRuns.run(seed: 3, tasks: ["A", "B"], harm: 0.01)])
    #expect(!other.isIdentical && other.pairing == "unpaired" && other.commonSeeds == nil)
    let rest = recorded.enumerated().filter { $0.offset != 2 }.map(\.element)
    let score = try FakeRuns.record(rest).tasks[0].spearman.mean
    #expect(other.entries[0].baseline == score)
    #expect(other.notes.contains { $0.contains("run-3, has the seeds of a recorded one") })
  }

  @Test func `new runs under recorded seeds are paired, and the rest is left out and named`() throws
  {
    let recorded = try FakeRuns.runs(1...5)
    let new = try (2...4).map { try FakeRuns.run(seed: $0, own: 0.31) }
    let gate = try FakeRuns.gate(recorded, new)
    #expect(gate.pairing == "paired" && gate.commonSeeds == 3 && !gate.isIdentical)
    #expect(gate.notes.contains { $0.contains("2 of 5 runs of the baseline side") })
    let scores = (
      try FakeRuns.record(new).tasks[0].spearman.scores,
      try FakeRuns.record(recorded).tasks[0].spearman.scores[1...3]
    )
    let expected = try Difference(paired: scores.0, Array(scores.1))
    #expect(gate.entries[0].difference == expected.estimate)
    #expect(gate.entries[0].standardError == expected.standardError)
    #expect(gate.entries[0].interval == expected.interval(level: 0.9))
    let apart = try FakeRuns.gate(recorded, try FakeRuns.runs(12...14, own: 0.31))
    #expect(apart.pairing == "unpaired")
    #expect(apart.entries[0].standardError > 2 * gate.entries[0].standardError)
  }

  @Test func `the margin is the baseline's unless another is asked for, and that is said`() throws {
    let baseline = try FakeRuns.record(try FakeRuns.runs(1...2), margin: 0.5)
    let gate = try Gate(
      baseline: baseline, new: baseline, margin: 2, level: 0.95, acrossSettings: false,
      source: "fake")
    #expect(gate.margin == 2)
    #expect(gate.notes.contains("the margin is 2 points here, 0.5 points in the baseline"))
    let own = try FakeRuns.gate(try FakeRuns.runs(1...2), try FakeRuns.runs(1...2), margin: 1)
    #expect(own.margin == 1 && !own.notes.contains { $0.contains("the margin is") })
    #expect(own.text.contains("margin 1 point;"))
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
      baseline: old, new: new, margin: 0.5, level: 0.95, acrossSettings: false,
      source: "fake")
    let own = try #require(old.tasks[0].spearman.pairDeviation)
    #expect(try #require(gate.entries[0].pairDeviation) < 0.6 * own)
  }

  @Test func `one new run beside several recorded is taken to spread as they do`() throws {
    let old = FakeRuns.five(mean: 0.75, deviation: 0.003)
    let entry = try FakeRuns.entry(old, [0.749])
    #expect(entry.noise == .seeds && entry.degreesOfFreedom == 4)
    #expect(abs(entry.standardError - 0.003 * 1.2.squareRoot()) < 1e-15)
  }

  @Test func `equal scores of every run hold, and other scores without spread are asked of pairs`()
    throws
  {
    let same = try FakeRuns.entry([0.7, 0.7, 0.7], [0.7])
    #expect(same.verdict == .holds && same.difference == 0 && same.smallestDrop == nil)
    let lower = try FakeRuns.entry([0.7, 0.7, 0.7], [0.6, 0.6])
    #expect(lower.noise == .pairs && lower.verdict == .regressed)
    #expect(try FakeRuns.entry([0.7, 0.7, 0.7], [0.697]).verdict == .unresolved)
  }
}
