import Foundation
import Harness
import Model

extension Command {
  /// `simcse bench`: how fast the work of a study goes here, beside the machine's ceilings.
  static let bench = Command(
    name: "bench",
    summary: "measure training, encoding and tokenizing against this machine's ceilings",
    help: """
      Usage: simcse bench [OPTION …]

      Measures a training step (64 sentences twice), encoding, evaluation and tokenizing, and in the
      same rounds what the machine can do: OpenBLAS at the shapes in use, memory bandwidth. Prints
      medians, the spread between quartiles, the share of the ceiling over real tokens, and where a
      step's time goes. Times of other machines and other minutes do not compare; shares and ratios do.

        --model DIR       the encoder (default: SIMCSE_MODEL, else the embedded default's)
        --data DIR        where STS-Benchmark's sentences are (default: SIMCSE_DATA, else generated
                          English)
        --rounds N        how often each is measured, in turn (default 9)
        --only LIST       step, double-step, quadruple-step, encoding, evaluation, tokenizing,
                          products, memory (default: all but the two longer steps)
        --threads N       threads (default: one a processor)
        --blas NAME       exact or openblas (default exact)
        --json FILE|-     write every measurement as JSON
        --paced           measure what each line of standard input names, once, and answer with a
                          line of JSON: for benches that alternate with other programs

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--model", "--data", "--rounds", "--only", "--threads", "--blas", "--json"],
      flags: ["--paced"], command: "bench")
    guard arguments.rest.isEmpty else {
      throw UsageError(description: "'\(arguments.rest[0])' is unexpected")
    }
    let environment = ProcessInfo.processInfo.environment
    func folder(_ option: String, _ variable: String) -> URL? {
      (arguments.value(option) ?? environment[variable]).map { URL(fileURLWithPath: $0) }
    }
    let subjects =
      try arguments.value("--only").map(Self.subjects)
      ?? Bench.Subject.allCases.filter {
        ![.doubleStep, .quadrupleStep].contains($0)
      }
    let workload = try Workload(
      model: folder("--model", "SIMCSE_MODEL"), data: folder("--data", "SIMCSE_DATA"),
      threads: try arguments.integer("--threads", atLeast: 1) ?? Machine.processors,
      product: try arguments.choice("--blas") ?? .exact)
    var bench = Bench(workload)
    if arguments.flags.contains("--paced") { return try paced(&bench) }
    let rounds = try arguments.integer("--rounds", atLeast: 1) ?? 9
    let progress = ProgressLine(
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
    let json = arguments.value("--json")
    if let json { try Console.write(try StrictJSON.encode(findings), to: json) }
    if json != "-" { Console.print(BenchTables.text(findings, workload: workload)) }
    return 0
  }

  private static func subjects(_ list: String) throws -> [Bench.Subject] {
    try list.split(separator: ",").map { name in
      guard let subject = Bench.Subject(rawValue: String(name)) else {
        let known = Bench.Subject.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError(description: "--only names '\(name)'; known: \(known)")
      }
      return subject
    }
  }

  private static func paced(_ bench: inout Bench) throws -> Int32 {
    let encoder = JSONEncoder()
    while let line = readLine() {
      guard let subject = try subjects(line).first else { continue }
      Console.print(String(decoding: try encoder.encode(bench.measure(subject)), as: UTF8.self))
      Console.print("\n")
    }
    return 0
  }
}
