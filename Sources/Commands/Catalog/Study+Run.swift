import Decisions
import Files
import Foundation
import Model
import Reports
import Runs
import Studies

extension Command {
  /// Does the runs of a study; with `waits` those of others are waited for and the report is written.
  static func runStudy(_ input: Input, _ context: Context, waits: Bool) throws -> Int32 {
    let console = context.console
    let jobs = try input[StudyOptions.jobs]
    let untilResolved = input[StudyOptions.untilResolved]
    let folder = try StudyOptions.folder(input)
    let only = try input[StudyOptions.run]
    let plan = try StudyOptions.plan(input, context, folder: folder, only: only)
    for warning in plan.warnings { console.say("warning: \(warning)") }
    var options = ["--threads", String(try StudyOptions.threadCount(input, context))]
    for option in [PlaceOptions.model, PlaceOptions.data] {
      if let value = input.text(of: option) {
        options += ["--\(option.declaration.name)=\(value)"]
      }
    }
    if plan.entries.contains(where: { $0.settings.trainer != nil }) {
      let place = URL(fileURLWithPath: input.words[0]).absoluteURL.deletingLastPathComponent()
      options += ["--trainer-folder", place.path]
    }
    var runner = StudyRunner(
      plan: plan, folder: folder, program: try context.program(), jobs: jobs, options: options)
    // The next seeds depend on runs that others hold.
    runner.waits = waits || untilResolved
    runner.leaseSeconds = try input[LeaseOption.lease]
    if !only.isEmpty {
      let known = plan.entries.map(\.id)
      if let other = only.first(where: { !known.contains($0) }) {
        throw UsageError("the study has no run '\(other)'; 'simcse study ids' lists those to do")
      }
      runner.only = Set(only)
    }
    if only.isEmpty {
      console.say(
        "\(PlainText.visible(plan.study.name)): \(Numeral.count(plan.entries.count, "run")) in \(folder.relativePath), "
          + "\(jobs) at a time; those that are finished there are kept")
    }
    let progress = StudyProgress(label: plan.study.name, console)
    let session =
      untilResolved && only.isEmpty
      ? try runner.executeUntilResolved { progress.update($0) }
      : try runner.execute { progress.update($0) }
    progress.finish()
    let ending = StudyEnding(
      study: plan.study, session: session, folder: folder, json: try input[OutputOptions.json],
      console: console)
    guard session.failures.isEmpty else {
      for failure in session.failures { console.say("simcse study: \(failure.problem)") }
      console.say("Fix these errors and run it again; finished runs are kept.")
      try ending.report(verdict: nil, page: nil)
      return ExitCode.notHeld
    }
    guard waits, runner.only == nil else {
      try ending.report(verdict: nil, page: nil)
      return ExitCode.done
    }
    try ending.report(by: &runner, Compute(product: .exact, threads: context.processors))
    return ExitCode.done
  }
}

/// What a session of a study leaves and prints.
private struct StudyEnding {
  let study: Study
  let session: StudyRunner.Outcome
  let folder: URL
  let json: Destination?
  let console: Console

  /// Writes the report of a study whose runs are all finished, and records the look at it.
  func report(by runner: inout StudyRunner, _ compute: Compute) throws {
    try runner.follow()
    let verdict = try StudyVerdict(folder: folder, compute: compute)
    if let verdict { try runner.record(verdict) }
    let summary = try StudyCollection([folder]).summary(
      acrossProtocols: false, rule: .usual, decisions: [verdict].compactMap { $0 }, published: [],
      compute: compute)
    let report = Report(summary: summary)
    let gnuplot = Report.gnuplot()
    // Of several processes that find the study finished, one at a time.
    try Claim.holding(
      folder.appendingPathComponent(".report"), leaseSeconds: runner.leaseSeconds
    ) {
      runner.tidy()
      try report.write(to: folder.appendingPathComponent("report"), gnuplot: gnuplot)
    }
    if gnuplot == nil { console.say(Command.missingFigures) }
    let answer = summary.answer.map { "\n\($0)\n" } ?? ""
    try self.report(
      verdict: verdict, page: folder.appendingPathComponent("report/report.html").path,
      after: Table.means(of: summary).text + answer + "\n")
  }

  /// Prints the outcome, or writes it as JSON.
  func report(verdict: StudyVerdict?, page: String?, after text: String = "") throws {
    let outcome = StudyOutcome(
      study, session: session, list: try RunList([folder]), verdict: verdict, report: page)
    try console.report(
      outcome, as: text + outcome.text + (page.map { "\nreport: \($0)\n" } ?? ""), json: json)
  }
}
