import Foundation
import Runs
import Studies

extension Command {
  /// `simcse runs`: what runs there are.
  static let runs = Command(
    "runs", "list, filter and remove runs",
    about: """
      Lists the runs of studies' folders, of folders of runs, and single runs: what distinguishes each,
      how far it is, its score and its wall time. States: finished, diverged (a result like any
      other), running (claimed by a process that is not known to be gone), partial (it resumes from its
      checkpoint), waiting (planned), damaged.

      A filter names id, state, in-study (false: the study no longer has it), a factor, a stream, or a
      setting by its path, such as --filter dropout=5 --filter state=partial.

      Removal takes folders of runs only, never what a link leads to, and renames each first, so that
      nothing half removed is taken for a run. One that a process works on is not removed; a claim of
      another machine is watched for a sign of life first.
      """,
    modes: [
      Mode("list", "list runs", words: folders, [filters, OutputOptions.group]) { input, context in
        let list = try list(input)
        try context.console.report(list, as: list.text, json: try input[OutputOptions.json])
        for word in input.words {
          let folder = URL(fileURLWithPath: word)
          let isStudy = RunFolder.isThere(folder.appendingPathComponent("plan.json"))
          let below = isStudy ? [] : RunFolder.holders(in: folder)
          if !below.isEmpty {
            context.console.say(
              "not listed: the runs in \(below.joined(separator: ", ")) of \(word); name these folders"
            )
          }
        }
        return ExitCode.done
      },
      Mode(
        "remove", "list the runs that a filter names and, with --yes, remove them", words: folders,
        [filters, OptionGroup("Removal", [yes]), OutputOptions.group], formerly: ["remove"],
        run: removeRuns),
    ])

  private static let folders = Mode.Words(
    usage: "DIR…", least: 1, most: nil, missing: "which folders? name those of studies or runs")
  private static let filter = Option<String>.text(
    "filter", "KEY=VALUE",
    "only runs for which it holds; may be given more than once, all must hold"
  ).repeated
  private static let filters = OptionGroup("Filter", [filter])
  private static let yes = Flag("yes", "yes, remove them")

  private static func list(_ input: Input) throws -> RunList {
    let filters = try input[filter].map { try RunList.filter($0, option: "--filter") }
    return try RunList(input.words.map { URL(fileURLWithPath: $0) }).filtered(filters)
  }

  private static func removeRuns(_ input: Input, _ context: Context) throws -> Int32 {
    guard input.has(filter) else {
      throw UsageError("say which runs by --filter, such as --filter state=damaged")
    }
    let list = try list(input)
    try context.console.report(list, as: list.text, json: try input[OutputOptions.json])
    let found = list.runs.filter { $0.state != .waiting }
    guard input[yes] else {
      throw UsageError("nothing was removed; say --yes too to remove \(found.count) of these runs")
    }
    for run in found {
      try RunFolder(URL(fileURLWithPath: run.path)).remove()
      context.console.say("removed \(run.path)")
    }
    return ExitCode.done
  }
}
