import Files
import Foundation

/// The pages and tables beside a report's file, compared with those that follow from it.
extension Verification {
  mutating func compareFiles(
    of computed: StudySummary, in folder: URL, gnuplot: URL?
  ) throws {
    func text(_ name: String) throws -> String? {
      let file = folder.appendingPathComponent(name)
      guard FileManager.default.fileExists(atPath: file.path) else { return nil }
      return String(decoding: try InputFile.read(file), as: UTF8.self)
    }
    let (html, markdown) = (try text("report.html"), try text("report.md"))
    let isDrawn = !(html ?? markdown ?? "").contains(Document.notDrawn)
    let document = Document(computed, isDrawn: isDrawn)
    let page = html.map(DrawnPage.init)
    for (name, stated, computed) in [
      ("report.html", page?.words, DrawnPage(Page(document, drawings: [:]).html).words),
      (
        "report.md", markdown.map(Self.withoutPlaces),
        Self.withoutPlaces(MarkdownPage(document).text)
      ),
      ("methods.csv", try text("methods.csv"), Table.methodFile(of: computed)),
      ("scores.csv", try text("scores.csv"), Table.scoreFile(of: computed)),
    ] {
      compared.append(name)
      guard let stated else {
        add(Difference(file: name, place: "", stated: nil, computed: "a file"))
        continue
      }
      compareLines(stated, computed, file: name)
    }
    for figure in document.drawn {
      for (ending, computed) in [("dat", figure.data), ("gp", figure.script)] {
        let name = "figures/\(figure.name).\(ending)"
        guard let stated = try text(name) else { continue }
        compared.append(name)
        compareLines(stated, computed, file: name)
      }
    }
    try compareDrawings(page, document, gnuplot: gnuplot)
  }

  /// A page of Markdown in which no figure names the place of its file: kept pages name report.html.
  private static func withoutPlaces(_ text: String) -> String {
    text.replacing(/(?m)^!(\[.*\])\(figures\/[a-z0-9-]+\.svg\)$/) { "\($0.output.1)(report.html)" }
  }

  private mutating func compareLines(_ stated: String, _ computed: String, file: String) {
    let (a, b) = (
      stated.split(separator: "\n", omittingEmptySubsequences: false),
      computed.split(separator: "\n", omittingEmptySubsequences: false)
    )
    for line in 0..<max(a.count, b.count) {
      let (own, other) = (line < a.count ? a[line] : nil, line < b.count ? b[line] : nil)
      guard own != other else { continue }
      let (left, right) = Self.unlike(own ?? "", other ?? "")
      add(
        Difference(
          file: file, place: "line \(line + 1)", stated: own.map { _ in left },
          computed: other.map { _ in right }))
      // A line more or less shifts all that follow.
      if a.count != b.count { return }
    }
  }

  /// Two lines without what they begin and end with in common, but for some characters around it.
  private static func unlike(_ a: Substring, _ b: Substring) -> (String, String) {
    let (a, b) = (Array(a), Array(b))
    var start = 0
    while start < min(a.count, b.count), a[start] == b[start] { start += 1 }
    var end = 0
    while end < min(a.count, b.count) - start, a[a.count - 1 - end] == b[b.count - 1 - end] {
      end += 1
    }
    func cut(_ line: [Character]) -> String {
      let (from, to) = (max(0, start - around), min(line.count, line.count - end + around))
      return (from > 0 ? "…" : "") + String(line[from..<to]) + (to < line.count ? "…" : "")
    }
    return (cut(a), cut(b))
  }

  private static let around = 24

  private mutating func compareDrawings(
    _ page: DrawnPage?, _ document: Document, gnuplot: URL?
  ) throws {
    guard let page, !page.drawings.isEmpty else { return }
    guard let gnuplot else {
      notCompared.append("The figures were not drawn again: gnuplot was not found.")
      return
    }
    let program = Gnuplot(executable: gnuplot)
    let version = try program.version
    guard page.drawnBy == version else {
      notCompared.append(
        "The figures were not compared: they were drawn by \(page.drawnBy ?? "an unknown gnuplot"),"
          + " and \(version) is here.")
      return
    }
    let folder = AtomicFile.temporary(
      beside: FileManager.default.temporaryDirectory
        .appendingPathComponent("drawings"))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (place, figure) in document.drawn.enumerated() {
      let drawing = try program.drawing(of: figure, in: folder)
      let stated = place < page.drawings.count ? page.drawings[place] : nil
      guard stated != Page.inline(drawing, name: figure.name) else { continue }
      add(
        Difference(
          file: "report.html", place: "figure \(place / 2 + 1), \(figure.name)",
          stated: stated.map { _ in "another drawing" },
          computed: "that of its numbers"))
    }
  }
}

/// A page in its words and its drawings.
struct DrawnPage {
  /// The page without its drawings and without the line that says who drew them.
  let words: String
  let drawings: [String]
  /// The version of gnuplot that drew them, as the page says it.
  let drawnBy: String?

  init(_ html: String) {
    var (rest, words) = (html[...], "")
    var drawings: [String] = []
    while let start = rest.range(of: "<svg"),
      let end = rest.range(of: "</svg>\n", range: start.lowerBound..<rest.endIndex)
    {
      words += rest[..<start.lowerBound]
      drawings.append(String(rest[start.lowerBound..<end.upperBound]))
      rest = rest[end.upperBound...]
    }
    let line = /<meta name="generator" content="simcse, (.*)">\n/
    drawnBy = html.firstMatch(of: line).map { String($0.output.1) }
    self.words = (words + rest).replacing(line, with: "")
    self.drawings = drawings
  }
}
