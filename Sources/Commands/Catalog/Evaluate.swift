import Data
import Evaluation
import Files
import Foundation
import Model

extension Command {
  /// `simcse evaluate`: an encoder's scores on the STS tasks.
  static let evaluate = Command(
    "evaluate", "score an encoder, word vectors or another program's embeddings on the STS tasks",
    about: """
      Scores an encoder on STS12–16, STS-Benchmark (test) and SICK-R by Spearman's and Pearson's
      correlation of cosine and gold score, in SentEval's settings all, mean and wmean; on other sets
      that are named; and on pairs of your own. The data folder may be a SimCSE or SentEval checkout,
      SemEval's packages, MTEB's or sentence-transformers' files, or this package's layout.

      Embeddings may come from elsewhere: --sentences-out writes the distinct sentences, a line each as
      JSON text; another program embeds them, and --embeddings scores its matrix, a row a line.

      Word vectors of --vectors are averaged: words are what lies between blanks, in lower case. Their
      weights are uniform, or those of SIF (a = 0.001, and the first principal direction taken out) or of
      TF-IDF, for which counts are taken from the training text. A sentence without a word that has a
      vector has cosine 0 with any other, as in SentEval. Latent semantic analysis, --lsa, needs no
      vectors: it is fitted to the training text.

      Tasks of --transfer are scored as SentEval does: a logistic regression is fitted to the vectors of
      sentences, or to (|u − v|, u · v) of two, and its accuracy is counted. The penalty is chosen by the
      development split, or by folds of the training text.
      """,
    modes: [
      Mode(
        [
          OptionGroup(
            "Data",
            [
              DataOptions.data, EvaluateOptions.tasks, EvaluateOptions.mode, EvaluateOptions.sick,
              EvaluateOptions.pairs, DataOptions.ownData,
            ]),
          OptionGroup("Classification", TransferOptions.all),
          OptionGroup("Elsewhere", [EvaluateOptions.sentences, EvaluateOptions.embeddings]),
          OptionGroup("Words", WordVectorOptions.all),
          ModelOptions.group,
          OptionGroup(
            "Results", [EvaluateOptions.table, EvaluateOptions.scores, OutputOptions.json]),
        ], run: scoreEncoder)
    ])

  private static func scoreEncoder(_ input: Input, _ context: Context) throws -> Int32 {
    if let code = try TransferOptions.scored(input, context, others: EvaluateOptions.ofPairs) {
      return code
    }
    let tasks = try EvaluateOptions.scored(input, context)
    if let place = try input[EvaluateOptions.sentences] {
      guard try input[EvaluateOptions.embeddings] == nil else {
        throw UsageError("--sentences-out comes before --embeddings; say one of them")
      }
      let texts = Evaluation(tasks).texts
      let lines = try texts.map { try StrictJSON.encodeLine($0) + Data([0x0A]) }
      try context.console.write(lines.reduce(into: Data()) { $0 += $1 }, to: place)
      context.console.say(
        "\(texts.count) sentences; write their embeddings as a NumPy matrix of float16 or float32, a "
          + "row each in this order, and score it by --embeddings FILE.npy")
      return ExitCode.done
    }
    let (evaluation, outcome, compute) = try outcome(of: tasks, input, context)
    var result = outcome.result
    if let task = tasks.firstIndex(where: { $0.name == "STSBenchmark" }) {
      let (alignment, uniformity) = try evaluation.geometry(
        ofTask: task, outcome, compute: compute)
      result.geometry = .init(alignment: alignment, uniformity: uniformity)
    }
    if let folder = try input[EvaluateOptions.scores] {
      try PairScores.write(outcome, of: tasks, to: folder)
    }
    let names = tasks.map(\.name)
    let text =
      try input[EvaluateOptions.table] == .simcse
      ? result.simcseTable(tasks: names) : result.table(tasks: names)
    try context.console.report(result, as: text, json: try input[OutputOptions.json])
    return ExitCode.done
  }

