import Data
import Evaluation
import Files
import Foundation
import Model

extension Command {
  /// `simcse evaluate`: an encoder's scores on the STS tasks.
  static let evaluate = Command(
    "evaluate", "score an encoder on the STS tasks",
    about: """
      Scores an encoder on STS12–16, STS-Benchmark (test) and SICK-R by Spearman's and Pearson's
      correlation of cosine and gold score, in SentEval's settings all, mean and wmean. The data folder
      may be named itself, or its folder 'sts'.
      """,
    modes: [
      Mode(
        [
          OptionGroup("Data", [DataOptions.data, tasks, sick, DataOptions.ownData, scores]),
          ModelOptions.group, OutputOptions.group,
        ], run: scoreEncoder)
    ])

  private enum SICKPairs: String, CaseIterable {
    case test, all
  }

  private static let tasks = Option<[STSDataset]>("tasks", "LIST", "tasks separated by commas") {
    let known = STSCatalog.tasks.map(\.name)
    guard let found = STSCatalog.tasks(named: $0.split(separator: ",").map(String.init)),
      !found.isEmpty
    else { throw UsageError("--tasks is '\($0)'; known: \(known.joined(separator: ","))") }
    return found
  }.otherwise("all seven")
  private static let sick = Option<SICKPairs>.choice(
    "sick", "NAME", "4,927 pairs as in SimCSE, or 9,927 as in MTEB"
  ).or(.test)
  private static let scores = Option<URL>.folder(
    "scores", "write the gold score and cosine of every pair, a file a task")

  private static func scoreEncoder(_ input: Input, _ context: Context) throws -> Int32 {
    var datasets = try input[tasks] ?? STSCatalog.tasks
    if try input[sick] == .all {
      datasets = datasets.map { $0.name == "SICK-R" ? STSCatalog.wholeSICK : $0 }
    }
    let folder = try DataFolder.sts(
      try input[DataOptions.data]?.relativePath ?? context.environment["SIMCSE_DATA"])
    let tasks = try datasets.map { try $0.read(folder, checksums: DataOptions.policy(input)) }
    let model = try ChosenModel(input, context)
    let evaluation = Evaluation(
      tasks, tokenizer: model.sentenceEncoder.tokenizer,
      maximumTokens: model.sentenceEncoder.maximumTokens)
    let progress = context.console.progress(
      total: evaluation.sentenceCount, unit: "sentences", label: "evaluate")
    let outcome = try evaluation.score(model.sentenceEncoder, batch: model.batchSize) {
      progress.update(done: $0)
    }
    progress.finish()
    var result = outcome.result
    if let task = tasks.firstIndex(where: { $0.name == "STSBenchmark" }) {
      let (alignment, uniformity) = try evaluation.geometry(
        ofTask: task, outcome, compute: model.sentenceEncoder.encoder.compute)
      result.geometry = .init(alignment: alignment, uniformity: uniformity)
    }
    if let folder = try input[scores] { try PairScores.write(outcome, of: tasks, to: folder) }
    try context.console.report(
      result, as: result.table(tasks: tasks.map(\.name)), json: try input[OutputOptions.json])
    return ExitCode.done
  }
}
