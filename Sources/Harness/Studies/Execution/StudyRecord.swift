import Files
public import Foundation
public import Runs

/// What a study's folder says of it: the study and the runs that it has.
public struct StudyRecord: Codable, Sendable, Equatable {
  public var study: Study
  public var runs: [Entry]
  /// Runs of an earlier form of the study, of which the folder has kept something.
  public var earlier: [Entry]?

  public struct Entry: Codable, Sendable, Equatable {
    /// The name of the run's folder.
    public var id: String
    /// What sets the run apart, in the order of the keys.
    public var factors: [RunFactor]
  }

  /// Reads a study's `plan.json`.
  ///
  /// - Throws: `InputError`, for a link and for an id that is no name of a run's folder too, which could
  ///   lead out of the study's.
  public init(reading file: URL) throws {
    try RunFolder.requireNoLink(file)
    self = try StrictJSON.decode(
      StudyRecord.self, from: try InputFile.read(file), file: file.path)
    for id in (runs + (earlier ?? [])).map(\.id) {
      guard Self.isID(id) else {
        throw InputError(
          file: file.path,
          problem: "the id '\(PlainText.visible(id))' is no name of a run: "
            + "\(StudyPlan.Entry.idLength) digits of 0–9 and a–f")
      }
    }
  }

  /// The folder of each run in a study's.
  ///
  /// - Throws: `InputError` where one is a link.
  package func runFolders(in folder: URL) throws -> [URL] {
    let all = folder.appendingPathComponent("runs")
    let folders = runs.map { all.appendingPathComponent($0.id) }
    for url in [all] + folders { try RunFolder.requireNoLink(url) }
    return folders
  }

  /// Whether a name is one that a run's folder may have.
  static func isID(_ name: String) -> Bool {
    name.count == StudyPlan.Entry.idLength && name.utf8.allSatisfy(hexadecimal.contains)
  }

  private static let hexadecimal = Set("0123456789abcdef".utf8)

  /// The runs that the study lists: those under its own seeds, where further ones were added.
  ///
  /// - Throws: `InputError` for a rule that cannot be read.
  func listed(file: String) throws -> [Entry] {
    guard try study.followedRule(file: file) != nil else { return runs }
    let labels = Set((study.seeds ?? []).map { String($0) })
    return runs.filter { run in
      run.factors.first { $0.key == "seed" }.map { labels.contains($0.label) } ?? true
    }
  }

  public init(_ plan: StudyPlan) {
    study = plan.study
    runs = plan.entries.map { entry in
      Entry(id: entry.id, factors: entry.factors)
    }
  }
}
