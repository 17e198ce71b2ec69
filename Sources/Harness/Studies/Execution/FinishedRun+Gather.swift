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

  private static func places(_ folder: URL) throws -> [URL] {
    let plan = folder.appendingPathComponent("plan.json")
    if RunFolder.isThere(plan) {
      return try StudyRecord(reading: plan).runFolders(in: folder)
    }
    let places = runFolders(folder)
    guard !places.isEmpty else {
      throw InputError(file: folder.path, problem: RunFolder.lacking(folder))
    }
    return places
  }
}
