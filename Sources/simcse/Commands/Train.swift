import Foundation
import Harness

extension Command {
  /// `simcse train`: one run from its settings.
  static let train = Command(
    name: "train", summary: "train an encoder by SimCSE, in stages, or on tasks",
    help: """
      Usage: simcse train [SETTINGS.json] --out DIR [OPTION …]

      Trains one run and leaves its settings, manifest, log, scores and model in DIR. A run that was
      stopped goes on from its checkpoint and ends in the same bits; a finished one is not repeated.
      Without SETTINGS.json the embedded default is trained: a small fresh encoder on generated
      English.

        --out DIR         where the run is written
        --set KEY=VALUE   change a setting, by key path: --set seeds.dropout=5 --set temperature=0.1
                          (may be said more than once)
        --model DIR       what $SIMCSE_MODEL in the settings stands for
        --data DIR        what $SIMCSE_DATA in the settings stands for
        --threads N       threads (default: one a processor); changes no bit
        --json FILE|-     write the result as JSON
        --lease SECONDS   how long this process's claim on DIR stands when it shows no sign of life
                          (default 120); only one process works on a run
        --untrained-scores DIR
                          keep the scores before the first step here, and take them from here, for
                          runs that begin alike; changes no bit

      """
  ) { words in
    let arguments = try Arguments(
      words,
      options: [
        "--out", "--set", "--model", "--data", "--threads", "--json", "--untrained-scores",
        "--lease", "--expired",
      ],
      flags: ["--events"], command: "train")
    guard arguments.rest.count <= 1 else {
      throw UsageError(description: "'\(arguments.rest[1])' is unexpected; one settings file is")
    }
    let out = URL(fileURLWithPath: try arguments.required("--out", "where should the run go?"))
    let overrides = try arguments.all("--set").map(StudyFile.override)
    let settings: RunSettings
    if let path = arguments.rest.first {
      settings = try StudyFile.settings(URL(fileURLWithPath: path), overrides: overrides)
    } else {
      settings = try StudyFile.settings(
        Data(EmbeddedDefault.json.utf8), file: "the embedded default", overrides: overrides)
    }
    let threads = try arguments.integer("--threads", atLeast: 1) ?? Machine.processors
    let base = arguments.rest.first.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    let events = arguments.flags.contains("--events")
    var progress: ProgressLine?
    var places = PlaceOptions.places(arguments, base: base)
    places.untrainedScores = arguments.value("--untrained-scores").map { URL(fileURLWithPath: $0) }
    var run = Run(settings: settings, folder: out)
    run.claiming.leaseSeconds = try LeaseOption.seconds(arguments)
    run.claiming.expired = arguments.value("--expired")
    run.claiming.watches = !events
    let result: RunResult
    do {
      result = try run.execute(places: places, threads: threads) { event in
        switch event {
        case .step(let step, let count, let loss):
          if events {
            Console.print("\(step) \(count)\n")
          } else {
            progress =
              progress
              ?? ProgressLine(
                total: count, unit: "steps", label: "train", before: step - 1)
            progress?.update(done: step, note: "loss \(Double(Int(loss * 1000)) / 1000)")
          }
        case .watching(let owner, let seconds):
          Console.complain(
            "\(owner) holds this run; watching it for a sign of life, \(seconds) s at most")
        case .damaged(let file, let problem): Console.complain("\(file): \(problem)")
        case .resumed(let step): Console.complain("resuming after step \(step)")
        case .evaluating, .selected, .finished: break
        }
      }
    } catch let error where events && (error is ClaimError || error is WriteError) {
      // What a study that started this run must know.
      Console.complain("\(error)")
      return error is ClaimError ? RunExit.held : RunExit.unwritable
    }
    progress?.finish()
    if let json = arguments.value("--json") {
      try Console.write(try StrictJSON.encode(result), to: json)
    }
    if arguments.value("--json") != "-" && !events {
      Console.print(
        result.scores.table(tasks: result.scores.tasks.keys.sorted())
          + "kept step \(result.best.step) of \(result.steps), development Spearman "
          + "\(result.best.spearman)\n"
          + (try leakLines(out))
          + (result.tasks.map(taskLines) ?? "")
          + (result.addedParameters.map { "dropout adds \($0) parameters\n" } ?? "")
          + (result.divergedAtStep.map { "diverged at step \($0)\n" } ?? ""))
    }
    return 0
  }
}

/// What the training text holds of the text scored on, a line for each text.
private func leakLines(_ run: URL) throws -> String {
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
private func taskLines(_ result: TaskResult) -> String {
  let lines = TaskSource.Task.allCases.compactMap { task in
    result.score(task).map { "\(task.rawValue) \($0)\n" }
  }
  return lines.joined() + "mean over tasks \(result.mean)\n"
}

/// What `$SIMCSE_MODEL` and `$SIMCSE_DATA` stand for.
enum PlaceOptions {
  static func places(_ arguments: Arguments, base: URL?) -> Places {
    let environment = ProcessInfo.processInfo.environment
    func url(_ option: String, _ variable: String) -> URL? {
      (arguments.value(option) ?? environment[variable]).map { URL(fileURLWithPath: $0) }
    }
    return Places(
      model: url("--model", "SIMCSE_MODEL"), data: url("--data", "SIMCSE_DATA"),
      base: base ?? URL(fileURLWithPath: "."))
  }
}

/// How long claims stand.
enum LeaseOption {
  static func seconds(_ arguments: Arguments) throws -> Double {
    guard let text = arguments.value("--lease") else { return Claim.usualLease }
    guard let seconds = Double(text), seconds >= 0.5, seconds <= 86_400 else {
      throw UsageError(
        description: "--lease is '\(text)'; it must be between 0.5 and 86400 seconds")
    }
    return seconds
  }
}
