import Files
import Foundation
import Runs

/// What a study's folder keeps of a run that was finished in it, also after the run was removed.
///
/// A rule that is written when a run of the same bits was known is not written before, however fresh the
/// run's folder is.
package struct KnownRun: Codable, Sendable, Equatable {
  package var id: String
  /// The registration that it was first made under; nil for a run without one.
  package var registration: String?
  /// What ``RunResult/keptHash`` says.
  package var parametersHash: String?

  static func folder(in study: URL) -> URL { study.appendingPathComponent("known") }

  private static func file(_ id: String, in study: URL) -> URL {
    folder(in: study).appendingPathComponent(id + ".json")
  }

  /// Keeps note of a finished run; the first note stays.
  ///
  /// - Throws: `WriteError`.
  static func note(_ place: URL, in study: URL) throws {
    let file = file(place.lastPathComponent, in: study)
    guard !RunFolder.isThere(file) else { return }
    let run = RunFolder(place)
    guard let manifest = run.manifest, let result = run.result else { return }
    let note = KnownRun(
      id: place.lastPathComponent, registration: manifest.registration,
      parametersHash: result.keptHash)
    _ = try FirstWriter.write(try StrictJSON.encode(note), to: file)
  }

  /// The note of a run; nil where there is none.
  ///
  /// - Throws: `InputError`, for a link too.
  static func noted(_ id: String, in study: URL) throws -> KnownRun? {
    try RunFolder.kept(KnownRun.self, at: file(id, in: study))
  }

  /// The ids of all runs that have begun in a study's folder or were once finished there.
  static func all(in study: URL) -> [String] {
    func names(_ folder: URL, _ ending: String) -> [String] {
      let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return found.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
    }
    let runs = study.appendingPathComponent("runs")
    let begun = (names(runs, "") + names(runs, ".partial")).filter {
      StudyRecord.isID($0) && RunFolder(runs.appendingPathComponent($0)).state != .waiting
    }
    return Set(begun + names(folder(in: study), ".json").filter(StudyRecord.isID)).sorted()
  }
}
