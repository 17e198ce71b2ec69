import Files
import Foundation
import Support
import Testing

@Suite struct AtomicFileTests {
  private static func kind(_ url: URL) throws -> FileAttributeType? {
    try FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType
  }

  /// A pipe stands for all that is no file: a program that may replace `/dev/null` would.
  @Test func `what is written to a pipe goes through it, and the pipe stays`() throws {
    try withTemporaryFolder { folder in
      let pipe = folder.appendingPathComponent("pipe")
      let make = Process()
      make.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      make.arguments = ["mkfifo", pipe.path]
      try make.run()
      make.waitUntilExit()
      let kind = try #require(try Self.kind(pipe))
      // Open for both, so that neither side waits for the other.
      let reader = try FileHandle(forUpdating: pipe)
      try AtomicFile.write(Data("through".utf8), to: pipe)
      try #require(try Self.kind(pipe) == kind)
      #expect(try reader.read(upToCount: 7) == Data("through".utf8))
      let file = folder.appendingPathComponent("file")
      try AtomicFile.write(Data("kept".utf8), to: file)
      #expect(throws: WriteError.self) { try AtomicFile.rename(file, to: pipe) }
      #expect(try Self.kind(pipe) == kind)
      #expect(try Data(contentsOf: file) == Data("kept".utf8))
    }
  }
}
