import Data
import Files
import Foundation
import Model
import Runs

extension Command {
  /// `simcse import`: runs made of results that other programs computed.
  static let `import` = Command(
    "import", "make finished runs of scores that other programs computed",
    about: """
      Makes a finished run of the files of each seed; compare, gate, report and runs take it beside runs
      trained here. A file is known by its content:

        scores by pair      tabs or commas below a header with gold and cosine (or label and
                            predicted, and other usual names), or two columns without header, gold
                            first; the file's name without endings and seed is the task. What
                            'simcse evaluate --scores DIR' writes is such files and
                            sentences.tsv beside them, which is read too
        MTEB's predictions  TASK_predictions.json: cosines without gold, which --data has. They are
                            matched by the text of MTEB's own file where the folder has it, else by
                            the official order of the published pairs
        score tables        MTEB's TASK.json, the table that SimCSE's evaluation prints (in any
                            log), eval_results.txt of SimCSE's trainer, sentence-transformers'
                            similarity_evaluation_NAME_results.csv

      In SimCSE's table 0.00 is a task that was not scored, and is left out. A task may have a table
      beside its pairs: the pairs must then give the score that it states.

      In a file's name {seed} stands for the number of the seed and * for anything, each within a name;
      all files with the same number are one run. Put such names in quotation marks:
      'runs/seed-{seed}/STS*.json'. The number seeds every stream unless --seed says which.

      Imported runs promise no bits. Where there are no scores by pair there is no interval over pairs,
      and where a source has rounded no difference within that is called one. Pooling and token limit
      are unknown unless stated; then runs compare with those of the same program, and with others only
      by --across-protocols.
      """,
    modes: [
      Mode(
        words: .init(
          usage: "FILE…", least: 1, most: nil,
          missing: "which files? name them, with {seed} where the seed is"),
        [
          OptionGroup("Runs", [method, seed, output]),
          OptionGroup("How they were scored", [pooling, tokenLimit, line]),
          OptionGroup("Data", [DataOptions.data, DataOptions.ownData]), OutputOptions.group,
        ], run: importRuns)
    ])

  private static let method = Option<String>.text("method", "NAME", "what the method is called")
    .required("what is the method called?")
  private static let seed = Option<StatedSeed>(
    "seed", "STREAM=VALUE",
    "the seed of a stream, or of all: dropout=3, data-order={seed}, all=1; may be given more than once"
  ) { text in try StatedSeed(text) }.repeated
  private static let output = OutputOptions.folder("where the runs' folders are put")
    .required("where should the runs go?")
  private static let pooling = ModelOptions.pooling(
    "how sentences became vectors: " + ModelOptions.poolings.joined(separator: ", ")
  ).otherwise("unknown")
  private static let tokenLimit = Option<Int>.whole(
    "token-limit", "the longest sentence in tokens, the two special ones included", atLeast: 3
  ).otherwise("unknown")
  private static let line = Option<Import.Line>.choice(
    "line", "NAME", "which line counts of a table with a line a call"
  ).otherwise("such a table is refused")

  private static func importRuns(_ input: Input, _ context: Context) throws -> Int32 {
    let named = try input[DataOptions.data].map { try DataFolder.sts($0.relativePath) }
    // The variable is for predictions alone, so that a folder which lacks a task refuses nothing else.
    let data = named ?? context.environment["SIMCSE_DATA"].flatMap { try? DataFolder.sts($0) }
    let outcome = try Import(
      method: try input[method], files: input.words, seeds: try input[seed],
      output: try input[output], pooling: try input[pooling], tokenLimit: try input[tokenLimit],
      data: data, checksGold: named != nil,
      checksums: DataOptions.policy(input), line: try input[line]
    ).execute()
    try context.console.report(outcome, as: outcome.text, json: try input[OutputOptions.json])
    for notice in outcome.notices { context.console.say(notice) }
    return ExitCode.done
  }
}

extension Import.Outcome {
  /// A line a run, and what they lack.
  fileprivate var text: String {
    let table = Table(
      columns: [
        Table.Column("run", isNumeric: false), Table.Column("files", isNumeric: true),
        Table.Column("tasks", isNumeric: false), Table.Column("with pairs", isNumeric: true),
        Table.Column("average", isNumeric: true),
      ],
      rows: runs.map { run in
        [
          run.path, String(run.files), run.tasks.map(\.name).joined(separator: " "),
          "\(run.tasks.count(where: \.hasPairs)) of \(run.tasks.count)",
          Numeral.hundredfold(run.average),
        ].map { Table.Cell($0) }
      })
    return table.text + "\(Numeral.count(runs.count, "run")) made; Spearman × 100\n"
  }
}
