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

/// What a study's folder proves of when its rule was written.
@Suite struct RegistrationTests {
  private let compute = Compute(product: .exact, threads: 1)

  private func content(_ plan: StudyPlan) throws -> Registration.Content {
    try Registration.Content(
      plan.study, listed: StudyRecord(plan).runs, file: "study.json")
  }

  /// Runs a plan in a made study's folder; the standing of its rule afterwards.
  private func standing(_ made: MadeStudy, _ plan: StudyPlan? = nil) throws -> RuleStanding {
    var runner = try made.runner(plan)
    _ = try runner.execute { _ in }
    try runner.follow()
    let verdict = try StudyVerdict(folder: made.study, compute: compute)
    return try #require(verdict?.standing)
  }

  private static let bootstrap = StudyVerdictTests.decide("lower > 0")
  private static let other = StudyVerdictTests.decide("lower > 0.01")

  /// The same runs under another rule.
  private func ruled(_ made: MadeStudy, _ decide: String) throws -> StudyPlan {
    try MadeStudy(made.folder, methods: ["good"], rule: decide).plan
  }

  /// Lets writers that have all found no registration write at the same time; what each goes by.
  private func race(_ contents: [Registration.Content], in folder: URL) -> [String] {
    let ready = Mutex(0)
    let found = Mutex<[String]>([])
    let group = DispatchGroup()
    for (writer, content) in contents.enumerated() {
      group.enter()
      Thread {
        let registration = try? Registration.register(
          content, in: folder, isNeeded: true, now: Date(timeIntervalSince1970: Double(writer)),
          commit: {
            // It is asked for when none was found: whoever is here waits for the others.
            ready.withLock { $0 += 1 }
            while ready.withLock({ $0 }) < contents.count { Thread.sleep(forTimeInterval: 0.001) }
            return "commit-\(writer)"
          }, known: { [] })
        found.withLock { $0.append(registration?.hash ?? "none") }
        group.leave()
      }.start()
    }
    group.wait()
    return found.withLock { $0 }
  }

