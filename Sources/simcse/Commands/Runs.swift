import Foundation
import Harness

extension Command {
  /// `simcse runs`: what runs there are.
  static let runs = Command(
    name: "runs", summary: "list, filter and remove runs",
    help: """
      Usage: simcse runs DIR… [--filter KEY=VALUE …] [--json FILE|-]
             simcse runs DIR… --filter KEY=VALUE … --remove --yes

      Lists the runs of studies' folders, of folders of runs, and single runs: what sets each apart,
      how far it is, its score and its wall time. States: finished, diverged (a result like any
      other), running (claimed by a process that is not known to be gone), partial (it goes on from its
      checkpoint), waiting (planned), damaged.

        --filter KEY=VALUE  only runs for which it holds, for all that are said: id, state, in-study
                            (false: the study no longer has it), a factor, a stream, or a setting by
                            its path, such as --filter dropout=5 --filter state=partial
        --remove            remove the runs listed; needs a filter and --yes, else only tells
        --yes               yes, remove them
        --json FILE|-       write the list as JSON

      Removal takes folders of runs only, never what a link leads to, and renames each first, so that
      nothing half removed is taken for a run. One that a process works on is not removed; a claim of
      another machine is watched for a sign of life first.

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--filter", "--json"], flags: ["--remove", "--yes"], command: "runs")
    guard !arguments.rest.isEmpty else {
      throw UsageError(description: "which folders? name those of studies or runs")
    }
    let filters = try arguments.all("--filter").map {
      try RunList.filter($0, option: "--filter")
    }
    let removes = arguments.flags.contains("--remove")
    guard !removes || !filters.isEmpty else {
      throw UsageError(
        description: "--remove needs a --filter that says which runs, such as state=damaged")
    }
    guard removes || !arguments.flags.contains("--yes") else {
      throw UsageError(description: "--yes belongs to --remove")
    }
    let list = try RunList(arguments.rest.map { URL(fileURLWithPath: $0) }).filtered(filters)
    let json = arguments.value("--json")
    if json != "-" { Console.print(list.text) }
    if let json { try Console.write(try StrictJSON.encode(list), to: json) }
    guard removes else { return 0 }
    let found = list.runs.filter { $0.state != .waiting }
    guard arguments.flags.contains("--yes") else {
      throw UsageError(
        description: "nothing was removed; say --yes too to remove \(found.count) of these runs")
    }
    for run in found {
      try RunFolder(URL(fileURLWithPath: run.path)).remove()
      Console.complain("removed \(run.path)")
    }
    return 0
  }
}
