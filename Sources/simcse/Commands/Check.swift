import Foundation
import Harness
import Model

extension Command {
  /// `simcse check`: the suite for a user's own encoder.
  static let check = Command(
    name: "check", summary: "prove an encoder's gradients and determinism on this machine",
    help: """
      Usage: simcse check [--model DIR] [OPTION …]

      Checks gradients numerically, Float against Double, bits across threads, batches, resuming and
      saving, and that the random streams do not leak into one another. Without a model, and without
      SIMCSE_MODEL, the embedded default's fresh encoder is checked. Exit code 1 when a check fails.

        --json FILE|-     write the verdicts as JSON
        --embedded        check the embedded default even where SIMCSE_MODEL is set
      \(ModelOptions.help)

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ModelOptions.options + ["--json"], flags: ["--embedded"], command: "check")
    guard arguments.rest.isEmpty else {
      throw UsageError(description: "'\(arguments.rest[0])' is unexpected; say --model DIR")
    }
    let named =
      arguments.value("--model") ?? ProcessInfo.processInfo.environment["SIMCSE_MODEL"]
    let encoder =
      named == nil || arguments.flags.contains("--embedded")
      ? try Workload(model: nil, data: nil, threads: Machine.processors, product: .exact).encoder
      : try ModelOptions(arguments).sentenceEncoder
    let json = arguments.value("--json")
    let verdicts = try ModelCheck(encoder).verdicts { verdict in
      if json != "-" { Console.complain("\(verdict.passed ? "pass" : "FAIL")  \(verdict.name)") }
    }
    if let json { try Console.write(try StrictJSON.encode(verdicts), to: json) }
    if json != "-" {
      let columns = ["check", "verdict", "found", "allowed"].map {
        Table.Column($0, isNumeric: false)
      }
      let rows = verdicts.map {
        [
          Table.Cell($0.name), .init($0.passed ? "pass" : "FAIL"), .init($0.found),
          .init($0.allowed),
        ]
      }
      Console.print(Table(columns: columns, rows: rows).text)
    }
    return verdicts.allSatisfy(\.passed) ? 0 : 1
  }
}
