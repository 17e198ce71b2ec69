import Evaluation
import Files
import Foundation
import Model
import Tools

extension Command {
  /// `simcse check`: the suite for a user's own encoder.
  static let check = Command(
    "check", "prove an encoder's gradients and determinism on this machine",
    about: """
      Checks gradients numerically, Float against Double, bits across threads, batches, resuming and
      saving, and that the random streams do not leak into one another. Without a model, and without
      SIMCSE_MODEL, the embedded default's fresh encoder is checked.
      """,
    exitCodes: "0: every check passes; 1: one fails.",
    modes: [
      Mode(
        "model", "check the model that is named, else the embedded default's",
        [
          ModelOptions.group, OutputOptions.group,
        ]
      ) { input, context in
        guard try context.model(input, ModelOptions.model) == nil else {
          return try verdicts(
            on: try ChosenModel(input, context).sentenceEncoder, input, context)
        }
        if let option = ModelOptions.group.options.first(where: { input.has($0) }) {
          throw UsageError(
            "--\(option.declaration.name) says nothing without a model; say --model DIR or set "
              + "SIMCSE_MODEL")
        }
        return try checkEmbedded(input, context)
      },
      Mode(
        "embedded", "check the embedded default's encoder, even where SIMCSE_MODEL is set",
        [OutputOptions.group], formerly: ["embedded"], run: checkEmbedded),
    ])

  private static func checkEmbedded(_ input: Input, _ context: Context) throws -> Int32 {
    let workload = try Workload(
      model: nil, data: nil, threads: context.processors, product: .exact)
    return try verdicts(on: workload.encoder, input, context)
  }

  private static func verdicts(
    on encoder: SentenceEncoder, _ input: Input, _ context: Context
  ) throws -> Int32 {
    let json = try input[OutputOptions.json]
    let verdicts = try ModelCheck(encoder).verdicts { verdict in
      if json != .standard {
        context.console.say("\(verdict.passed ? "pass" : "FAIL")  \(verdict.name)")
      }
    }
    let columns = ["check", "verdict", "found", "allowed"].map {
      Table.Column($0, isNumeric: false)
    }
    let rows = verdicts.map {
      [
        Table.Cell($0.name), .init($0.passed ? "pass" : "FAIL"), .init($0.found), .init($0.allowed),
      ]
    }
    try context.console.report(verdicts, as: Table(columns: columns, rows: rows).text, json: json)
    return verdicts.allSatisfy(\.passed) ? ExitCode.done : ExitCode.notHeld
  }
}
