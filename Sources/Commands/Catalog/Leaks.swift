import Data
import Files
import Foundation
import Runs

extension Command {
  /// `simcse leaks`: the evaluation text that training text holds.
  static let leaks = Command(
    "leaks", "show which evaluation text a training text holds",
    about: """
      Compares training text with the text of the STS tasks and, where the data folder has them, of the
      CS 224N tasks: pairs in either order, and single sentences, exact after case, punctuation, accents
      and blanks are dropped. Training text is sentences, a line each; pairs, a tab between the two; or
      any file of the data folder.
      """,
    exitCodes: "0: no training pair is an evaluation pair; 1: one is.",
    modes: [
      Mode(
        words: .init(usage: "[FILE…]", least: 0, most: nil, missing: ""),
        [
          OptionGroup("Text", [trainingText, DataOptions.data, against, DataOptions.ownData]),
          OutputOptions.group,
        ]
      ) { input, context in
        let files = try input[trainingText] + input.words
        guard !files.isEmpty else {
          throw UsageError("which training text? say --train FILE")
        }
        let data = try DataFolder.root(
          try input[DataOptions.data]?.relativePath ?? context.environment["SIMCSE_DATA"])
        let check = LeakCheck(
          try LeakTargetCatalog.read(
            try input[against], data: data, checksums: DataOptions.policy(input)))
        let reports = try files.map { file in
          let url = URL(fileURLWithPath: file)
          let dataset = try DatasetCatalog.recognized(url)
          return check.report(on: try dataset.sentences(of: url, checksums: .own), named: file)
        }
        let text = reports.map {
          "\($0.training): \($0.examples) examples, \($0.leakedExamples) with a pair "
            + "that is scored on\n\($0.table.text)"
        }
        try context.console.report(
          reports, as: text.joined(), json: try input[OutputOptions.json])
        return reports.allSatisfy { $0.leakedExamples == 0 } ? ExitCode.done : ExitCode.notHeld
      }
    ])

  private static let trainingText = Option<String>.text(
    "train", "FILE", "training text; .gz is unpacked"
  )
  .repeated
  private static let against = Option<[String]>.list(
    "against",
    "evaluation text by name, separated by commas, in the order in which a pair is counted once"
  ).otherwise("all that is scored on").known(LeakTargetCatalog.names)
}
