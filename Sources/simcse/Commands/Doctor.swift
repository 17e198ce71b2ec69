import Foundation
import Harness

extension Command {
  /// `simcse doctor`: what this machine has, lacks, and will do.
  static let doctor = Command(
    name: "doctor", summary: "tell what this machine has, lacks, and will do",
    help: """
      Usage: simcse doctor [--model DIR] [--data DIR] [--out DIR] [--json FILE|-]

      Looks at the processor, threads, OpenBLAS and its kernel, the toolchain, gnuplot, fonts and other
      programs; at memory and disk against the model; at the model, every number of it; and at the STS
      sets, whose files are held against the published checksums. For each thing that is lacking it
      says the command that mends it.

        --model DIR       the model (default: the environment variable SIMCSE_MODEL)
        --data DIR        the data (default: SIMCSE_DATA)
        --out DIR         where runs are to go (default: runs)
        --json FILE|-     write what was found as JSON

      Exit code 0: everything needed is there; 1: something named 'bad' stops the work. What is named
      'lacking' stops a part of it only.

      """
  ) { words in
    let arguments = try Arguments(
      words, options: ["--model", "--data", "--out", "--json"], flags: [], command: "doctor")
    guard arguments.rest.isEmpty else {
      throw UsageError(description: "'\(arguments.rest[0])' is unexpected")
    }
    let places = PlaceOptions.places(arguments, base: nil)
    let findings = Doctor(
      path: ProcessInfo.processInfo.environment["PATH"] ?? "", model: places.model,
      data: places.data, runs: URL(fileURLWithPath: arguments.value("--out") ?? "runs"),
      checksFiles: true
    ).findings
    let json = arguments.value("--json")
    if let json { try Console.write(try StrictJSON.encode(findings), to: json) }
    if json != "-" { Console.print(Finding.text(findings)) }
    return findings.contains { $0.state == .bad } ? 1 : 0
  }
}
