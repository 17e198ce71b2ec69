import Files
import Foundation
import Model
import Tools

extension Command {
  /// `simcse bench`: how fast the work of a study goes here, beside the machine's ceilings.
  static let bench = Command(
    "bench", "measure training, encoding and tokenizing against this machine's ceilings",
    about: """
      Measures a training step (64 sentences twice), encoding, evaluation and tokenizing, and in the
      same rounds what the machine can do: OpenBLAS at the shapes in use, memory bandwidth. Prints
      medians, the spread between quartiles, the share of the ceiling over real tokens, and where a
      step's time goes. Times of other machines and other minutes do not compare; shares and ratios do.
      """,
    modes: [
      Mode(
        "rounds", "measure in rounds and print the medians",
        [
          OptionGroup("Measurements", [rounds, only]), workload, OutputOptions.group,
        ]
      ) { input, context in
        let subjects = try input[only]
        var bench = Bench(try workload(input, context), subjects: subjects)
        let rounds = try input[rounds]
        let progress = context.console.progress(
          total: (rounds + 1) * subjects.count, unit: "measurements", label: "bench")
        var findings: [Bench.Subject: [Bench.Finding]] = [:]
        for round in 0...rounds {
          for (index, subject) in subjects.enumerated() {
            let finding = try bench.measure(subject)
            if round > 0 { findings[subject, default: []].append(finding) }  // the first warms up
            progress.update(done: round * subjects.count + index + 1)
          }
        }
        progress.finish()
        try context.console.report(
          findings, as: BenchTables.text(findings, workload: bench.workload),
          json: try input[OutputOptions.json])
        return ExitCode.done
      },
      Mode(
        "paced",
        "measure what each line of standard input names, once, and answer with a line of JSON: for "
          + "benches that alternate with other programs",
        [workload], formerly: ["paced"]
      ) { input, context in
        var bench = Bench(try workload(input, context), subjects: Bench.Subject.allCases)
        while let line = context.console.readLine() {
          guard let subject = try only.read(line).first else { continue }
          try context.console.write(
            try StrictJSON.encodeLine(bench.measure(subject)) + Data("\n".utf8))
        }
        return ExitCode.done
      },
    ])

  private static let rounds = Option<Int>.whole(
    "rounds", "how often each is measured, in turn", atLeast: 1
  )
  .or(9)
  private static let only = Option<[Bench.Subject]>.choices("only", "what is measured")
    .or(Bench.Subject.usual, shown: "all but the longer steps and the searches")
  private static let data = Option<URL>.folder("data", "where STS-Benchmark's sentences are")
    .otherwise("SIMCSE_DATA, else generated English")
  private static let model = Option<URL>.folder("model", "the encoder")
    .otherwise("SIMCSE_MODEL, else the embedded default's")
  private static let workload = OptionGroup(
    "Workload", [model, data, ComputeOptions.threads, ComputeOptions.product])

  private static func workload(_ input: Input, _ context: Context) throws -> Workload {
    try Workload(
      model: try context.model(input, model),
      data: try context.folder(input, data, or: "SIMCSE_DATA"),
      threads: try ComputeOptions.threadCount(input, context),
      product: try input[ComputeOptions.product])
  }
}
