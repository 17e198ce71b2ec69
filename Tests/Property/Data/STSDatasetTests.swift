import Data
import Files
import Foundation
import Support
import Testing

@Suite struct STSDatasetTests {
  /// The rows that the data's README counts.
  @Test(
    .enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)),
    arguments: zip(
      STSCatalog.tasks + [STSCatalog.wholeSICK, STSCatalog.development],
      [3108, 1500, 3750, 3000, 1186, 1379, 4927, 9927, 1500]))
  func `a task has the pairs that its source counts`(_ dataset: STSDataset, pairs: Int) throws {
    let folder = try #require(RealInputs.data).appendingPathComponent("sts")
    let task = try dataset.read(folder, checksums: .published)
    #expect(task.pairs.count == pairs)
    #expect(task.checksums.count == dataset.files.count)
  }

  @Test(arguments: [
    ("4.0\ta\tb\n9\tc\td\n", 2, "9"),
    ("4.0\ta\tb\nx\tc\td\n", 2, "x"),
    ("4.0\ta\n", 1, "2"),
    ("4.0\ta\tb\tc\n", 1, "4"),
    ("1\ta\tb\n2\ta\t\n", 2, "empty"),
    ("1\ta\tb\r\n2\ta\tb\n", 1, "carriage return"),
    ("1\ta\tb\nnan\ta\tb\n", 2, "nan"),
    ("1\ta\tb\n", 1, "two pairs"),
  ])
  func `a line that does not parse is named by file and line`(
    text: String, line: Int, word: String
  ) throws {
    try withTemporaryFolder { folder in
      try write(Data(text.utf8), in: folder)
      do {
        _ = try STSCatalog.tasks[0].read(folder, checksums: .own)
        Issue.record("it was read")
      } catch {
        #expect("\(error)".contains("MSRpar.tsv, line \(line):"), "\(error)")
        #expect("\(error)".contains(word), "\(error)")
      }
    }
  }

  @Test func `bytes that are not UTF-8 are named by line`() throws {
    try withTemporaryFolder { folder in
      try write(Data("1\ta\tb\n2\t".utf8) + Data([0xFF, 0xFE]) + Data("\tb\n".utf8), in: folder)
      #expect(throws: LineError.self) {
        try STSCatalog.tasks[0].read(folder, checksums: .own)
      }
    }
  }

  @Test func `a file that is not the published one is refused unless it is the user's own`() throws
  {
    try withTemporaryFolder { folder in
      try write(Data("1\ta\tb\n2\tc\td\n".utf8), in: folder)
      #expect(throws: ChecksumError.self) {
        try STSCatalog.tasks[0].read(folder, checksums: .published)
      }
      #expect(throws: InputError.self) {  // the second file is missing
        try STSCatalog.tasks[0].read(folder, checksums: .own)
      }
    }
  }

  private func write(_ data: Data, in folder: URL) throws {
    let place = folder.appendingPathComponent("STS12")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try data.write(to: place.appendingPathComponent("MSRpar.tsv"))
  }
}
