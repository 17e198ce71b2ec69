import Foundation
import Harness

/// Standard output, standard error, and files that results go to.
enum Console {
  /// Writes text to standard output.
  static func print(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Writes a line to standard error.
  static func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Writes a result to a file, all or nothing, or to standard output for `-` or nil.
  static func write(_ data: Data, to path: String?) throws {
    guard let path, path != "-" else {
      FileHandle.standardOutput.write(data)
      return
    }
    try AtomicFile.write(data, to: URL(fileURLWithPath: path))
  }

  /// The lines of a file, or of standard input for `-` or nil; a final line break ends the last.
  static func lines(of path: String?) throws -> [String] {
    let (data, name) =
      if let path, path != "-" {
        (try InputFile.read(URL(fileURLWithPath: path)), path)
      } else {
        (FileHandle.standardInput.readDataToEndOfFile(), "standard input")
      }
    guard !data.isEmpty else { return [] }
    var lines: [String] = []
    for (index, line) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      guard let text = String(validating: line, as: UTF8.self) else {
        throw UsageError(
          description: "\(name), line \(index + 1): this is not UTF-8; convert the file first")
      }
      lines.append(text)
    }
    if data.last == 0x0A { lines.removeLast() }
    return lines
  }
}

/// What the processor must have.
enum Machine {
  /// A clear sentence where this build cannot run; nil where it can.
  static var problem: String? {
    #if arch(x86_64) && os(Linux)
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
        let flags = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
      else { return nil }
      let found = Set(flags.split(whereSeparator: { $0 == " " || $0 == "\t" }))
      let missing = ["avx2", "fma", "bmi2"].filter { !found.contains(Substring($0)) }
      guard !missing.isEmpty else { return nil }
      return "this processor lacks \(missing.joined(separator: ", ")), which this build needs; "
        + "remove the -march line from Package.swift and build again"
    #else
      return nil
    #endif
  }

  /// This program's own file.
  static var program: URL {
    get throws {
      if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
        return URL(fileURLWithPath: path)
      }
      let path = CommandLine.arguments[0]
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw UsageError(
          description: "this program cannot find its own file; start it by its whole path")
      }
      return URL(fileURLWithPath: path)
    }
  }

  static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }
}
