public import Foundation

/// Text that an encoder is scored on, and that training should not have seen.
public struct LeakTarget: Sendable, Equatable {
  /// The name in reports: that of the task or data set.
  public let name: String
  /// The sentences of each example: two where pairs are scored, one where sentences are.
  public let rows: [[String]]

  public init(name: String, rows: [[String]]) {
    self.name = name
    self.rows = rows
  }

  /// The pairs of a task.
  public init(_ task: STSTask) {
    self.init(name: task.name, rows: task.pairs.map { [$0.first, $0.second] })
  }
}

/// The evaluation text of a data folder, by name.
public enum LeakTargetCatalog {
  /// The STS tasks that runs are scored on: the seven, and the one by which checkpoints are chosen.
  public static let tasks: [STSDataset] = STSCatalog.tasks + [STSCatalog.development]

  /// Training text that tasks were drawn from; named on request alone.
  public static let references: [STSDataset] = [
    STSDataset(
      name: "STSBenchmark-train", files: [("train", "STSBenchmark/train.tsv")], columns: 7,
      score: 4, first: 5, second: 6, hasHeader: false, range: 0...5)
  ]

  /// What the CS 224N tasks are scored on.
  public static let datasets: [any PublishedDataset] = [
    SSTDatasets.development, SSTDatasets.test, CS224NSTSDatasets.development,
    CS224NSTSDatasets.test, QuoraDatasets.development,
  ]

  /// Every name, in the order of reports.
  public static var names: [String] {
    (tasks + references).map(\.name) + datasets.map(\.name)
  }

  /// The targets of the given names in their order; nil for all that is scored, the CS 224N tasks
  /// where the folder has them.
  ///
  /// - Throws: ``LeakTargetError`` for a name that is not known, and the readers' errors.
  public static func read(
    _ names: [String]?, data: URL, checksums: ChecksumPolicy
  ) throws -> [LeakTarget] {
    let chosen =
      names
      ?? (tasks.map(\.name)
        + datasets.filter {
          FileManager.default.fileExists(atPath: data.appendingPathComponent($0.path).path)
        }.map { $0.name })
    let sts = try DataFolder.sts(data.path)
    return try chosen.map { name in
      if let task = (tasks + references).first(where: { $0.name == name }) {
        return LeakTarget(try task.read(sts, checksums: checksums))
      }
      guard let dataset = datasets.first(where: { $0.name == name }) else {
        throw LeakTargetError(name: name)
      }
      return LeakTarget(
        name: name,
        rows: try dataset.sentences(
          of: data.appendingPathComponent(dataset.path), checksums: checksums))
    }
  }
}

/// A name of evaluation text that nobody knows.
public struct LeakTargetError: Error, CustomStringConvertible, Equatable {
  public let name: String
  public var description: String {
    "there is no evaluation text '\(name)'; known: "
      + LeakTargetCatalog.names.joined(separator: ", ")
  }
}
