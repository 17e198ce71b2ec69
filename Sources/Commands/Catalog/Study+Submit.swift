import Foundation
import Studies

extension Command {
  /// Writes the scripts of a study for Slurm, and submits them where that is asked for.
  static func giveToSlurm(_ input: Input, _ context: Context, submits: Bool) throws -> Int32 {
    let waiting = try WaitingRuns(input, context)
    let scripts = try scripts(waiting, input, context)
    try scripts.write()
    context.console.say(
      "\(waiting.entries.count) of \(waiting.plan.entries.count) runs to do; wrote "
        + "\(scripts.runsFile.path) and \(scripts.reportFile.path)")
    var answer = SlurmAnswer(
      waiting: waiting.entries.count, runsScript: scripts.runsFile.path,
      reportScript: scripts.reportFile.path)
    if submits {
      let jobs = try Slurm.submit(scripts)
      (answer.runsJob, answer.reportJob) = (jobs.runs, jobs.report)
    }
    try context.console.report(answer, as: answer.text, json: try input[OutputOptions.json])
    if submits {
      context.console.say(
        "'squeue' shows how the jobs are, 'simcse study status \(input.words[0]) --output "
          + "\(waiting.folder.relativePath)' the runs")
    }
    return ExitCode.done
  }

  private static func scripts(
    _ waiting: WaitingRuns, _ input: Input, _ context: Context
  ) throws -> SlurmScripts {
    func whole(_ url: URL) -> String { url.standardizedFileURL.path }
    var words = [
      whole(URL(fileURLWithPath: input.words[0])), "--output", whole(waiting.folder),
    ]
    let places = [
      ("--model", try context.model(input, PlaceOptions.model)),
      ("--data", try context.folder(input, PlaceOptions.data, or: "SIMCSE_DATA")),
    ]
    for case (let option, let folder?) in places { words += [option, whole(folder)] }
    words += ["--lease", String(try input[LeaseOption.lease])]
    if input[StudyOptions.untilResolved] { words.append("--until-resolved") }
    let count = max(1, waiting.entries.count)
    return try SlurmScripts(
      study: waiting.plan.study.name, folder: waiting.folder, program: waiting.program,
      work: ["study", "work"] + words, finish: ["study", "run"] + words,
      request: .init(
        partition: try input[StudyOptions.partition], time: try input[StudyOptions.time],
        tasks: min(try input[StudyOptions.tasks] ?? count, count),
        arrayLimit: try input[StudyOptions.arrayLimit],
        threads: try input[StudyOptions.slurmThreads]))
  }
}

/// What was written for Slurm, and the numbers of its jobs where they were submitted.
private struct SlurmAnswer: Encodable {
  var waiting: Int
  var runsScript: String
  var reportScript: String
  var runsJob: String?
  var reportJob: String?

  var text: String {
    guard let runsJob, let reportJob else { return "" }
    return "runs: job \(runsJob)\nreport: job \(reportJob)\n"
  }
}
