import Files
public import Foundation

/// The report of a study: a page, its figures, and the numbers both were made from.
///
/// The same summary gives the same bytes, as long as gnuplot is of the same version.
public struct Report: Sendable {
  public let summary: StudySummary

  /// The report of a summary.
  ///
  /// - Precondition: every run has one score, perhaps nil, a task.
  public init(summary: StudySummary) {
    for run in summary.runs {
      precondition(
        run.scores.count == summary.tasks.count,
        "run \(run.id) has \(run.scores.count) scores for \(summary.tasks.count) tasks")
    }
    self.summary = summary
  }

  /// Writes report.html, report.md, report.json, methods.csv, scores.csv and figures/ into a folder.
  ///
  /// All is made in a folder beside it first. A new folder appears at once; in one that exists,
  /// these files are replaced, each whole, and others are left alone. Without gnuplot the figures'
  /// data and scripts are written, and the pages say how to draw them.
  ///
  /// - Throws: ``GnuplotError`` or ``ReportError``.
  public func write(to folder: URL, gnuplot: URL?) throws {
    let files = FileManager.default
    let folder = folder.standardizedFileURL
    let parent = folder.deletingLastPathComponent()
    let partial = AtomicFile.temporary(beside: folder)
    do {
      try files.createDirectory(at: parent, withIntermediateDirectories: true)
      try files.createDirectory(
        at: partial.appendingPathComponent("figures"), withIntermediateDirectories: true)
      defer { try? files.removeItem(at: partial) }
      try writeParts(to: partial, gnuplot: gnuplot)
      try Self.replace(folder, by: partial)
    } catch let error as GnuplotError {
      throw error
    } catch let error as ReportError {
      throw error
    } catch {
      throw ReportError.notWritten(path: folder.path, reason: "\(error)")
    }
  }

  /// Where gnuplot is, if the search path of this process has it.
  public static func gnuplot() -> URL? {
    Gnuplot.found(onPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
  }

  private func writeParts(to folder: URL, gnuplot: URL?) throws {
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let figureFolder = folder.appendingPathComponent("figures")
    let document = Document(summary, isDrawn: gnuplot != nil)
    var drawings: [String: String] = [:]
    for figure in Document(summary, isDrawn: true).drawn {
      try write(figure.script, "figures/\(figure.name).gp")
      try write(figure.data, "figures/\(figure.name).dat")
      if let gnuplot {
        drawings[figure.name] = try Gnuplot(executable: gnuplot)
          .drawing(of: figure, in: figureFolder)
      }
    }
    let drawnBy = try gnuplot.map { try Gnuplot(executable: $0).version }
    try write(Page(document, drawings: drawings, drawnBy: drawnBy).html, "report.html")
    try write(MarkdownPage(document).text, "report.md")
    try write(Table.methodFile(of: summary), "methods.csv")
    try write(Table.scoreFile(of: summary), "scores.csv")
    try write(String(decoding: try StrictJSON.encode(summary), as: UTF8.self), "report.json")
  }

  /// Puts the finished parts in place: the whole folder where there is none, else part by part.
  private static func replace(_ folder: URL, by partial: URL) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: folder.path) else {
      return try AtomicFile.rename(partial, to: folder)
    }
    guard try folder.resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false else {
      throw ReportError.notAFolder(path: folder.path)
    }
    let figures = folder.appendingPathComponent("figures")
    let old = partial.appendingPathComponent("old-figures")
    if files.fileExists(atPath: figures.path) { try files.moveItem(at: figures, to: old) }
    try files.moveItem(at: partial.appendingPathComponent("figures"), to: figures)
    for name in ["report.html", "report.md", "methods.csv", "scores.csv", "report.json"] {
      try AtomicFile.rename(
        partial.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
  }
}

/// Why a report was not written.
public enum ReportError: Error, Equatable, CustomStringConvertible {
  case notAFolder(path: String)
  case notWritten(path: String, reason: String)

  public var description: String {
    switch self {
    case .notAFolder(let path):
      "\(path) is a file, and a report needs a folder; name another place"
    case .notWritten(let path, let reason):
      "\(path) was not written: \(reason); free some space or choose another folder"
    }
  }
}
