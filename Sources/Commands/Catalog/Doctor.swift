import Foundation
import Tools

extension Command {
  /// `simcse doctor`: what this machine has, lacks, and will do.
  static let doctor = Command(
    "doctor", "show what this machine has, lacks, and will do",
    about: """
      Looks at the processor, threads, OpenBLAS and its kernel, the toolchain, gnuplot, fonts and other
      programs; at memory and disk against the model; at the model, every number of it; and at the STS
      sets, whose files are held against the published checksums. For each thing that is lacking it
      prints the command that fixes it.
      """,
    exitCodes: """
      0: everything needed is there; 1: something named 'bad' stops the work. What is named 'lacking'
      stops a part of it only.
      """,
    modes: [
      Mode([
        OptionGroup("Places", [ModelOptions.model, DataOptions.data, output]), OutputOptions.group,
      ]) { input, context in
        let findings = Doctor(
          path: context.environment["PATH"] ?? "",
          model: try context.model(input, ModelOptions.model),
          data: try context.folder(input, DataOptions.data, or: "SIMCSE_DATA"),
          runs: try input[output], checksFiles: true
        ).findings
        try context.console.report(
          findings, as: Finding.text(findings), json: try input[OutputOptions.json])
        return findings.contains { $0.state == .bad } ? ExitCode.notHeld : ExitCode.done
      }
    ])

  private static let output = OutputOptions.folder("where runs are to go")
    .or(URL(fileURLWithPath: "runs"), shown: "runs")
}
