import Decisions
import Files
public import Foundation
public import Model
import Runs
import Statistics
import Studies

/// A report computed again from what its file carries, and what of it differs.
public struct Verification: Codable, Sendable, Equatable {
  public struct Difference: Codable, Sendable, Equatable {
    /// The name of the file, as `report.md`.
    public var file: String
    /// The key or the line.
    public var place: String
    /// What the file says, and what follows from what it carries; nil where there is none.
    public var stated: String?
    public var computed: String?
  }

  /// The report's folder, as it was named.
  public var report: String
  /// The files that were compared.
  public var compared: [String]
  public var differences: [Difference]
  /// What could not be computed again or compared, and why, a sentence each.
  public var notCompared: [String]

  public var holds: Bool { differences.isEmpty }

  /// Computes a report again.
  ///
  /// - Inputs: `report`, its folder or one of its pages; `gnuplot`, which draws the figures again where it
  ///   is of the version that drew them.
  /// - Throws: `InputError` for a file that is not there, cannot be
  ///   read or holds what no report does; ``GnuplotError``.
  public init(_ report: URL, gnuplot: URL?, compute: Compute) throws {
    let folder = Self.folder(report)
    let file = try Self.file(in: folder)
    let stated = try StrictJSON.decode(
      StudySummary.self, from: try InputFile.read(file), file: file.path)
    self.report = report.relativePath
    (compared, differences, notCompared) = ([file.lastPathComponent], [], [])
    try stated.requireWhole(file: file.path)
    let computed: StudySummary
    do {
      let again = try Self.again(stated, file: file, compute: compute)
      computed = again.summary
      differences += again.differences
      notCompared += again.notCompared
    } catch let error
      where error is EvidenceError || error is DesignError || error is StatisticError
    {
      throw InputError(file: file.path, problem: "\(error)")
    }
    var (own, other) = (stated, computed)
    (own.evidence, other.evidence) = (nil, nil)
    let found = JSONDifferences(stated: try JSONValue(own), computed: try JSONValue(other))
    differences += found.found.map {
      Difference(
        file: file.lastPathComponent, place: $0.place, stated: $0.stated, computed: $0.computed)
    }
    try compareFiles(of: computed, in: folder, gnuplot: gnuplot)
  }

  private static func folder(_ report: URL) -> URL {
    let isFolder = (try? report.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
    return isFolder ? report : report.deletingLastPathComponent()
  }

  private static func file(in folder: URL) throws -> URL {
    let names = ["report.json", "report.json.gz"]
    let there = names.map { folder.appendingPathComponent($0) }.filter {
      FileManager.default.fileExists(atPath: $0.path)
    }
    guard let file = there.first else {
      throw InputError(
        file: folder.path,
        problem: "it holds neither report.json nor report.json.gz, from which a report is computed"
          + " again; name a folder that 'simcse report' has written, or a page in it")
    }
    return file
  }

  /// The summary that follows from what a report's file carries: from its evidence where it has some,
  /// else from its scores; with the scores that its pairs do not give, and what is taken as stated.
  package static func again(
    _ stated: StudySummary, file: URL, compute: Compute
  ) throws -> (summary: StudySummary, differences: [Difference], notCompared: [String]) {
    var notes: [String] = []
    if stated.decisions.contains(where: { $0.earlierLooks != nil }) {
      notes.append("What a rule said of fewer runs, at earlier looks, is taken as it was recorded.")
    }
    guard let evidence = stated.evidence else {
      if stated.decisions.contains(where: { $0.following != nil }) {
        notes.append(
          "The rule of the study is not kept with this report whole: its looks are taken as stated."
        )
      }
      notes.append(
        "The runs' manifests and sentence pairs are not kept with this report: what they say is taken"
          + " as it is stated.")
      return (try stated.again(file: file.path, compute: compute), [], notes)
    }
    let collection = try StudyCollection(evidence, curves: stated.runs, file: file)
    let differences = try collection.wrongScores().map {
      Difference(
        file: file.lastPathComponent, place: $0.place, stated: "\($0.stated)",
        computed: "\($0.computed)")
    }
    guard evidence.hasPairs else {
      var computed = try collection.summary(
        acrossProtocols: evidence.acrossProtocols, rule: stated.analysis.rule,
        decisions: try collection.decisions(stated: stated.decisions, compute: compute),
        published: stated.published, compute: compute)
      (computed.densities, computed.drivers) = (stated.densities, stated.drivers)
      notes.append(
        "The sentence pairs are not kept with this report: what they say is taken as it is stated.")
      return (computed, differences, notes)
    }
    let computed = try collection.summary(
      acrossProtocols: evidence.acrossProtocols, rule: stated.analysis.rule,
      decisions: try collection.decisions(compute: compute), published: stated.published,
      compute: compute)
    return (computed, differences, notes)
  }

  mutating func add(_ difference: Difference) { differences.append(difference) }
}
