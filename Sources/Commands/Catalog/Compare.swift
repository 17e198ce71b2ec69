import Decisions
import Foundation
import Model
import Studies

extension Command {
  /// `simcse compare`: two methods against each other.
  static let compare = Command(
    "compare", "compare two methods over their seeds",
    about: """
      Compares the finished runs of two methods: of two folders (studies, or folders of runs), or of
      two choices from one, by a factor or a setting (--a method=noise --b method=baseline). Runs of
      a method may differ in seeds only. Paired by seed where both have at least two in common,
      otherwise Welch's t. A run that is on both sides is named and left out of both.

      Prints the difference with its interval over seeds, and over seeds and sentence pairs together
      (joint bootstrap); the chance that a run of A scores above one of B; Wilcoxon's signed ranks;
      almost stochastic order, or why not; and a verdict on A, task by task with Holm's correction:
      better; worse; no difference larger than the margin; unresolved, and how many more seeds
      would. The verdict is on these sentence pairs. Runs of a side need the same tasks, and each side
      two runs; single runs are compared by 'simcse gate'. Scores of other programs become runs by
      'simcse import'.
      """,
    exitCodes: """
      by the verdict on the measure: 0 better, 1 worse, 3 unresolved, 4 no difference larger than
      the margin; 2: the input cannot be used.
      """,
    modes: [
      Mode(
        words: .init(usage: "A [B]", least: 1, most: 2, missing: which),
        [
          OptionGroup("Methods", [a, b]),
          OptionGroup(
            "Comparison",
            [
              measure, margin, DecisionOptions.level, DecisionOptions.resamples,
              DecisionOptions.seed, DecisionOptions.acrossProtocols, ComputeOptions.threads,
            ]), OutputOptions.group,
        ], run: compareMethods)
    ])

  private static let which =
    "name two folders, or one and --a KEY=VALUE --b KEY=VALUE; see 'simcse compare --help'"
  private static let a = Option<String>.text("a", "KEY=VALUE", "runs of method A; all must hold")
    .repeated
  private static let b = Option<String>.text("b", "KEY=VALUE", "runs of method B; all must hold")
    .repeated
  private static let measure = Option<StudyMeasure>(
    "measure", "NAME", "average or a task, then /spearman or /pearson"
  ) { name in
    guard let measure = StudyMeasure(name) else {
      throw UsageError(
        "--measure is '\(name)'; say average or a task, then /spearman or /pearson")
    }
    return measure
  }.otherwise("average/spearman")
  private static let margin = Option<Double>.number(
    "margin", "POINTS", "the largest difference that does not matter, in points: score × 100",
    .between(0, 100)
  ).or(0.5)

  private static func compareMethods(_ input: Input, _ context: Context) throws -> Int32 {
    let folders = input.words.map { URL(fileURLWithPath: $0) }
    let (first, second) = (
      try input[a].map { try RunList.filter($0, option: "--a") },
      try input[b].map { try RunList.filter($0, option: "--b") }
    )
    guard folders.count == 2 || !first.isEmpty && !second.isEmpty,
      let measure = try input[measure] ?? StudyMeasure("average/spearman")
    else { throw UsageError(which) }
    let options = MethodComparison.Options(
      measure: measure, level: try input[DecisionOptions.level],
      margin: try input[margin] / 100, resamples: try input[DecisionOptions.resamples],
      seed: UInt64(try input[DecisionOptions.seed]),
      acrossProtocols: input[DecisionOptions.acrossProtocols])
    let comparison = try MethodComparison(
      try MethodRuns(folders[0], filters: first),
      try MethodRuns(folders[folders.count - 1], filters: second), options: options,
      compute: try ComputeOptions.exact(input, context))
    try context.console.report(
      comparison, as: comparison.text, json: try input[OutputOptions.json])
    return comparison.answer.exitCode
  }
}
