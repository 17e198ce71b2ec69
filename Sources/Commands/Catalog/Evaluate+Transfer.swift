import Data
import Evaluation
import Files
import Foundation
import Model

/// Tasks of classification in the place of pairs.
enum TransferOptions {
  static let tasks = Option<[TransferDataset]>.names(
    "transfer",
    "score SentEval's tasks of classification instead: "
      + TransferCatalog.all.map(\.name).joined(separator: ", "),
    among: TransferCatalog.all.map(\.name)
  ) { names in
    names.compactMap { TransferCatalog.dataset(named: $0) }
  }
  static let folds = Option<Int>.whole(
    "folds", "the parts that folds are of, as SentEval's kfold", atLeast: 2
  ).or(10).needing(tasks)

  static let all: [any Declared] = [tasks, folds]

  /// Scores the tasks that the options name; nil where they name none.
  ///
  /// - Inputs: `others`, options that choose pairs or show their scores.
  static func scored(
    _ input: Input, _ context: Context, others: [any Declared]
  ) throws -> Int32? {
    guard let datasets = try input[tasks] else { return nil }
    for option in others where input.text(of: option) != nil {
      throw UsageError(
        "--\(option.declaration.name) has no meaning beside --transfer; leave it out")
    }
    guard
      let path = try input[DataOptions.data]?.relativePath ?? context.environment["SIMCSE_DATA"]
    else {
      throw InputError(
        file: "data of --transfer", problem: "which folder? say --data DIR or set SIMCSE_DATA")
    }
    let folder = URL(fileURLWithPath: path)
    let read = try datasets.map { try $0.read(folder, checksums: DataOptions.policy(input)) }
    let compute = try ComputeOptions.compute(input, context)
    let evaluation = TransferEvaluation(read, folds: try input[folds], compute: compute)
    let embeddings = try embeddings(of: evaluation.texts, input, context)
    let progress = context.console.progress(
      total: read.count, unit: "tasks", label: "transfer")
    let result = try evaluation.score(embeddings: embeddings) { progress.update(done: $0) }
    progress.finish()
    try context.console.report(
      result, as: result.table(tasks: read.map(\.name)), json: try input[OutputOptions.json])
    return ExitCode.done
  }

  private static func embeddings(
    of texts: [String], _ input: Input, _ context: Context
  ) throws -> Tensor<Float> {
    try WordVectorOptions.requireNoModel(input)
    if let embeddings = try WordVectorOptions.embeddings(of: texts, input, context) {
      return embeddings
    }
    let model = try ChosenModel(input, context)
    let progress = context.console.progress(
      total: texts.count, unit: "sentences", label: "evaluate")
    defer { progress.finish() }
    var encoder = model.sentenceEncoder
    // As SentEval's classifiers see them: vectors as they are pooled.
    encoder.normalizes = false
    return encoder.embeddings(of: texts, batch: model.batchSize) { progress.update(done: $0) }
  }
}
