import Foundation
import Harness
import Model

extension Command {
  /// `simcse study`: every run of a study, then its report.
  static let study = Command(
    name: "study", summary: "run a study and write its report",
    help: """
      Usage: simcse study STUDY.json --out DIR [OPTION …]
             simcse study STUDY.json --plan [OPTION …]
             simcse study STUDY.json --status --out DIR [--json FILE|-]
             simcse study STUDY.json --slurm --out DIR [--partition … --time … --array-limit N]
             simcse study STUDY.json --plan-only --out DIR

      Runs every run of a study, each in a process of its own, and writes the report to DIR/report.
      Finished runs are not repeated; a study that was stopped is continued by the same command. A
      study may be extended in its file, by more seeds for example, and gone on with; runs that it
      no longer has are kept and listed.

      Several of these processes, on one machine or on many that share DIR, do a study together: each
      run is done by one of them, and the run of one that died is gone on with by another.

      With --plan nothing is run or written: the runs are listed, steps and scorings are measured on
      their own inputs, and hours and disk space are printed. With --out too, finished runs cost nothing.

        --out DIR         where runs and report are written
        --plan            print the runs and the estimated time and disk space
        --status          print how far each run is, and who works on it
        --worker          do runs that nobody else does, then end: wait for nothing, write no report
        --run ID          only this run (may be said more than once)
        --plan-only       print the ids of the runs that are not finished, a line each, for others to
                          do: … --plan-only | xargs -n 1 -P 8 simcse study STUDY.json --out DIR
                          --worker --threads 1 --run
        --slurm           write DIR/slurm/runs.sh, an array of workers, and DIR/slurm/report.sh, and
                          submit them; with --plan-only they are written and not submitted
        --partition NAME, --time LIMIT
                          what Slurm is asked for, the limit on a task's time as Slurm writes it
        --tasks N         workers in Slurm's array (default: one a run)
        --array-limit N   how many of them at a time (default: all)
        --lease SECONDS   how long a claim on a run stands when its process shows no sign of life,
                          0.5 to 86,400 (default 120)
        --jobs N          runs side by side (default 1); changes no bit
        --threads N       threads a run (default: the processors over the jobs, with --slurm 1);
                          changes no bit
        --model DIR       what $SIMCSE_MODEL in the settings stands for
        --data DIR        what $SIMCSE_DATA in the settings stands for
        --json FILE|-     write the outcome, or the plan, as JSON

      Exit code 0: every run is finished, also where one diverged; 1: a run failed, the others are
      kept; 2: the study or its inputs cannot be used.

      """
  ) { words in
    let arguments = try Arguments(
      words,
      options: [
        "--out", "--jobs", "--threads", "--model", "--data", "--json", "--lease", "--run",
        "--partition", "--time", "--array-limit", "--tasks",
      ],
      flags: ["--plan", "--status", "--worker", "--plan-only", "--slurm"], command: "study")
    guard let path = arguments.rest.first, arguments.rest.count == 1 else {
      throw UsageError(description: "one study file is needed; see 'simcse study --help'")
    }
    let jobs = try arguments.integer("--jobs", atLeast: 1) ?? 1
    let threads =
      try arguments.integer("--threads", atLeast: 1) ?? max(1, Machine.processors / jobs)
    let plan = try StudyFile.plan(URL(fileURLWithPath: path))
    if arguments.flags.contains("--plan") {
      return try foretell(plan, arguments, jobs: jobs, threads: threads)
    }
    let out = URL(fileURLWithPath: try arguments.required("--out", "where should the study go?"))
    if arguments.flags.contains("--status") { return try tellStatus(plan, out, arguments) }
    if arguments.flags.contains("--slurm") || arguments.flags.contains("--plan-only") {
      return try shareOut(plan, file: path, out, arguments)
    }
    for warning in plan.warnings { Console.complain("warning: \(warning)") }
    var options = ["--threads", String(threads)]
    for option in ["--model", "--data"] {
      if let value = arguments.value(option) { options += [option, value] }
    }
    var runner = StudyRunner(
      plan: plan, folder: out, program: try Machine.program, jobs: jobs, options: options)
    runner.waits = !arguments.flags.contains("--worker")
    runner.leaseSeconds = try LeaseOption.seconds(arguments)
    if !arguments.all("--run").isEmpty {
      let known = plan.entries.map(\.id)
      if let other = arguments.all("--run").first(where: { !known.contains($0) }) {
        throw UsageError(
          description: "the study has no run '\(other)'; --plan-only lists those to do")
      }
      runner.only = Set(arguments.all("--run"))
    }
    let progress = StudyProgress(label: plan.study.name)
    let session = try runner.execute { progress.update($0) }
    progress.finish()
    let json = arguments.value("--json")
    guard session.failures.isEmpty else {
      for failure in session.failures { Console.complain(failure.problem) }
      Console.complain("mend what they say and run the study again: finished runs are kept")
      try finish(plan.study, session, out, verdict: nil, report: nil, json: json)
      return 1
    }
    guard runner.waits, runner.only == nil else {
      try finish(plan.study, session, out, verdict: nil, report: nil, json: json)
      return 0
    }
    let compute = Compute(product: .exact, threads: Machine.processors)
    let verdict = try StudyVerdict(folder: out, compute: compute)
    let summary = try StudyCollection([out]).summary(
      acrossProtocols: false, rule: .usual, decisions: [verdict].compactMap { $0 }, published: [],
      compute: compute)
    let report = Reports.Report(summary: summary)
    let gnuplot = Reports.Report.gnuplot()
    // Of several processes that find the study finished, one at a time.
    try Claim.holding(
      out.appendingPathComponent(".report"), leaseSeconds: runner.leaseSeconds
    ) {
      runner.tidy()
      try report.write(to: out.appendingPathComponent("report"), gnuplot: gnuplot)
    }
    if json != "-" {
      Console.print(Table.means(of: summary).text)
      if let answer = summary.answer { Console.print("\n\(answer)\n") }
      Console.print("\n")
    }
    if gnuplot == nil {
      Console.complain("the figures were not drawn: install gnuplot (apt-get install gnuplot-nox)")
    }
    let page = out.appendingPathComponent("report/report.html").path
    try finish(plan.study, session, out, verdict: verdict, report: page, json: json)
    if json != "-" { Console.print("\nreport: \(page)\n") }
    return 0
  }

