import Data
import Files
import Foundation
import Support
import Testing

@Suite struct InputFileTests {
  @Test func `a packed file is read, and one cut off is refused by name`() throws {
    try withTemporaryFolder { folder in
      let plain = folder.appendingPathComponent("text")
      let text = Data((0..<2000).map { "line \($0)\n" }.joined().utf8)
      try text.write(to: plain)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["gzip", "-k", plain.path]
      try process.run()
      process.waitUntilExit()
      let packed = folder.appendingPathComponent("text.gz")
      #expect(try InputFile.read(packed) == text)
      let cut = folder.appendingPathComponent("cut.gz")
      try Data(contentsOf: packed).prefix(900).write(to: cut)
      do {
        _ = try InputFile.read(cut)
        Issue.record("it was read")
      } catch {
        #expect("\(error)".contains("cut.gz"))
      }
    }
  }

  @Test func `a small packed file that holds more than is allowed is refused before it is held`()
    throws
  {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("zeros.gz")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "head -c 20000000 /dev/zero | gzip > \"$0\"", file.path]
      try process.run()
      process.waitUntilExit()
      #expect(try InputFile.unpacked(file, most: 20_000_000).count == 20_000_000)
      let error = #expect(throws: InputError.self) {
        try InputFile.unpacked(file, most: 19_999_999)
      }
      #expect("\(try #require(error))".contains("zeros.gz"))
    }
  }

  @Test(arguments: [0, 1, 100_000])
  func `a file that is mapped has the bytes of one that is read`(_ count: Int) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("bytes")
      try Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }).write(to: file)
      let mapped = try InputFile.read(file, mapped: true)
      #expect(mapped.count == count)
      #expect(try mapped == InputFile.read(file))
    }
  }

  @Test func `a missing file and a folder are refused by name`() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("missing")
      #expect(throws: InputError.self) {
        try InputFile.read(missing)
      }
      #expect(throws: InputError.self) { try InputFile.read(folder) }
    }
  }

  @Test func `blank lines of a sentence file are passed over, and there are enough others`() throws
  {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("sentences")
      try Data("one\ntwo\n \nfour\n".utf8).write(to: file)
      #expect(try SentenceFile.read(file, column: nil, first: 2).sentences == ["one", "two"])
      let three = try SentenceFile.read(file, column: nil, first: 3)
      #expect(three.sentences == ["one", "two", "four"] && three.blank == 1)
      #expect(throws: LineError.self) { try SentenceFile.read(file, column: nil, first: 4) }
      #expect(throws: LineError.self) { try SentenceFile.read(file, column: nil, first: 5) }
    }
  }

  @Test func `a column of a table is read by its place, counted from one`() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("table")
      try Data("a\tb\nc\td\ne\n".utf8).write(to: file)
      #expect(try SentenceFile.read(file, column: 2, first: 2).sentences == ["b", "d"])
      #expect(throws: LineError.self) { try SentenceFile.read(file, column: 2, first: 3) }
    }
  }
}
