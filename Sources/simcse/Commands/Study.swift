import Foundation
import Harness
import Model

extension Command {
  /// `simcse study`: every run of a study, then its report.
  static let study = Command(
    name: "study", summary: "run a study and write its report",
    help: """
      Usage: simcse study STUDY.json --out DIR [OPTION …]

      Runs every run of a study, each in a process of its own, and writes the report to DIR/report.
      Finished runs are not repeated; a study that was stopped is continued by the same command.

        --out DIR         where runs and report are written
        --jobs N          runs side by side (default 1); changes no bit
        --threads N       threads a run (default: the processors over the jobs); changes no bit
        --model DIR       what $SIMCSE_MODEL in the settings stands for
        --data DIR        what $SIMCSE_DATA in the settings stands for

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--out", "--jobs", "--threads", "--model", "--data"], flags: [],
      command: "study")
    guard let path = arguments.rest.first, arguments.rest.count == 1 else {
      throw UsageError(description: "one study file is needed; see 'simcse study --help'")
    }
    let out = URL(fileURLWithPath: try arguments.required("--out", "where should the study go?"))
    let jobs = try arguments.integer("--jobs", atLeast: 1) ?? 1
    let threads =
      try arguments.integer("--threads", atLeast: 1) ?? max(1, Machine.processors / jobs)
    let plan = try StudyFile.plan(URL(fileURLWithPath: path))
    var options = ["--threads", String(threads)]
    for option in ["--model", "--data"] {
      if let value = arguments.value(option) { options += [option, value] }
    }
    let runner = StudyRunner(
      plan: plan, folder: out, program: try Machine.program, jobs: jobs, options: options)
    let progress = StudyProgress(label: plan.study.name)
    try runner.execute { progress.update($0) }
    progress.finish()
    let summary = try StudyCollection([out]).summary(
      acrossProtocols: false, rule: .usual, published: [],
      compute: Compute(product: .exact, threads: Machine.processors))
    let report = Harness.Report(summary: summary)
    let gnuplot = Harness.Report.gnuplot()
    try report.write(to: out.appendingPathComponent("report"), gnuplot: gnuplot)
    Console.print(Table.means(of: summary).text)
    if let answer = summary.answer { Console.print("\n\(answer)\n") }
    if gnuplot == nil {
      Console.complain("the figures were not drawn: install gnuplot (apt-get install gnuplot-nox)")
    }
    Console.print("\nreport: \(out.appendingPathComponent("report/report.html").path)\n")
    return 0
  }
}
