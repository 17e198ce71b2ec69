import Foundation
import Harness

extension Command {
  /// `simcse leaks`: the evaluation text that training text holds.
  static let leaks = Command(
    name: "leaks", summary: "tell which evaluation text a training text holds",
    help: """
      Usage: simcse leaks --train FILE… --data DIR [OPTION …]

      Compares training text with the text of the STS tasks and, where the data folder has them, of the
      CS 224N tasks: pairs in either order, and single sentences, exact after case, punctuation, accents
      and blanks are dropped. Exit code 1 when a training pair is an evaluation pair.

        --train FILE      sentences, a line each; pairs, a tab between the two; or any file of the data
                          folder; .gz is unpacked. Further files may follow
        --data DIR        the data folder (default: the environment variable SIMCSE_DATA)
        --against LIST    evaluation text by name, separated by commas, in the order in which a pair is
                          counted once (default: all that is scored on)
        --own-data        read evaluation files that are not the published ones
        --json FILE|-     write the counts as JSON

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--train", "--data", "--against", "--json"], flags: ["--own-data"],
      command: "leaks")
    let files = arguments.all("--train") + arguments.rest
    guard !files.isEmpty else {
      throw UsageError(description: "which training text? say --train FILE")
    }
    let data = try DataFolder.root(
      arguments.value("--data") ?? ProcessInfo.processInfo.environment["SIMCSE_DATA"])
    let check = LeakCheck(
      try LeakTargetCatalog.read(
        arguments.value("--against")?.split(separator: ",").map(String.init), data: data,
        checksums: arguments.flags.contains("--own-data") ? .own : .published))
    let reports = try files.map { file in
      let url = URL(fileURLWithPath: file)
      let dataset = try DatasetCatalog.recognized(url)
      return check.report(on: try dataset.sentences(of: url, checksums: .own), named: file)
    }
    let json = arguments.value("--json")
    if json != "-" {
      for report in reports {
        Console.print(
          "\(report.training): \(report.examples) examples, \(report.leakedExamples) with a pair "
            + "that is scored on\n\(report.table.text)")
      }
    }
    if let json { try Console.write(try StrictJSON.encode(reports), to: json) }
    return reports.allSatisfy { $0.leakedExamples == 0 } ? 0 : 1
  }
}
