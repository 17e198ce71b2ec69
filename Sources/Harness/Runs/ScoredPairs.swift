import Data
import Files
import Foundation

/// What a run is scored on and chosen by, where that is no generated English: published tasks, and
/// pairs of the user's own.
struct ScoredPairs {
  let source: EvaluationSource
  let places: Places

  init(_ source: EvaluationSource, _ places: Places) {
    self.source = source
    self.places = places
  }

  /// - Throws: `InputError` for a task that is not known, and the readers' errors.
  func read() throws -> (tasks: [STSTask], development: STSTask) {
    let names = source.tasks ?? []
    if let name = names.first(where: { STSCatalog.task(named: $0) == nil }) {
      throw Self.unknown(name, "tasks")
    }
    let datasets = STSCatalog.all.filter { names.contains($0.name) }
    let folder = try source.folder.map { try stsFolder($0) }
    let published = try folder.map { folder in
      try datasets.map { try $0.read(folder, checksums: policy) }
    }
    let own = try (source.ownPairs ?? []).map { try pairs($0) }
    return ((published ?? []) + own, try development(folder))
  }

  private var policy: ChecksumPolicy { source.ownData == true ? .own : .published }

  private func development(_ folder: URL?) throws -> STSTask {
    let name = source.development ?? STSCatalog.development.name
    if let task = STSCatalog.task(named: name) {
      guard let folder else {
        throw InputError(
          file: "settings",
          problem: "evaluation.development is '\(name)', which needs 'folder': the STS data")
      }
      return try task.read(folder, checksums: policy)
    }
    return try pairs(name)
  }

  /// The pairs of a file of the user's own.
  private func pairs(_ text: String) throws -> STSTask {
    let pairs = try OwnPairs(text)
    // The path as it was said; a file URL would be absolute.
    let path = pairs.file.relativePath
    return try OwnPairs(file: try places.resolve(path), name: pairs.name, range: pairs.range)
      .read().task
  }

  /// The folder of the STS data: as it is named, or, where there is none of that name, the folder above
  /// it in another layout.
  private func stsFolder(_ path: String) throws -> URL {
    let url = try places.resolve(path)
    guard !FileManager.default.fileExists(atPath: url.path), url.lastPathComponent == "sts" else {
      return url
    }
    return try DataFolder.sts(url.deletingLastPathComponent().path)
  }

  private static func unknown(_ name: String, _ key: String) -> InputError {
    InputError(
      file: "settings",
      problem: "evaluation.\(key) names '\(name)'; known: "
        + STSCatalog.all.map(\.name).joined(separator: ", "))
  }
}
