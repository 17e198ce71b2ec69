import Files
import Foundation
import Runs

extension Command {
  /// `simcse diff`: where two runs differ first.
  static let diff = Command(
    "diff", "show the first step and tensor at which two runs differ",
    about: """
      Compares two finished runs' folders: settings, what computed them, the hashes of every gradient
      at every step, scores and kept parameters.
      """,
    exitCodes: "0: every bit compared is equal; 1: not.",
    modes: [
      Mode(
        words: .init(
          usage: "RUN RUN", least: 2, most: 2,
          missing: "two runs' folders are needed: simcse diff RUN RUN"),
        [OutputOptions.group]
      ) { input, context in
        let folders = input.words.map { URL(fileURLWithPath: $0) }
        let difference = try RunDifference(folders[0], folders[1])
        try context.console.report(
          difference, as: described(difference), json: try input[OutputOptions.json])
        return difference.isNone ? ExitCode.done : ExitCode.notHeld
      }
    ])

  private static func described(_ difference: RunDifference) -> String {
    var text = ""
    for (name, rows) in [
      ("setting", difference.settings), ("provenance", difference.provenance),
    ] where !rows.isEmpty {
      let columns = [name, "first run", "second run"].map {
        Table.Column($0, isNumeric: false)
      }
      text += Table(columns: columns, rows: rows.map { $0.map { .init($0) } }).text + "\n"
    }
    if let step = difference.firstStep, let tensor = difference.tensors.first {
      text +=
        "The runs separate at step \(step), at the gradients of \(difference.tensors.count) of "
      text += "\(difference.tensorCount) parameters; the first is \(tensor).\n"
    } else if difference.stepsCompared == 0 {
      text += "No step of both runs is recorded.\n"
    } else {
      text += "The gradients of all \(difference.stepsCompared) steps are equal to the bit.\n"
    }
    if let score = difference.largestScoreDifference {
      text += score == 0 ? "All scores are equal.\n" : "Scores differ by up to \(score).\n"
    } else {
      text += "The runs were scored on unlike tasks.\n"
    }
    let kept = difference.tensorCount == 0 ? "embeddings" : "parameters"
    text += "The kept \(kept) are \(difference.sameParameters ? "equal" : "not equal").\n"
    return text
  }
}