  @Test func `of several writers at once the first registers, and all go by it`() throws {
    let content = try content(studyPlan(#""vary": { "dropout": [1, 2] }"#))
    try withTemporaryFolder { folder in
      let found = race(Array(repeating: content, count: 8), in: folder)
      let all = try Registration.all(in: folder)
      #expect(all.count == 1 && all[0].content == content)
      #expect(found.count == 8 && Set(found) == [all[0].hash])
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names == ["registration.json"])
    }
  }

  @Test func `two writers of other rules are both kept, in one order for all`() throws {
    let contents = try [2, 3].map {
      try content(studyPlan(#""vary": { "dropout": [1, \#($0)] }"#))
    }
    try withTemporaryFolder { folder in
      let found = race(contents, in: folder)
      let all = try Registration.all(in: folder)
      #expect(all.count == 2 && Set(all.map(\.hash)) == Set(found))
      #expect(contents.allSatisfy { content in all.contains { $0.content == content } })
    }
  }

  @Test func `before is said when the registration precedes every run, and each carries it`() throws
  {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, methods: ["good"], rule: Self.bootstrap)
      let standing = try standing(made)
      #expect(standing.says == .before && standing.changes.isEmpty && standing.runsBefore == 0)
      let registered = try Registration.all(in: made.study)
      #expect(registered.map(\.hash) == [standing.hash])
      for entry in made.plan.entries {
        let run = RunFolder(made.study.appendingPathComponent("runs/" + entry.id))
        #expect(run.manifest?.registration == standing.hash)
        // The run's own hash knows nothing of it.
        #expect(run.manifest?.settingsHash == entry.hash)
      }
      #expect(try self.standing(made) == standing)
      // A run that does not carry it takes the word back.
      let place = made.study.appendingPathComponent("runs/" + made.plan.entries[0].id)
      try FileManager.default.removeItem(at: place)
      try PlantedRuns.write(made.plan.entries[0].settings, noise: 1, own: "x", to: place)
      let later = try self.standing(made)
      #expect(later.says == .unproven && later.words == nil)
    }
  }

  @Test func `old runs that carry no registration let nothing be said`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, methods: ["good"], rule: Self.bootstrap)
      try PlantedRuns.write(made.plan, to: made.study) { _ in 1 }
      _ = try made.runner().execute { _ in }
      let verdict = try #require(try StudyVerdict(folder: made.study, compute: compute))
      #expect(verdict.standing == nil && !verdict.text.contains("before the first run"))
      #expect(try Registration.all(in: made.study).isEmpty)
    }
  }

  @Test func `a rule that was changed is shown in both texts, after how many runs`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, methods: ["good"], rule: Self.bootstrap)
      #expect(try standing(made).says == .before)
      let changed = try standing(made, ruled(made, Self.other))
      #expect(changed.says == .changed && changed.runsBefore == 6)
      #expect(changed.words == "changed after 6 runs")
      #expect(changed.changes.count == 1 && changed.changes[0].afterRuns == 6)
      #expect(changed.changes[0].from.contains("'lower > 0'"))
      #expect(changed.changes[0].to.contains("'lower > 0.01'"))
      // Changed back, it has been changed twice; the first text stands as it was.
      let back = try standing(made, ruled(made, Self.bootstrap))
      #expect(back.changes.count == 2 && back.says == .changed)
      let files = try FileManager.default.contentsOfDirectory(atPath: made.study.path)
      #expect(files.contains("registration.json") && files.contains("registration-3.json"))
      let status = try StudyStatus(ruled(made, Self.bootstrap), folder: made.study)
      #expect(status.registration == back)
      let json = String(decoding: try StrictJSON.encode(status), as: UTF8.self)
      #expect(json.contains("\"after-runs\" : 6") && json.contains("'lower > 0.01'"))
      #expect(status.text.contains("It changed after 6 runs"))
    }
  }

  @Test func `a rule that was added after all runs was not written before`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, methods: ["good"], rule: Self.bootstrap)
      let silent = try studyPlan(
        #""vary": { "method": [ { "label": "baseline", "set": { "temperature": 0.05 } }, "#
          + #"{ "label": "good", "set": { "temperature": 0.06 } } ] }, "seeds": [1, 2, 3]"#)
      #expect(silent.entries.map(\.id) == made.plan.entries.map(\.id))
      _ = try made.runner(silent).execute { _ in }
      let standing = try standing(made)
      #expect(standing.says == .changed && standing.changes.map(\.afterRuns) == [6])
      #expect(standing.changes[0].from.contains("no rule"))
    }
  }

  @Test func `runs that were removed and made again count as known`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, methods: ["good"], rule: Self.bootstrap)
      #expect(try standing(made).says == .before)
      // The runs and the registration are removed, the rule is written anew.
      try FileManager.default.removeItem(at: made.study.appendingPathComponent("runs"))
      try FileManager.default.removeItem(at: made.study.appendingPathComponent("registration.json"))
      let again = try standing(made, ruled(made, Self.other))
      #expect(again.says == .madeAgain && again.sameBits == true && again.runsBefore == 6)
      #expect(again.words == "fixed after an earlier run of the same bits")
      #expect(again.sentences[0].contains("same bits"))
    }
  }

  @Test func `a registration that was edited is refused by name`() throws {
    try withTemporaryFolder { folder in
      let made = try MadeStudy(folder, methods: ["good"], rule: Self.bootstrap)
      _ = try standing(made)
      let file = made.study.appendingPathComponent("registration.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacingOccurrences(of: "lower > 0", with: "lower > 0.5").utf8).write(to: file)
      let error = #expect(throws: InputError.self) { try standing(made) }
      let words = "\(try #require(error))"
      #expect(words.contains("registration.json") && words.contains("changed after it was written"))
    }
  }

  @Test func `a second look under a rule made for one is reported as such`() throws {
    func study(_ seeds: String) -> String {
      StudyVerdictTests.study(of: ["noisy"]).replacingOccurrences(
        of: "[1, 2, 3, 4, 5, 6]", with: seeds) + Self.bootstrap
    }
    let (three, six) = (
      try studyPlan(study("[1, 2, 3]")), try studyPlan(study("[1, 2, 3, 4, 5, 6]"))
    )
    try withTemporaryFolder { folder in
      func look(_ plan: StudyPlan) throws -> StudyVerdict {
        try PlantedRuns.write(plan, to: folder) { _ in 1.5 }
        let runner = StudyRunner(
          plan: plan, folder: folder, program: URL(fileURLWithPath: "/bin/false"), jobs: 1,
          options: [])
        _ = try runner.execute { _ in }
        let verdict = try #require(try StudyVerdict(folder: folder, compute: compute))
        try runner.record(verdict)
        return verdict
      }
      #expect(try look(three).earlierLooks == nil)
      #expect(try look(three).earlierLooks == nil)
      let second = try look(six)
      #expect(second.earlierLooks?.map(\.runs) == [6])
      #expect(second.text.contains("This is look 2 under a rule made for one: before, with 6 runs"))
      #expect(try look(six).earlierLooks?.count == 1)
    }
  }
}
