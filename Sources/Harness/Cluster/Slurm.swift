import Foundation

/// Slurm's own command, started without a shell.
public enum Slurm {
  /// Submits both scripts, the report after the array; their job numbers.
  ///
  /// - Throws: ``SlurmError`` with what `sbatch` said.
  public static func submit(_ scripts: SlurmScripts) throws -> (runs: String, report: String) {
    let runs = try sbatch([scripts.runsFile.path], by: scripts)
    let report = try sbatch(
      ["--dependency=afterany:\(runs)", scripts.reportFile.path], by: scripts)
    return (runs, report)
  }

  private static func sbatch(_ words: [String], by scripts: SlurmScripts) throws -> String {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sbatch", "--parsable"] + words
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    func fail(_ problem: String) -> SlurmError {
      SlurmError(
        problem:
          "\(problem); the scripts are kept: mend it, then submit \(scripts.runsFile.path) and, "
          + "after it, \(scripts.reportFile.path) by sbatch")
    }
    do { try process.run() } catch { throw fail("sbatch cannot be started") }
    let number = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaint = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self
    ).trimmingCharacters(in: .whitespacesAndNewlines)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw fail(
        process.terminationStatus == 127
          ? "sbatch is not installed here" : "sbatch refused: \(complaint)")
    }
    // `NUMBER` or `NUMBER;CLUSTER`.
    let digits = number.prefix { $0.isNumber }
    guard !digits.isEmpty else { throw fail("sbatch gave no number: \(number)") }
    return String(digits)
  }
}
