import Decisions
import Files
public import Foundation
import Model
public import Runs

extension FinishedRun {
  /// The runs of folders: a study's, one run's, or a folder of finished runs' folders.
  ///
  /// - Throws: `InputError` for a folder that is none of them; ``FinishedRun/init(_:factors:withPairs:)``'s errors.
  public static func gather(_ folders: [URL]) throws -> [FinishedRun] {
    try folders.flatMap { folder -> [FinishedRun] in
      try places(folder).map { try FinishedRun($0, withPairs: true) }
    }
  }

  /// The folder itself where it is a finished run's, else those of finished runs in it.
  package static func runFolders(_ folder: URL) -> [URL] {
    let manager = FileManager.default
    func isRun(_ place: URL) -> Bool {
      manager.fileExists(atPath: place.appendingPathComponent(Run.File.result).path)
    }
    if isRun(folder) { return [folder] }
    let names = ((try? manager.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    return names.filter { !$0.hasPrefix(".") }.map { folder.appendingPathComponent($0) }
      .filter(isRun)
  }

  private static func places(_ folder: URL) throws -> [URL] {
    let plan = folder.appendingPathComponent("plan.json")
    if RunFolder.isThere(plan) {
      return try StudyRecord(reading: plan).runFolders(in: folder)
    }
    let places = runFolders(folder)
    guard !places.isEmpty else {
      throw InputError(
        file: folder.path,
        problem: "it holds no plan.json of a study, no result.json of a finished run, and no "
          + "folder with one; name a folder that 'simcse study' or 'simcse train' has made")
    }
    return places
  }
}
