import Foundation
import Harness
import Model

extension Command {
  /// `simcse gate`: new runs held against recorded ones.
  static let gate = Command(
    name: "gate", summary: "tell whether the scores of new runs still hold",
    help: """
      Usage: simcse gate DIR… --baseline FILE [OPTION …]
             simcse gate DIR… --record FILE [OPTION …]

      Compares the STS scores of finished runs (folders of studies, of runs, or of folders of runs)
      with those of a baseline, by Spearman and Pearson, task by task and on average. No threshold
      is typed: what counts as a change follows from the spread between seeds on both sides
      (Welch), or, where there is none, from the bootstrap over pairs (the same on both sides).
      Several scores together: Holm. Of each score one verdict, the first that applies:

        regressed         lower, and chance would not explain it at the confidence
        improved          higher likewise; suspicious, find out why
        holds             the interval of the difference lies within ± the smallest drop that
                          these runs can see (8 times in 10)
        did not resolve   else; about how many more runs would resolve it

      Exit code 0: all hold; 1: one regressed; 3: one improved or did not resolve; 2: bad input.

        --baseline FILE     the baseline to compare with
        --record FILE       write the runs as a baseline
        --confidence P      of all verdicts together, two-sided (default: 0.95)
        --across-settings   compare runs of unlike settings or inputs; pairs must be the same
        --resamples N       with --record: bootstrap resamples kept (default: 1000)
        --seed N            with --record: the bootstrap's seed (default: 1)
        --threads N         changes no bit (default: all processors)
        --json FILE|-       write the gate, or the baseline, as JSON

      """
  ) { words in
    let arguments = try Arguments(
      words,
      options: [
        "--baseline", "--record", "--confidence", "--resamples", "--seed", "--threads", "--json",
      ], flags: ["--across-settings"], command: "gate")
    guard !arguments.rest.isEmpty else {
      throw UsageError(description: "which runs? name folders of studies or runs")
    }
    let folders = arguments.rest.map { URL(fileURLWithPath: $0) }
    let compute = Compute(
      product: .exact,
      threads: try arguments.integer("--threads", atLeast: 1) ?? Machine.processors)
    switch (arguments.value("--baseline"), arguments.value("--record")) {
    case (let file?, nil):
      return try compare(arguments, folders, URL(fileURLWithPath: file), compute)
    case (nil, let file?):
      return try record(arguments, folders, URL(fileURLWithPath: file), compute)
    default:
      throw UsageError(description: "say either --baseline FILE or --record FILE")
    }
  }

  private static func record(
    _ arguments: Arguments, _ folders: [URL], _ file: URL, _ compute: Compute
  ) throws -> Int32 {
    for option in ["--confidence"] where arguments.value(option) != nil {
      throw UsageError(description: "\(option) belongs to --baseline, not to --record")
    }
    guard !arguments.flags.contains("--across-settings") else {
      throw UsageError(description: "--across-settings belongs to --baseline, not to --record")
    }
    let baseline = try GateBaseline(
      try GateRun.gather(folders), source: folders.map(\.path).joined(separator: " "),
      bootstrap: GateBaseline.Bootstrap(
        seed: UInt64(try arguments.integer("--seed", atLeast: 0) ?? 1),
        resamples: try arguments.integer("--resamples", atLeast: 100) ?? 1000), compute: compute)
    try baseline.write(to: file)
    let json = arguments.value("--json")
    if json != "-" { Console.print(baseline.text) }
    if let json { try Console.write(try StrictJSON.encode(baseline), to: json) }
    return 0
  }

  private static func compare(
    _ arguments: Arguments, _ folders: [URL], _ file: URL, _ compute: Compute
  ) throws -> Int32 {
    for option in ["--resamples", "--seed"] where arguments.value(option) != nil {
      throw UsageError(description: "\(option) belongs to --record: the baseline has its own")
    }
    let text = arguments.value("--confidence") ?? "0.95"
    guard let confidence = Double(text), confidence > 0.5, confidence < 1 else {
      throw UsageError(
        description: "--confidence is '\(text)'; it must be above 0.5 and below 1")
    }
    let baseline = try GateBaseline(file)
    let source = folders.map(\.path).joined(separator: " ")
    let gate = try Gate(
      baseline: baseline,
      new: try GateBaseline(
        try GateRun.gather(folders), source: source, bootstrap: baseline.bootstrap,
        compute: compute),
      confidence: confidence, acrossSettings: arguments.flags.contains("--across-settings"),
      source: source)
    let json = arguments.value("--json")
    if json != "-" { Console.print(gate.text) }
    if let json { try Console.write(try StrictJSON.encode(gate), to: json) }
    return gate.exitCode
  }
}
