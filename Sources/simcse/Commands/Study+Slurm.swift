import Foundation
import Harness

extension Command {
  /// Gives the runs that are not finished to others: to Slurm, or as a list of ids.
  static func shareOut(
    _ plan: StudyPlan, file: String, _ out: URL, _ arguments: Arguments
  ) throws -> Int32 {
    let program = try Machine.program
    let runner = StudyRunner(plan: plan, folder: out, program: program, jobs: 1, options: [])
    try runner.prepare()
    let waiting = plan.entries.filter { !RunFolder(runner.runFolder($0)).isWhole }
    guard arguments.flags.contains("--slurm") else {
      for entry in waiting { Console.print(entry.id + "\n") }
      return 0
    }
    func whole(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    var words = ["study", whole(file), "--out", whole(out.path)]
    let environment = ProcessInfo.processInfo.environment
    for (option, variable) in [("--model", "SIMCSE_MODEL"), ("--data", "SIMCSE_DATA")] {
      if let path = arguments.value(option) ?? environment[variable] {
        words += [option, whole(path)]
      }
    }
    words += ["--lease", String(try LeaseOption.seconds(arguments))]
    if arguments.value("--jobs") != nil {
      throw UsageError(
        description: "--jobs is for runs side by side in one process; with --slurm say --tasks and "
          + "--array-limit")
    }
    let tasks = try arguments.integer("--tasks", atLeast: 1) ?? max(1, waiting.count)
    let scripts = try SlurmScripts(
      study: plan.study.name, folder: out, program: program, words: words,
      request: .init(
        partition: arguments.value("--partition"), time: arguments.value("--time"),
        tasks: min(tasks, max(1, waiting.count)),
        arrayLimit: try arguments.integer("--array-limit", atLeast: 1),
        threads: try arguments.integer("--threads", atLeast: 1) ?? 1))
    try scripts.write()
    Console.complain(
      "\(waiting.count) of \(plan.entries.count) runs to do; wrote \(scripts.runsFile.path) and "
        + scripts.reportFile.path)
    if arguments.flags.contains("--plan-only") { return 0 }
    let jobs = try Slurm.submit(scripts)
    Console.print("runs: job \(jobs.runs)\nreport: job \(jobs.report)\n")
    Console.complain(
      "'squeue' tells how the jobs are, 'simcse study \(file) --out \(out.path) --status' the runs")
    return 0
  }
}
