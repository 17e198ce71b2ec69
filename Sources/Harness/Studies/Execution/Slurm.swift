import Foundation

/// Slurm's own command, started without a shell.
public enum Slurm {
  /// Submits both scripts, the report after the array; their job numbers.
  ///
  /// - Throws: ``SlurmError`` with what `sbatch` said.
  public static func submit(_ scripts: SlurmScripts) throws -> (runs: String, report: String) {
    let runs: String
    do { runs = try sbatch([scripts.runsFile.path]) } catch let error as SlurmError {
      throw SlurmError(
        problem: "\(error.problem); the scripts are kept: fix it, then submit "
          + "\(scripts.runsFile.path) and, after it, \(scripts.reportFile.path) by sbatch")
    }
    let after = "--dependency=afterany:\(runs)"
    do {
      return (runs, try sbatch([after, scripts.reportFile.path]))
    } catch let error as SlurmError {
      throw SlurmError(
        problem: "the runs are queued as job \(runs), their report is not: \(error.problem); "
          + "submit it by sbatch \(after) \(scripts.reportFile.path)")
    }
  }

  private static func sbatch(_ words: [String]) throws -> String {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sbatch", "--parsable"] + words
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    func fail(_ problem: String) -> SlurmError {
      SlurmError(problem: problem)
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