  /// The scores of an encoder that the options choose, or of embeddings that they name.
  private static func outcome(
    of tasks: [STSTask], _ input: Input, _ context: Context
  ) throws -> (Evaluation, Evaluation.Outcome, Compute) {
    let evaluation = Evaluation(tasks)
    if let file = try input[EvaluateOptions.embeddings] {
      for option in [WordVectorOptions.vectors, WordVectorOptions.latent] as [any Declared]
      where input.text(of: option) != nil {
        throw UsageError(
          "--\(option.declaration.name) and --embeddings both give embeddings; say one of them")
      }
      try ModelOptions.requireNone(input, beside: "--embeddings, which are computed already")
      let outcome = try evaluation.score(embeddings: try NumPyMatrix.read(file))
      return (evaluation, outcome, try ComputeOptions.compute(input, context))
    }
    try WordVectorOptions.requireNoModel(input)
    if let embeddings = try WordVectorOptions.embeddings(of: evaluation.texts, input, context) {
      let outcome = try evaluation.score(embeddings: embeddings, cosineOfZero: 0)
      return (evaluation, outcome, try ComputeOptions.compute(input, context))
    }
    let model = try ChosenModel(input, context)
    let encoder = model.sentenceEncoder
    let tokenized = Evaluation(
      tasks, tokenizer: encoder.tokenizer, maximumTokens: encoder.maximumTokens)
    let progress = context.console.progress(
      total: tokenized.sentenceCount, unit: "sentences", label: "evaluate")
    let outcome = try tokenized.score(encoder, batch: model.batchSize) {
      progress.update(done: $0)
    }
    progress.finish()
    return (tokenized, outcome, encoder.encoder.compute)
  }
}

/// What is scored, and how it is shown.
private enum EvaluateOptions {
  enum SICKPairs: String, CaseIterable {
    case test, all
  }

  enum TableForm: String, CaseIterable {
    case full, simcse
  }

  static let tasks = Option<[STSDataset]>.names(
    "tasks",
    "tasks separated by commas; beside the seven: "
      + STSCatalog.others.map(\.name).joined(separator: ", "), among: STSCatalog.all.map(\.name)
  ) { names in
    STSCatalog.all.filter { names.contains($0.name) }
  }.otherwise("those of --mode")
  static let mode = Option<String>(
    "mode", "NAME",
    "what SimCSE's evaluation scores in a mode: "
      + STSCatalog.modes.keys.sorted().joined(separator: ", ")
  ) { name in
    guard STSCatalog.modes[name] != nil else {
      throw UsageError(
        "--mode names '\(name)'"
          + Suggestion.ending(for: name, among: STSCatalog.modes.keys.sorted()))
    }
    return name
  }.otherwise("test, the seven tasks").known(STSCatalog.modes.keys.sorted())
  static let sick = Option<SICKPairs>.choice(
    "sick", "NAME", "4,927 pairs as in SimCSE, or 9,927 as in MTEB"
  ).or(.test)
  static let pairs = Option<OwnPairs>(
    "pairs", "FILE[:NAME][:LOW..HIGH]",
    "pairs of your own: CSV, tabs or JSON Lines with two sentences and a score; its name in results "
      + "and the range of its scores may follow. Without --tasks and --mode only these are scored"
  ) { text in try OwnPairs(text) }.repeated
  static let sentences = Option<Destination>.stream(
    "sentences-out", "write the distinct sentences, a line each as JSON text, and score nothing")
  static let embeddings = Option<URL>.file(
    "embeddings", "a NumPy matrix (N, H) of float16 or float32: a row for each of these sentences")
  static let scores = Option<URL>.folder(
    "scores",
    "write the gold score and cosine of every pair, a file a task, which 'simcse import' makes a run of"
  )
  static let table = Option<TableForm>.choice(
    "table", "NAME", "every number, or the row that SimCSE's evaluation prints"
  ).or(.full)

  static let ofPairs: [any Declared] = [
    tasks, mode, sick, pairs, sentences, embeddings, scores, table,
  ]

  /// Reads what the options choose.
  static func scored(_ input: Input, _ context: Context) throws -> [STSTask] {
    let own = try input[pairs].map { try $0.read().task }
    let (listed, mode) = (try input[tasks], try input[mode])
    guard listed == nil || mode == nil else {
      throw UsageError("--tasks and --mode both choose tasks; say one of them")
    }
    var datasets =
      listed ?? mode.flatMap { STSCatalog.modes[$0] } ?? (own.isEmpty ? STSCatalog.tasks : [])
    if try input[sick] == .all {
      guard datasets.contains(where: { $0.name == "SICK-R" }) else {
        throw UsageError("--sick all needs the task SICK-R; leave it out, or add SICK-R to --tasks")
      }
      datasets = datasets.map { $0.name == "SICK-R" ? STSCatalog.wholeSICK : $0 }
    }
    if let twice = (datasets.map(\.name) + own.map(\.name)).firstRepeated {
      throw UsageError("two tasks are called '\(twice)'; name yours as FILE:NAME")
    }
    guard !datasets.isEmpty else { return own }
    let folder = try DataFolder.sts(
      try input[DataOptions.data]?.relativePath ?? context.environment["SIMCSE_DATA"])
    return try datasets.map { try $0.read(folder, checksums: DataOptions.policy(input)) } + own
  }
}
