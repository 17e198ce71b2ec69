import Decisions
import Dispatch
import Files
import Foundation
import Model
import Runs
import Statistics
import Studies
import Support
import Synchronization
import Testing

/// Followed studies that are run until they are resolved.
@Suite struct UntilResolvedSlowTests {
  private func resolved(_ made: MadeStudy, jobs: Int = 2) throws -> StudyRunner.Outcome {
    var runner = try made.runner(jobs: jobs)
    return try runner.executeUntilResolved { _ in }
  }

  private func verdict(_ made: MadeStudy) throws -> StudyVerdict {
    try #require(
      try StudyVerdict(folder: made.study, compute: Compute(product: .exact, threads: 1)))
  }

  @Test func `seeds are added to open methods alone until each is settled`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder)
      let outcome = try resolved(made)
      #expect(outcome.failures.isEmpty && outcome.held.isEmpty)
      let following = try #require(try verdict(made).following)
      #expect(following.methods.map(\.finding) == [.better, .outOfBudget, .equivalent])
      #expect(following.next == nil && following.last?.seeds == 12)
      let counts = try RunList([made.study]).runs.reduce(into: [String: Int]()) {
        $0[$1.factors[0].label, default: 0] += 1
      }
      #expect(counts["baseline"] == 12 && counts["noisy"] == 12)
      // Nothing is decided before the sixth seed of three methods; these are then.
      #expect(try #require(counts["good"]) < 12 && #require(counts["alike"]) < 12, "\(counts)")
      #expect(outcome.finished.count == counts.values.reduce(0, +))
      #expect(made.calls.count == Set(made.calls).count && Set(made.calls) == Set(outcome.finished))
      // Once more: nothing is run, and nothing changes.
      let looks = try made.looks
      let again = try resolved(made)
      #expect(again.finished.isEmpty && again.before.count == outcome.finished.count)
      #expect(try made.looks == looks)
      let kept = try StudyLooks.read(in: made.study).looks
      #expect(kept.compactMap(\.look) == following.looks && kept.count == 12)
      #expect(Set(kept.flatMap(\.runs)) == Set(outcome.finished))
    }
  }

  @Test func `a study that failed, was stopped and went on has the same bytes`() throws {
    try withTemporaryFolder { folder in
      let whole = try MadeStudy(folder.appendingPathComponent("whole"))
      _ = try resolved(whole)
      let broken = try MadeStudy(folder.appendingPathComponent("broken"))
      let all = try #require(try FollowedPlan(broken.plan, folder: nil)?.everyRun)
      for round in 0..<4 {
        // Other runs fail in every round, so that it stops in another place.
        try broken.breaks(all.enumerated().filter { $0.offset % 4 == round }.map(\.element.id))
        _ = try resolved(broken, jobs: 1 + round)
      }
      try broken.breaks([])
      // A study that is not asked to resolve does what it lists, and goes on from there.
      _ = try broken.runner().execute { _ in }
      _ = try resolved(broken)
      #expect(try broken.looks == whole.looks)
      #expect(Set(broken.calls) == Set(whole.calls) && broken.calls.count == whole.calls.count)
      let verdicts = try [whole, broken].map { try verdict($0).following?.looks }
      #expect(verdicts[0] == verdicts[1])
    }
  }

  @Test func `several processes on one folder find the same looks`() throws {
    try withTemporaryFolder { folder in
      let alone = try MadeStudy(folder.appendingPathComponent("alone"))
      _ = try resolved(alone)
      let shared = try MadeStudy(folder.appendingPathComponent("shared"))
      _ = try shared.program()
      let errors = Mutex<[String]>([])
      let group = DispatchGroup()
      for _ in 0..<3 {
        group.enter()
        Thread {
          do {
            var runner = StudyRunner(
              plan: shared.plan, folder: shared.study,
              program: shared.folder.appendingPathComponent("program"), jobs: 1, options: [])
            _ = try runner.executeUntilResolved { _ in }
          } catch { errors.withLock { $0.append("\(error)") } }
          group.leave()
        }.start()
      }
      group.wait()
      #expect(errors.withLock { $0 } == [])
      #expect(try shared.looks == alone.looks)
      #expect(Set(shared.calls) == Set(alone.calls))
    }
  }

  @Test func `without it the listed seeds are run, and the verdict so far is open`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder)
      var runner = try made.runner()
      _ = try runner.execute { _ in }
      try runner.follow()
      #expect(made.calls.count == 12)
      let verdict = try verdict(made)
      let following = try #require(verdict.following)
      #expect(following.methods.allSatisfy { $0.finding == .open })
      #expect(following.looks.count == 3 && following.last?.methods[0].interval.isWholeLine == true)
      // Three methods: E can reach 1/(0.05/3) from the sixth seed on.
      #expect(following.next?.seeds == 6 && following.next?.runs == 12)
      #expect(verdict.text.contains("open: good, noisy, alike; 12 more runs to 6 seeds"))
      let status = try StudyStatus(made.plan, folder: made.study)
      #expect(status.following?.due.count == 12 && status.following?.nextSeeds == 6)
      #expect(status.text.contains("--until-resolved"))
      #expect(try StudyLooks.read(in: made.study).looks.count == 3)
    }
  }

  @Test func `a look that its runs no longer give is an error`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, methods: ["good"])
      _ = try resolved(made)
      let entry = made.plan.entries[4]
      #expect(entry.label("method") == "good")
      let place = made.study.appendingPathComponent("runs").appendingPathComponent(entry.id)
      try FileManager.default.removeItem(at: place)
      try PlantedRuns.write(entry.settings, noise: 2, own: "changed", to: place)
      let error = #expect(throws: InputError.self) { try resolved(made) }
      let text = "\(try #require(error))"
      #expect(text.contains("looks.json") && text.contains("no longer what it was"), "\(text)")
    }
  }

  @Test func `planned looks are run to the next look`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(
        folder, methods: ["good", "noisy"],
        rule: #""decide": { "by": "planned-looks", "level": 0.95, "margin": 0.05, "#
          + #""looks": [4, 8] }"#)
      _ = try resolved(made)
      let following = try #require(try verdict(made).following)
      #expect(following.looks.map(\.seeds) == [4, 8])
      #expect(following.methods[1].finding == .outOfBudget)
      #expect(following.last?.methods[0].levelOfLook != nil)
    }
  }

  @Test func `a rule that is made for one look cannot be followed`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, rule: StudyVerdictTests.decide("lower > 0"))
      #expect(throws: InputError.self) { try resolved(made) }
    }
  }
}
