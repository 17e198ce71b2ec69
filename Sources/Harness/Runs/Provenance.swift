import Foundation
import Model

/// What code and which libraries a run was computed by.
public enum Provenance {
  /// The commit that the program was built from, with `-dirty` for uncommitted changes: of an installed
  /// program what `ci/install` noted beside it, else that of the checkout it is in; `unknown` elsewhere.
  public static var commit: String {
    let parent = program.resolvingSymlinksInPath().deletingLastPathComponent()
    let note = parent.deletingLastPathComponent().appendingPathComponent("share/simcse/commit")
    if let noted = try? String(contentsOf: note, encoding: .utf8) {
      return noted.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let folder = parent.path
    guard let commit = git(["rev-parse", "HEAD"], in: folder) else { return "unknown" }
    let changes = git(["status", "--porcelain", "--untracked-files=no"], in: folder)
    return commit + (changes == "" ? "" : "-dirty")
  }

  /// This program's own file: a name without a folder was found by the shell, anywhere.
  private static var program: URL {
    let name = CommandLine.arguments[0]
    let found = name.contains("/") ? nil : Bundle.main.executableURL
    return found ?? URL(fileURLWithPath: name)
  }

  private static func git(_ arguments: [String], in folder: String) -> String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The compiler, as far as a program can know.
  public static var compiler: String {
    #if compiler(>=6.4)
      "Swift 6.4 or later"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #else
      "Swift 6.2"
    #endif
  }

  /// The build of OpenBLAS and the kernel that it chose.
  public static var blas: String { "\(BLAS.build); kernel \(BLAS.kernel)" }
}
