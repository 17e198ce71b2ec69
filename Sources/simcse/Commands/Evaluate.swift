import Foundation
import Harness
import Model

extension Command {
  /// `simcse evaluate`: an encoder's scores on the STS tasks.
  static let evaluate = Command(
    name: "evaluate", summary: "score an encoder on the STS tasks",
    help: """
      Usage: simcse evaluate --model DIR --data DIR [OPTION …]

      Scores an encoder on STS12–16, STS-Benchmark (test) and SICK-R by Spearman's and Pearson's
      correlation of cosine and gold score, in SentEval's settings all, mean and wmean.

        --data DIR        the data folder, or its folder 'sts' (default: the environment variable
                          SIMCSE_DATA)
        --tasks LIST      tasks separated by commas (default: all seven)
        --sick NAME       test (4,927 pairs, as SimCSE) or all (9,927 pairs, as MTEB); default test
        --own-data        read files that are not the published ones
        --scores DIR      write the gold score and cosine of every pair, a file a task
        --json FILE|-     write the scores as JSON
      \(ModelOptions.help)

      """
  ) { words in
    let arguments = try Arguments(
      words,
      options: ModelOptions.options + ["--data", "--tasks", "--sick", "--scores", "--json"],
      flags: ["--own-data"], command: "evaluate")
    guard arguments.rest.isEmpty else {
      throw UsageError(description: "'\(arguments.rest[0])' is unexpected; say --data DIR")
    }
    let datasets = try chosenTasks(arguments)
    let folder = try DataFolder.sts(
      arguments.value("--data") ?? ProcessInfo.processInfo.environment["SIMCSE_DATA"])
    let policy: ChecksumPolicy = arguments.flags.contains("--own-data") ? .own : .published
    let tasks = try datasets.map { try $0.read(folder, checksums: policy) }
    let model = try ModelOptions(arguments)
    let evaluation = Evaluation(
      tasks, tokenizer: model.sentenceEncoder.tokenizer,
      maximumTokens: model.sentenceEncoder.maximumTokens)
    let progress = ProgressLine(
      total: evaluation.sentenceCount, unit: "sentences", label: "evaluate")
    let outcome = try evaluation.score(model.sentenceEncoder, batch: model.batch) {
      progress.update(done: $0)
    }
    progress.finish()
    var result = outcome.result
    if let task = tasks.firstIndex(where: { $0.name == "STSBenchmark" }) {
      let (alignment, uniformity) = try evaluation.geometry(
        ofTask: task, outcome, compute: model.sentenceEncoder.encoder.compute)
      result.geometry = .init(alignment: alignment, uniformity: uniformity)
    }
    if let scores = arguments.value("--scores") {
      try PairScores.write(outcome, of: tasks, to: URL(fileURLWithPath: scores))
    }
    let json = arguments.value("--json")
    if json != "-" { Console.print(result.table(tasks: tasks.map(\.name))) }
    if let json { try Console.write(try StrictJSON.encode(result), to: json) }
    return 0
  }

  private static func chosenTasks(_ arguments: Arguments) throws -> [STSDataset] {
    let names = STSCatalog.tasks.map(\.name)
    var tasks = STSCatalog.tasks
    if let list = arguments.value("--tasks") {
      let wanted = list.split(separator: ",").map(String.init)
      guard let found = STSCatalog.tasks(named: wanted), !found.isEmpty else {
        throw UsageError(
          description: "--tasks is '\(list)'; known: \(names.joined(separator: ","))")
      }
      tasks = found
    }
    switch arguments.value("--sick") ?? "test" {
    case "test": return tasks
    case "all": return tasks.map { $0.name == "SICK-R" ? STSCatalog.wholeSICK : $0 }
    case let other: throw UsageError(description: "--sick is '\(other)'; known: test, all")
    }
  }
}
