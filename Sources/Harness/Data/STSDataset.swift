import Files
import Foundation

/// One layout of STS files: which files a task has, and what their columns mean.
public struct STSDataset: Sendable {
  /// The name in results.
  public let name: String
  /// The files, by the name of the subset that each is, relative to the STS folder.
  public let files: [(subset: String, path: String)]
  /// The number of tab-separated columns.
  let columns: Int
  /// Where the score and the two sentences are.
  let score: Int
  let first: Int
  let second: Int
  /// Whether the first line names the columns.
  let hasHeader: Bool
  /// The scores that can be.
  let range: ClosedRange<Double>

  func pairs(_ data: Data, file: String) throws -> [SentencePair] {
    let rows = try TextLines.table(data, columns: columns, file: file)
    let pairs = try rows.enumerated().dropFirst(hasHeader ? 1 : 0).map { index, fields in
      guard let value = Double(fields[score]), range.contains(value) else {
        throw LineError(
          file: file, line: index + 1,
          problem: "the score is '\(fields[score])'; a number from \(range.lowerBound) to "
            + "\(range.upperBound) is expected")
      }
      for field in [first, second] where fields[field].isEmpty {
        throw LineError(file: file, line: index + 1, problem: "a sentence is empty")
      }
      return SentencePair(first: fields[first], second: fields[second], score: value)
    }
    guard pairs.count >= 2 else {
      throw LineError(file: file, line: rows.count, problem: "a task needs at least two pairs")
    }
    return pairs
  }
}

/// What is done about files that are not the published ones.
public enum ChecksumPolicy: String, Sendable, CaseIterable {
  /// They are refused.
  case published
  /// They are read, and their checksums recorded: the user's own data.
  case own
}

/// A file that is not the published one.
public struct ChecksumError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let found: String
  public let expected: String
  public var description: String {
    "\(file): SHA-256 is \(found), the published file's is \(expected); fetch it again, or say "
      + "that the data are your own (--own-data)"
  }
}
