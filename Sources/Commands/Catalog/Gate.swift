import Decisions
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
      with those of a baseline, by Spearman and Pearson, task by task and on average. No threshold
      is typed: what counts as a change follows from the spread between seeds on both sides
      (Welch), or, where there is none, from the bootstrap over pairs (the same on both sides).
      Several scores together: Holm. Of each score one verdict, the first that applies:

        regressed         lower, and chance would not explain it at the level
        improved          higher likewise; suspicious, find out why
        holds             the interval of the difference lies within ± the smallest drop that
                          these runs can see (8 times in 10)
        did not resolve   else; about how many more runs would resolve it
      """,
    exitCodes: "0: all hold; 1: one regressed; 3: one improved or did not resolve; 2: bad input.",
    modes: [
      Mode(
        "check", "compare runs with a baseline", words: folders,
        [
          OptionGroup("Comparison", [baseline, DecisionOptions.level, acrossSettings]),
          OptionGroup("Computation", [ComputeOptions.threads]), OutputOptions.group,
        ], run: checkGate),
      Mode(
        "record", "write runs as a baseline", words: folders,
        [
          OptionGroup("Baseline", [output, DecisionOptions.resamples, DecisionOptions.seed]),
          OptionGroup("Computation", [ComputeOptions.threads]), OutputOptions.group,
        ], formerly: [.init("record", valueOf: output)], run: recordGate),
    ])

  private static let folders = Mode.Words(
    usage: "DIR…", least: 1, most: nil, missing: "which runs? name folders of studies or runs")
  private static let baseline = Option<URL>.file("baseline", "the baseline to compare with")
    .required("which baseline? 'simcse gate record' writes one;")
  private static let output = Option<URL>.file("output", "where the baseline is written")
    .required("where should the baseline go?")
  private static let acrossSettings = Flag(
    "across-settings", "compare runs of unlike settings or inputs; pairs must be the same")

  private static func recordGate(_ input: Input, _ context: Context) throws -> Int32 {
    let file = try input[output]
    let baseline = try GateBaseline(
      try FinishedRun.gather(input.words.map { URL(fileURLWithPath: $0) }), source: source(input),
      bootstrap: GateBaseline.Bootstrap(
        seed: UInt64(try input[DecisionOptions.seed]),
        resamples: try input[DecisionOptions.resamples]),
      compute: try ComputeOptions.exact(input, context))
    try baseline.write(to: file)
    try context.console.report(baseline, as: baseline.text, json: try input[OutputOptions.json])
    return ExitCode.done
  }

  private static func checkGate(_ input: Input, _ context: Context) throws -> Int32 {
    let baseline = try GateBaseline(try input[baseline])
    let gate = try Gate(
      baseline: baseline,
      new: try GateBaseline(
        try FinishedRun.gather(input.words.map { URL(fileURLWithPath: $0) }), source: source(input),
        bootstrap: baseline.bootstrap, compute: try ComputeOptions.exact(input, context)),
      confidence: try input[DecisionOptions.level], acrossSettings: input[acrossSettings],
      source: source(input))
    try context.console.report(gate, as: gate.text, json: try input[OutputOptions.json])
    return gate.exitCode
  }

  private static func source(_ input: Input) -> String {
    input.words.map { URL(fileURLWithPath: $0).path }.joined(separator: " ")
  }
}
