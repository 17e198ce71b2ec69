import Foundation
import Runs
import Studies
import Support
import Testing

@Suite struct StudyPriceTests {
  private func price(
    _ plan: StudyPlan, finished: Set<String> = []
  ) throws -> (price: StudyPrice, kinds: Int) {
    var kinds = 0
    let price = try StudyPrice(
      plan, finished: finished, places: noPlaces, jobs: 2, threads: 1
    ) { kinds = max($0, $1) }
    return (price, kinds)
  }

  @Test func `runs that differ in cost are measured apart, those of other seeds together`() throws {
    let plan = try studyPlan(
      #""vary": { "batch-size": [8, 16], "dropout": [1, 2], "temperature": [0.05, 0.1] }"#)
    let (price, kinds) = try price(plan, finished: [plan.entries[0].id])
    #expect(kinds == 2)
    #expect(price.kinds.map(\.runs) == [4, 4])
    #expect(price.kinds.map(\.waiting) == [3, 4])
    #expect(price.kinds.map { $0.settings.map(\.value) } == [["8"], ["16"]])
    // 96 sentences; scored before the first step, every second one, and after the last.
    #expect(price.kinds.map(\.stepsPerRun) == [12, 6])
    #expect(price.kinds.map(\.scoringsPerRun) == [7, 4])
    for kind in price.kinds {
      #expect(kind.stepsMeasured >= 3 && kind.stepSeconds > 0 && kind.scoringSeconds > 0)
      #expect(kind.secondsPerRun > 0 && kind.bytesPerRun > 0)
      #expect(kind.checkpointBytes > 2 * kind.bytesPerRun)
    }
    #expect(price.wallSeconds > 0 && price.peakBytes > price.bytes)
    #expect(price.text.contains("7 of 8 runs to do"))
  }

  @Test func `the encoder before training is priced once for the runs that begin at it`() {
    #expect(StudyPrice.developmentScorings(3, ofRuns: 5, starts: 1) == 2.2)
    #expect(StudyPrice.developmentScorings(3, ofRuns: 5, starts: 5) == 3)
    #expect(StudyPrice.lastScorings(ofRuns: 5, starts: 1, areTrained: true) == 1.2)
    #expect(StudyPrice.lastScorings(ofRuns: 5, starts: 5, areTrained: true) == 2)
    #expect(StudyPrice.lastScorings(ofRuns: 5, starts: 5, areTrained: false) == 1)
  }

  @Test func `what is measured is near what a run takes on the disk`() throws {
    let plan = try studyPlan(#""vary": { "dropout": [1] }"#)
    let kind = try #require(try price(plan).price.kinds.first)
    try withTemporaryFolder { folder in
      let run = Run(
        settings: plan.entries[0].settings, folder: folder.appendingPathComponent("run"))
      var checkpoint = 0
      try run.execute(places: noPlaces, threads: 1) { event in
        guard case .step = event else { return }
        let place = run.folder.appendingPathExtension("partial")
        let files = (try? FakeStudy.files(in: place)) ?? []
        let found = files.filter { $0.path.contains("checkpoint-") }
        checkpoint = found.last?.bytes.count ?? checkpoint
      }
      let bytes = try FakeStudy.files(in: run.folder).reduce(0) { $0 + $1.bytes.count }
      let ratio = Double(kind.bytesPerRun) / Double(bytes)
      #expect(ratio > 0.6 && ratio < 1.5, "\(kind.bytesPerRun) foretold, \(bytes) found")
      let part = Double(kind.checkpointBytes) / Double(checkpoint)
      #expect(part > 0.9 && part < 1.1)
    }
  }

  @Test func `above the budget, and where a factor changes nothing, it warns`() {
    let kind = StudyPrice.Kind(
      settings: [], runs: 4, waiting: 4, stepsPerRun: 1, scoringsPerRun: 1, stepSeconds: 1,
      stepSpread: 0, stepsMeasured: 3, scoringSeconds: 1, scoringSpread: 0, scoringsMeasured: 3,
      secondsPerRun: 40, bytesPerRun: 1_000_000, checkpointBytes: 4_000_000)
    let price = StudyPrice(kinds: [kind], jobs: 2, threads: 1, budgetMinutes: 1.4)
    #expect(price.wallSeconds == 80 && !price.isOverBudget && price.warnings.isEmpty)
    #expect(price.peakBytes == 4_000_000 + 3 * 2 * 4_000_000)
    let tight = StudyPrice(kinds: [kind], jobs: 1, threads: 1, budgetMinutes: 2)
    #expect(tight.isOverBudget && tight.warnings.first?.contains("budget-minutes of 2") == true)
    let one = StudyPrice(kinds: [kind], jobs: 9, threads: 1, budgetMinutes: 2)
    #expect(one.wallSeconds == 40)
  }

  @Test func `initializations of an encoder that is read from a folder are warned of`() throws {
    let idle = try studyPlan(
      #"""
      "vary": { "encoder": [ { "folder": "$SIMCSE_MODEL", "blocks": 2 } ],
                "initialization": [1, 2] }
      """#)
    #expect(idle.warnings.first?.contains("initialization") == true)
    #expect(try studyPlan(#""vary": { "initialization": [1, 2, 3, 4, 5] }"#).warnings.isEmpty)
  }

  @Test func `factors of seeds with fewer than five levels are warned of, methods are not`() throws
  {
    let body = #""vary": { "temperature": [0.05, 0.06], "dropout": [1, 2, 3, 4] }, "seeds": "#
    let few = try studyPlan(body + "[1, 2]").warnings
    #expect(few.count == 2, "\(few)")
    #expect(few.contains { $0.hasPrefix("dropout has 4 levels") })
    #expect(few.contains { $0.hasPrefix("seed has 2 levels") })
    let enough = #""vary": { "temperature": [0.05, 0.06] }, "seeds": [1, 2, 3, 4, 5]"#
    #expect(try studyPlan(enough).warnings.isEmpty)
  }
}
