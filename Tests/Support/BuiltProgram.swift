public import Foundation

/// The `simcse` that was built with these tests.
public enum BuiltProgram {
  /// It is beside the bundle of tests; nil where it was not built.
  public static let url = beside("simcse")

  /// A program of this package that was built with the tests; nil where it was not.
  public static func beside(_ name: String) -> URL? {
    let file = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
      .deletingLastPathComponent().appendingPathComponent(name)
    return FileManager.default.isExecutableFile(atPath: file.path) ? file : nil
  }

  /// Why a test that runs it is skipped.
  public static let reason =
    "there is no simcse beside the tests: build with swift build --build-tests"

  /// Starts it with the given words; what it says is thrown away.
  ///
  /// - Throws: Foundation's error when it cannot be started.
  public static func start(_ url: URL, _ words: [String]) throws -> Process {
    let process = Process()
    process.executableURL = url
    process.arguments = words
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
