import Data
import Evaluation
import Files
import Foundation
import Runs
import Studies

extension Command {
  /// `simcse train`: one run from its settings.
  static let train = Command(
    "train", "train an encoder by SimCSE, in stages, or on tasks",
    about: """
      Trains one run and leaves its settings, manifest, log, scores and model in a folder. A run that
      was stopped resumes from its checkpoint and ends in the same bits; a finished one is not repeated.
      Without SETTINGS.json the embedded default is trained: a small fresh encoder on generated
      English. Only one process works on a run. Where the settings name a trainer, that program trains
      and embeds, and is started anew where it was stopped.
      """,
    modes: [
      Mode(
        words: .init(usage: "[SETTINGS.json]", least: 0, most: 1, missing: ""),
        [
          OptionGroup(
            "Run",
            [
              TrainOptions.output, TrainOptions.set, TrainOptions.untrainedScores,
              TrainOptions.trainerFolder,
            ]),
          PlaceOptions.group,
          OptionGroup("Computation", [ComputeOptions.threads, LeaseOption.lease]),
          OutputOptions.group,
          OptionGroup(
            "Between processes",
            [TrainOptions.events, TrainOptions.expired, TrainOptions.registration]),
        ], run: trainRun)
    ])

  private static func trainRun(_ input: Input, _ context: Context) throws -> Int32 {
    let console = context.console
    let out = try input[TrainOptions.output]
    let file = input.words.first.map { URL(fileURLWithPath: $0) }
    let overrides = try input[TrainOptions.set].map(StudyFile.override)
    let settings =
      if let file {
        try StudyFile.settings(file, overrides: overrides, catalog: context.catalog)
      } else {
        try StudyFile.settings(
          Data(EmbeddedDefault.json.utf8), file: "the embedded default", overrides: overrides,
          catalog: context.catalog)
      }
    let json = try input[OutputOptions.json]
    let events = input[TrainOptions.events]
    guard !events || json != .standard else {
      throw UsageError("--events and --json - both write to standard output; say --json FILE")
    }
    var progress: ProgressLine?
    var places = try PlaceOptions.places(input, context, base: file?.deletingLastPathComponent())
    places.untrainedScores = try input[TrainOptions.untrainedScores]
    places.trainer = try input[TrainOptions.trainerFolder]
    var run = Run(settings: settings, folder: out)
    run.claiming.leaseSeconds = try input[LeaseOption.lease]
    run.claiming.expired = try input[TrainOptions.expired]
    run.claiming.watches = !events
    run.registration = try input[TrainOptions.registration]
    /// The study that started this run reads the steps; a run whose study is gone ends.
    func report(_ step: Int, _ count: Int) {
      do { try console.print("\(step) \(count)\n") } catch {
        context.abandon(ExitCode.closedPipe)
      }
    }
    let result: RunResult
    do {
      result = try run.execute(
        places: places, threads: try ComputeOptions.threadCount(input, context)
      ) { event in
        switch event {
        case .step(let step, let count, let loss):
          if events {
            report(step, count)
          } else {
            progress =
              progress
              ?? console.progress(total: count, unit: "steps", label: "train", before: step - 1)
            progress?.update(done: step, note: "loss \(Numeral.short(loss))")
          }
        case .training(let said):
          if events { report(0, 1) }
          console.complain(String(decoding: said, as: UTF8.self))
        case .watching(let owner, let seconds):
          console.say(
            "\(owner) holds this run; watching it for a sign of life, \(seconds) s at most")
        case .damaged(let file, let problem): console.say("\(file): \(problem)")
        case .resumed(let step): console.say("resuming after step \(step)")
        case .evaluating, .selected, .finished: break
        }
      }
    } catch let error where events && (error is ClaimError || error is WriteError) {
      // What a study that started this run must know.
      console.say("\(error)")
      return error is ClaimError ? RunExit.held : RunExit.unwritable
    }
    progress?.finish()
    guard !events else {
      if let json { try console.write(try StrictJSON.encode(result), to: json) }
      return ExitCode.done
    }
    try console.report(result, as: try TrainText.described(result, in: out), json: json)
    return ExitCode.done
  }
}

/// The options of one run.
private enum TrainOptions {
  static let output = OutputOptions.folder("where the run is written")
    .required("where should the run go?")
  static let set = Option<String>.text(
    "set", "KEY=VALUE",
    "change a setting by its key path, such as --set seeds.dropout=5; may be given more than once"
  ).repeated
  static let untrainedScores = Option<URL>.folder(
    "untrained-scores",
    "keep the scores before the first step here, and take them from here, for runs that begin alike; "
      + "changes no bit")
  static let trainerFolder = Option<URL>.folder(
    "trainer-folder", "where the settings' trainer is started"
  ).otherwise("the settings' folder")
  static let events = Flag("events", "print each step for the study that started the run").hidden
  static let expired = Option<String>.text("expired", "TOKEN", "a claim that is known to be void")
    .hidden
  static let registration = Option<String>.text(
    "registration", "HASH", "the registration of the study, for the manifest"
  ).hidden
}

/// What a finished run prints.
private enum TrainText {
  static func described(_ result: RunResult, in folder: URL) throws -> String {
    result.scores.table(tasks: result.scores.tasks.keys.sorted())
      + (result.best.map {
        "kept step \($0.step) of \(result.steps ?? 0), development Spearman \($0.spearman)\n"
      } ?? "")
      + (try skipped(folder))
      + (try leaks(folder))
      + (result.tasks.map(tasks) ?? "")
      + (result.addedParameters.map { "dropout adds \($0) parameters\n" } ?? "")
      + (result.divergedAtStep.map { "diverged at step \($0)\n" } ?? "")
  }

  /// The lines of the training text that were passed over.
  private static func skipped(_ run: URL) throws -> String {
    let lines = RunFolder(run).manifest?.skippedLines ?? [:]
    return lines.keys.sorted().map {
      "\($0): \(Numeral.count(lines[$0] ?? 0, "line")) passed over, blank or of another split\n"
    }.joined()
  }

  /// What the training text holds of the text scored on, a line for each text.
  private static func leaks(_ run: URL) throws -> String {
    let file = run.appendingPathComponent(Run.File.leaks)
    guard FileManager.default.fileExists(atPath: file.path) else { return "" }
    let reports = try StrictJSON.decode(
      [LeakReport].self, from: try InputFile.read(file), file: file.path)
    return reports.map { report in
      let sentences = report.targets.reduce(0) { $0 + $1.trainingSentences }
      return "\(report.training): \(report.leakedExamples) of \(report.examples) examples hold a "
        + "pair that is scored on, \(sentences) sentences are scored on\n"
    }.joined()
  }

  /// The scores of trained heads, a line each.
  private static func tasks(_ result: TaskResult) -> String {
    let lines = TaskSource.Task.allCases.compactMap { task in
      result.score(task).map { "\(task.rawValue) \($0)\n" }
    }
    return lines.joined() + "mean over tasks \(result.mean)\n"
  }
}
