import Foundation
import Model

/// What code and which libraries a run was computed by.
public enum Provenance {
  /// The commit of the checkout that the program was built in, with `-dirty` for uncommitted
  /// changes; `unknown` outside a checkout.
  public static var commit: String {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let folder = program.deletingLastPathComponent().path
    guard let commit = git(["rev-parse", "HEAD"], in: folder) else { return "unknown" }
    let changes = git(["status", "--porcelain", "--untracked-files=no"], in: folder)
    return commit + (changes == "" ? "" : "-dirty")
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
