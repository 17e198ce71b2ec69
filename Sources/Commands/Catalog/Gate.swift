import Decisions
import Files
import Foundation
import Model
import Runs
import Studies

extension Command {
  /// `simcse gate`: new runs held against recorded ones.
  static let gate = Command(
    "gate", "check whether the scores of new runs still hold",
    about: """
      Compares the STS scores of finished runs (folders of studies, of runs, or of folders of runs)
      with those of a baseline, by Spearman and Pearson, task by task and on average. The margin is
      the largest difference that does not matter. It is recorded with the baseline and never taken
      from the runs, so a noisy gate does not hold: it is unresolved. Runs are paired by seed where
      both sides have at least two seeds in common, otherwise by Welch's t; where no score varies
      between seeds, the bootstrap over pairs (the same on both sides) says how exact it is. Of each
      score one verdict, the first that applies:

        holds        the interval of the difference lies within ± the margin: at level 0.95 the
                     90 % interval, which is two one-sided tests at 5 %
        regressed    significantly lower; several scores together: Holm
        improved     significantly higher; suspicious, find out why
        unresolved   else; about how many more runs would resolve it, in 8 of 10 cases

      JUnit XML has a test case for each task, which fails unless its scores hold. It is written
      whatever the verdict, and with an error where runs or baseline cannot be read.
      """,
    exitCodes: "0: all hold; 1: one regressed; 3: one improved or is unresolved; 2: bad input.",
    modes: [
      Mode(
        "check", "compare runs with a baseline", words: folders,
        [
          OptionGroup(
            "Comparison", [baseline, otherMargin, DecisionOptions.level, acrossSettings]),
          OptionGroup("Computation", [ComputeOptions.threads]),
          OptionGroup("Results", [OutputOptions.json, junit]),
        ], run: checkGate),
      Mode(
        "record", "write runs as a baseline", words: folders,
        [
          OptionGroup(
            "Baseline", [output, margin, DecisionOptions.resamples, DecisionOptions.seed]),
          OptionGroup("Computation", [ComputeOptions.threads]), OutputOptions.group,
        ], formerly: [.init("record", valueOf: output)], run: recordGate),
    ])

  private static let folders = Mode.Words(
    usage: "DIR…", least: 1, most: nil, missing: "which runs? name folders of studies or runs")
  private static let baseline = Option<URL>.file("baseline", "the baseline to compare with")
    .required("which baseline? 'simcse gate record' writes one;")
  private static let output = Option<URL>.file("output", "where the baseline is written")
    .required("where should the baseline go?")
  private static let anyMargin = Option<Double>.number(
    "margin", "POINTS", "the largest difference that does not matter, in points: score × 100",
    .between(0, 100))
  private static let margin = anyMargin.or(0.5)
  private static let otherMargin = anyMargin.otherwise("the baseline's")
  private static let junit = Option<URL>.file("junit", "write the verdicts as JUnit XML too")
  private static let acrossSettings = Flag(
    "across-settings", "compare runs of unlike settings or inputs; pairs must be the same")

  private static func recordGate(_ input: Input, _ context: Context) throws -> Int32 {
    let file = try input[output]
    let baseline = try GateBaseline(
      try FinishedRun.gather(input.words.map { URL(fileURLWithPath: $0) }), source: source(input),
      margin: try input[margin],
      bootstrap: GateBaseline.Bootstrap(
        seed: UInt64(try input[DecisionOptions.seed]),
        resamples: try input[DecisionOptions.resamples]),
      compute: try ComputeOptions.exact(input, context))
    try baseline.write(to: file)
    try context.console.report(baseline, as: baseline.text, json: try input[OutputOptions.json])
    return ExitCode.done
  }

  private static func checkGate(_ input: Input, _ context: Context) throws -> Int32 {
    let report = try input[junit]
    let gate: Gate
    do {
      gate = try checkedGate(input, context)
    } catch {
      let problem = SimCSE.described(error)
      if let report { try? AtomicFile.write(Data(Gate.junit(problem: problem).utf8), to: report) }
      throw error
    }
    if let report { try AtomicFile.write(Data(gate.junit.utf8), to: report) }
    try context.console.report(gate, as: gate.text, json: try input[OutputOptions.json])
    return gate.exitCode
  }

  private static func checkedGate(_ input: Input, _ context: Context) throws -> Gate {
    let baseline = try GateBaseline(try input[baseline])
    let margin = try input[otherMargin] ?? baseline.margin
    return try Gate(
      baseline: baseline,
      new: try GateBaseline(
        try FinishedRun.gather(input.words.map { URL(fileURLWithPath: $0) }), source: source(input),
        margin: margin, bootstrap: baseline.bootstrap,
        compute: try ComputeOptions.exact(input, context)),
      margin: margin, level: try input[DecisionOptions.level],
      acrossSettings: input[acrossSettings], source: source(input))
  }

  private static func source(_ input: Input) -> String {
    input.words.map { URL(fileURLWithPath: $0).path }.joined(separator: " ")
  }
}
