import Files
public import Foundation

/// One example of a data set: sentences that belong together.
public protocol TextExample: Sendable, Equatable {
  /// The sentences, in the order of the columns.
  var sentences: [String] { get }
  /// The pairs that the data hold to be alike, for supervised training.
  var positives: [(first: String, second: String)] { get }
  /// A sentence that the data label as unlike the first; nil where they have none.
  var hardNegative: String? { get }
  /// Two sentences and the label that the data give them, from 0; nil where they give none.
  var labelledPair: (first: String, second: String, label: Int)? { get }
  /// Two sentences and how alike people found them, 0…1; nil where nobody said.
  var scoredPair: (first: String, second: String, score: Double)? { get }
}

extension TextExample {
  public var positives: [(first: String, second: String)] { [] }
  public var hardNegative: String? { nil }
  public var labelledPair: (first: String, second: String, label: Int)? { nil }
  public var scoredPair: (first: String, second: String, score: Double)? { nil }
}

/// A published file under the data folder, with any kind of examples.
public protocol PublishedDataset: Sendable {
  /// The published name, kebab-case.
  var name: String { get }
  /// The file, under the data folder.
  var path: String { get }
  /// The columns' names, where the file's first line says them.
  var header: String? { get }

  /// The sentences of every example.
  ///
  /// - Throws: as `read` of ``Dataset``.
  func sentences(of file: URL, checksums: ChecksumPolicy) throws -> [[String]]

  /// Every example, and the checksum of the unpacked bytes.
  ///
  /// - Throws: as `read` of ``Dataset``.
  func examples(
    of file: URL, checksums: ChecksumPolicy
  ) throws -> (examples: [any TextExample], checksum: String)
}

/// A published file of examples of one kind: where it lies and what its columns mean.
public struct Dataset<Example: TextExample>: PublishedDataset {
  public let name: String
  public let path: String
  let layout: TableLayout
  let example: @Sendable (TableRow) throws(LineError) -> Example

  init(
    _ name: String, _ path: String, columns: [String], hasHeader: Bool,
    example: @escaping @Sendable (TableRow) throws(LineError) -> Example
  ) {
    self.name = name
    self.path = path
    layout = TableLayout(columns: columns, hasHeader: hasHeader)
    self.example = example
  }

  public var header: String? { layout.hasHeader ? layout.header : nil }

  /// Reads the file of a data folder.
  ///
  /// - Throws: `InputError`; ``ChecksumError`` for bytes other than the published ones, unless
  ///   `checksums` lets the user's own pass; ``LineError`` naming file, line and field.
  public func read(
    _ folder: URL, checksums: ChecksumPolicy
  ) throws -> (examples: [Example], checksum: String) {
    try read(file: folder.appendingPathComponent(path), checksums: checksums)
  }

  /// Reads a file of this layout wherever it lies.
  ///
  /// The checksum is that of the unpacked bytes, and is compared before a line is parsed.
  public func read(
    file url: URL, checksums: ChecksumPolicy
  ) throws -> (examples: [Example], checksum: String) {
    let data = try InputFile.read(url)
    let digest = SHA256.hexDigest(of: data)
    if checksums == .published, let expected = DatasetChecksums.published[path],
      digest != expected
    {
      let isPacked = url.pathExtension == "gz"
      throw ChecksumError(
        file: url.path + (isPacked ? " (unpacked)" : ""), found: digest, expected: expected)
    }
    let rows = try layout.rows(data, file: url.path)
    guard !rows.isEmpty else {
      throw LineError(file: url.path, line: 1, problem: "the file holds no example")
    }
    return (try rows.map(example), digest)
  }

  public func sentences(of file: URL, checksums: ChecksumPolicy) throws -> [[String]] {
    try read(file: file, checksums: checksums).examples.map(\.sentences)
  }

  public func examples(
    of file: URL, checksums: ChecksumPolicy
  ) throws -> (examples: [any TextExample], checksum: String) {
    let read = try read(file: file, checksums: checksums)
    return (read.examples, read.checksum)
  }
}
