import Files
import Foundation

extension RunFolder {
  /// The names that a run leaves in its folder.
  private static let names: Set<String> = [
    Run.File.settings, Run.File.manifest, Run.File.result, Run.File.log, Run.File.steps,
    Run.File.hashes, Run.File.scores, Run.File.leaks, Run.File.model,
    Run.File.trainer, Run.File.trainerLog,
  ]

  /// Removes the run's folder, or that of one that was stopped.
  ///
  /// It is renamed first, so that nothing half removed is taken for a run. Links inside it are
  /// removed, not what they lead to.
  ///
  /// - Throws: `InputError` for what is no folder of a run: a link, a file, or a folder that
  ///   holds something else; `WriteError`.
  public func remove() throws {
    guard let folder else {
      throw InputError(file: place.path, problem: "there is nothing to remove")
    }
    try requireNobody()
    let parent = folder.deletingLastPathComponent()
    for url in [parent, folder] where !Self.isFolder(url) {
      throw InputError(
        file: url.path, problem: "it is a link or a file, and only folders of runs are removed")
    }
    let found = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    if let other = found.first(where: { !isOwn($0) }) {
      throw InputError(
        file: folder.path,
        problem: "it holds '\(PlainText.visible(other))', which no run writes; move that elsewhere "
          + "first")
    }
    guard !found.isEmpty || folder != place else {
      throw InputError(file: folder.path, problem: "it is empty, so it is no run")
    }
    let removed = parent.appendingPathComponent(
      ".\(folder.lastPathComponent).removed-\(UUID().uuidString.lowercased())")
    try AtomicFile.rename(folder, to: removed)
    do { try FileManager.default.removeItem(at: removed) } catch {
      throw InputError(
        file: removed.path, problem: "it can be removed by hand only; check its permissions")
    }
  }

  /// Waits for at most a lease for a sign of life of a process that cannot be seen from here.
  private func requireNobody() throws {
    let watch = ClaimWatch()
    let first = ClaimState(of: place)
    while let claim = ClaimState(of: place), !watch.isOver(claim, place: place.path) {
      guard claim.owner?.isThere != true, claim == first else {
        throw InputError(
          file: place.path,
          problem: "\(claim.owner?.words ?? "a process") works on it; stop that first")
      }
      Thread.sleep(forTimeInterval: (claim.owner?.leaseSeconds ?? Claim.usualLease) / 8)
    }
  }

  /// Whether a name in the run's folder, or in that of one that was stopped, is a run's.
  private func isOwn(_ name: String) -> Bool {
    if name.hasPrefix("."), name.contains(".partial-") { return true }
    guard folder != place else { return Self.names.contains(name) }
    return [ClaimFiles.claimPrefix, ClaimFiles.workPrefix, "." + ClaimFiles.claimPrefix]
      .contains { name.hasPrefix($0) }
  }
}
