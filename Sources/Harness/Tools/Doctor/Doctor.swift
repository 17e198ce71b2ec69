import Evaluation
import Files
public import Foundation
import Model
import Runs

/// Looks at a machine: what is installed, what is missing, and what it will do.
public struct Doctor: Sendable {
  /// The value of PATH.
  public var path: String
  public var model: URL?
  public var data: URL?
  /// Where runs are to go.
  public var runs: URL
  /// Whether to check every file of the data and the model against its checksum.
  public var checksFiles: Bool

  public init(path: String, model: URL?, data: URL?, runs: URL, checksFiles: Bool) {
    self.path = path
    self.model = model
    self.data = data
    self.runs = runs
    self.checksFiles = checksFiles
  }

  public var findings: [Finding] {
    // Read once: a large model takes seconds.
    let folder = model.map { model in Result { try ModelFolder(model, blocks: nil) } }
    let bytes = (try? folder?.get()).map { 4 * $0.parameters.count }
    return [
      Processor.finding(isPlainBuild: Processor.isPlainBuild, missing: Processor.missing), threads,
      blas, toolchain,
    ]
      + [
        tool("git", "apt-get install git", "manifests do not record the commit", isVersioned: true),
        tool("gzip", "apt-get install gzip", "packed data cannot be read", isVersioned: false),
        tool(
          "gnuplot", "apt-get install gnuplot-nox", "reports are written without figures",
          isVersioned: true),
        fonts,
        tool(
          "sbatch", "apt-get install slurm-client, on a machine of a cluster that has Slurm",
          "'simcse study submit' writes its scripts and cannot submit them", isVersioned: false),
      ] + [memory(bytes), disk(bytes), modelFiles(folder), dataFiles]
  }

  // MARK: Processor

  private var threads: Finding {
    let own = ProcessInfo.processInfo
    let count = own.activeProcessorCount
    return Finding(
      "threads", .good,
      "\(count) of \(Numeral.count(own.processorCount, "processor")); a study gives each of its jobs "
        + "as many as remain")
  }

  private var blas: Finding {
    Finding("OpenBLAS", .good, Provenance.blas + "; used by --product openblas alone")
  }

  private var toolchain: Finding {
    let found = "built by \(Provenance.compiler)"
    guard let version = said("swift", ["--version"]) else {
      return Finding(
        "toolchain", .lacking, found + "; no swift on the path, so this tree cannot be built here",
        fix: "install Swift 6.3 or later from swift.org")
    }
    return Finding("toolchain", .good, found + "; \(version)")
  }

  // MARK: Tools

  private func tool(
    _ name: String, _ fix: String, _ without: String, isVersioned: Bool
  ) -> Finding {
    guard let file = file(name) else {
      return Finding(name, .lacking, "not found: \(without)", fix: fix)
    }
    return Finding(
      name, .good, isVersioned ? said(name, ["--version"]) ?? file.path : file.path)
  }

  private var fonts: Finding {
    guard let list = said("fc-list", [":", "family"]) else {
      return Finding(
        "fonts", .lacking, "none found: figures are measured without one, and labels may overlap",
        fix: "apt-get install fontconfig fonts-liberation")
    }
    return Finding("fonts", .good, list)
  }

  private func file(_ name: String) -> URL? {
    path.split(separator: ":").filter { $0.hasPrefix("/") }
      .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// The first line that a program on the path prints.
  private func said(_ name: String, _ words: [String]) -> String? {
    guard let program = file(name) else { return nil }
    let process = Process()
    let output = Pipe()
    process.executableURL = program
    process.arguments = words
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
    return process.terminationStatus == 0 ? line.map { PlainText.visible($0) } : nil
  }

  static func text(_ path: String) -> String? {
    (try? FileHandle(forReadingFrom: URL(fileURLWithPath: path)))
      .flatMap { try? $0.readToEnd() }.map { String(decoding: $0, as: UTF8.self) }
  }
}