  private static func finish(
    _ study: Studies.Study, _ session: StudyRunner.Outcome, _ out: URL, verdict: StudyVerdict?,
    report: String?, json: String?
  ) throws {
    let outcome = StudyOutcome(
      study, session: session, list: try RunList([out]), verdict: verdict, report: report)
    if json != "-" { Console.print(outcome.text) }
    if let json { try Console.write(try StrictJSON.encode(outcome), to: json) }
  }

  private static func tellStatus(
    _ plan: StudyPlan, _ out: URL, _ arguments: Arguments
  ) throws -> Int32 {
    let list = RunList(plan, folder: out)
    let json = arguments.value("--json")
    if json != "-" { Console.print(list.text) }
    if let json { try Console.write(try StrictJSON.encode(list), to: json) }
    return 0
  }

  private static func foretell(
    _ plan: StudyPlan, _ arguments: Arguments, jobs: Int, threads: Int
  ) throws -> Int32 {
    let out = arguments.value("--out").map {
      URL(fileURLWithPath: $0).appendingPathComponent("runs")
    }
    let finished = plan.entries.map(\.id).filter { id in
      out.map { RunFolder($0.appendingPathComponent(id)).isWhole } ?? false
    }
    let price = try StudyPrice(
      plan, finished: Set(finished), places: PlaceOptions.places(arguments, base: out),
      jobs: jobs, threads: threads
    ) { Console.complain("measuring kind \($0) of \($1)") }
    let forecast = StudyForecast(plan, finished: Set(finished), price: price)
    let json = arguments.value("--json")
    if json != "-" { Console.print(plan.text + price.text) }
    for warning in forecast.warnings { Console.complain("warning: \(warning)") }
    if let json { try Console.write(try StrictJSON.encode(forecast), to: json) }
    return 0
  }
}
