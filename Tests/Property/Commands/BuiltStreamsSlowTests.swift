import Foundation
import Support
import Testing

/// The built program where what it writes cannot be written.
@Suite(.enabled(if: BuiltProgram.url != nil, Comment(rawValue: BuiltProgram.reason)))
struct BuiltStreamsSlowTests {
  /// The exit code of a line of bash in which `$0` is the program and `$1` a folder; nil where a
  /// signal ended it.
  private func code(_ line: String, output: Pipe? = nil) throws -> Int32? {
    let program = try #require(BuiltProgram.url)
    return try withTemporaryFolder { folder in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", line, program.path, folder.path]
      process.standardOutput = output ?? Pipe()
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationReason == .exit ? process.terminationStatus : nil
    }
  }

  private static let train = """
    "$0" train --out "$1/run" --set text.sentences=32 --set batch-size=16 \
    --set evaluate-every-steps=2 --set evaluation.pairs=20 --set encoder.fresh.width=16 \
    --set encoder.fresh.feed-forward-width=32 --set encoder.fresh.heads=2
    """

  @Test(arguments: [#""$0" help >/dev/full"#, #""$0" help >&-"#, #""$0" tokenize --model "$1" </"#])
  func `a standard stream that fails is an error`(_ line: String) throws {
    #expect(try code(line) == 2)
  }

  @Test(arguments: [#"exec "$0" help"#, #"trap '' PIPE; exec "$0" help"#])
  func `a closed pipe ends it quietly, also where its signal is ignored`(_ line: String) throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    #expect(try code(line, output: pipe) == 141)
  }

  // The old spelling is complained about at once.
  @Test(arguments: ["2>/dev/full", "2>&-", "<&- 2>&-"])
  func `training outlives its log`(_ streams: String) throws {
    #expect(
      try code("\(Self.train) \(streams) >/dev/null && ls \"$1\"/run/result.json >/dev/null") == 0)
  }
}
