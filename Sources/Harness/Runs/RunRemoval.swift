import Foundation

/// Why a run was not removed.
public struct RemovalError: Error, CustomStringConvertible, Equatable {
  public let path: String
  public let problem: String
  public var description: String { "\(path): \(problem)" }
}

extension RunFolder {
  /// The names that a run leaves in its folder.
  private static let names: Set<String> = [
    Run.File.settings, Run.File.manifest, Run.File.result, Run.File.log, Run.File.steps,
    Run.File.hashes, Run.File.scores, Run.File.leaks, Run.File.model, Run.File.checkpoint,
  ]

  /// Removes the run's folder, or that of one that was stopped.
  ///
  /// It is renamed first, so that nothing half removed is taken for a run. Links inside it are
  /// removed, not what they lead to.
  ///
  /// - Throws: ``RemovalError`` for what is no folder of a run: a link, a file, or a folder that
  ///   holds something else; `WriteError`.
  public func remove() throws {
    guard let folder else {
      throw RemovalError(path: place.path, problem: "there is nothing to remove")
    }
    let parent = folder.deletingLastPathComponent()
    for url in [parent, folder] where !Self.isFolder(url) {
      throw RemovalError(
        path: url.path, problem: "it is a link or a file, and only folders of runs are removed")
    }
    let found = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let isTemporary = { (name: String) in name.hasPrefix(".") && name.contains(".partial-") }
    if let other = found.first(where: { !Self.names.contains($0) && !isTemporary($0) }) {
      throw RemovalError(
        path: folder.path,
        problem: "it holds '\(PlainText.visible(other))', which no run writes; move that elsewhere "
          + "first")
    }
    guard !found.isEmpty || folder != place else {
      throw RemovalError(path: folder.path, problem: "it is empty, so it is no run")
    }
    let process = ProcessInfo.processInfo.processIdentifier
    let removed = parent.appendingPathComponent(".\(folder.lastPathComponent).removed-\(process)")
    try AtomicFile.rename(folder, to: removed)
    do { try FileManager.default.removeItem(at: removed) } catch {
      throw RemovalError(
        path: removed.path, problem: "it can be removed by hand only; check its permissions")
    }
  }
}
