import Foundation
import Harness
import Model

extension Command {
  /// `simcse compare`: two methods against each other.
  static let compare = Command(
    name: "compare", summary: "compare two methods over their seeds",
    help: """
      Usage: simcse compare A B [OPTION …]
             simcse compare DIR --a KEY=VALUE --b KEY=VALUE [OPTION …]

      Compares the finished runs of two methods: of two folders (studies, or folders of runs), or of
      two choices from one, by a factor or a setting (--a method=noise --b method=baseline). Runs of
      a method may differ in seeds only. Over common seeds where both have some, else by Welch.

      Tells the difference with its interval over seeds, and over seeds and sentence pairs together
      (joint bootstrap); the chance that a run of A scores above one of B; Wilcoxon's signed ranks;
      almost stochastic order, or why not; and a verdict on A, task by task with Holm's correction:
      better; worse; no difference larger than the margin; did not resolve, and how many more seeds
      would. The verdict is on these sentence pairs.

      Exit code, by the verdict on the measure: 0 better, 1 worse, 3 did not resolve, 4 no difference
      larger than the margin; 2: the input cannot be used.

        --a KEY=VALUE       runs of method A (may be said more than once: all must hold)
        --b KEY=VALUE       runs of method B
        --measure NAME      average or a task, then /spearman or /pearson
                            (default: average/spearman)
        --margin POINTS     the largest difference that does not matter, in points: score × 100
                            (default: 0.5)
        --confidence P      of intervals and verdicts (default: 0.95)
        --resamples N       of the bootstraps (default: 1000)
        --seed N            of the bootstraps (default: 1)
        --across-protocols  compare runs that were not scored alike (pooling, token limit, data …)
        --threads N         changes no bit (default: all processors)
        --json FILE|-       write the comparison as JSON

      """
  ) { words in
    let arguments = try Arguments(
      words,
      options: [
        "--a", "--b", "--measure", "--margin", "--confidence", "--resamples", "--seed", "--threads",
        "--json",
      ], flags: ["--across-protocols"], command: "compare")
    let folders = arguments.rest.map { URL(fileURLWithPath: $0) }
    let (a, b) = (
      try arguments.all("--a").map { try RunList.filter($0, option: "--a") },
      try arguments.all("--b").map { try RunList.filter($0, option: "--b") }
    )
    guard folders.count == 2 || folders.count == 1 && !a.isEmpty && !b.isEmpty else {
      throw UsageError(
        description: "name two folders, or one and --a KEY=VALUE --b KEY=VALUE; see "
          + "'simcse compare --help'")
    }
    let name = arguments.value("--measure") ?? "average/spearman"
    guard let measure = StudyMeasure(name) else {
      throw UsageError(
        description: "--measure is '\(name)'; say average or a task, then /spearman or /pearson")
    }
    let options = MethodComparison.Options(
      measure: measure,
      level: try number(arguments, "--confidence", or: "0.95", above: 0.5, below: 1),
      margin: try number(arguments, "--margin", or: "0.5", above: 0, below: 100) / 100,
      resamples: try arguments.integer("--resamples", atLeast: 100) ?? 1000,
      seed: UInt64(try arguments.integer("--seed", atLeast: 0) ?? 1),
      acrossProtocols: arguments.flags.contains("--across-protocols"))
    let comparison = try MethodComparison(
      try MethodRuns(folders[0], filters: a),
      try MethodRuns(folders[folders.count - 1], filters: b),
      options: options,
      compute: Compute(
        product: .exact,
        threads: try arguments.integer("--threads", atLeast: 1) ?? Machine.processors))
    let json = arguments.value("--json")
    if json != "-" { Console.print(comparison.text) }
    if let json { try Console.write(try StrictJSON.encode(comparison), to: json) }
    return comparison.answer.exitCode
  }

  private static func number(
    _ arguments: Arguments, _ option: String, or text: String, above low: Double,
    below high: Double
  ) throws -> Double {
    let text = arguments.value(option) ?? text
    guard let value = Double(text), value > low, value < high else {
      throw UsageError(description: "\(option) is '\(text)'; it lies between \(low) and \(high)")
    }
    return value
  }
}
