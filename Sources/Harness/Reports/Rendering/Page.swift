import Files
import Foundation
import Runs
import Studies

/// A report as one HTML page that needs nothing else: no script, no network, no other file.
package struct Page: Sendable {
  package let document: Document
  /// The drawings by the names of their figures.
  package let drawings: [String: String]
  /// The version of gnuplot that drew them.
  package let drawnBy: String?

  package init(_ document: Document, drawings: [String: String], drawnBy: String? = nil) {
    self.document = document
    self.drawings = drawings
    self.drawnBy = drawnBy
  }

  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
    \(generator)<title>\(PlainText.html(document.name))</title>
    <style>
    \(PageStyle.sheet)</style>
    </head>
    <body>
    <header>
    <p class="name">Study <bdi>\(PlainText.html(document.name))</bdi></p>
    <h1 dir="auto">\(PlainText.html(document.question))</h1>
    \(answer)<p class="extent">\(PlainText.html(document.extent))</p>
    \(contents)</header>
    <main>
    \(sections)</main>
    </body>
    </html>

    """
  }

  /// Who drew the figures, so that they are compared with drawings of the same program.
  private var generator: String {
    drawnBy.map { "<meta name=\"generator\" content=\"simcse, \(PlainText.html($0))\">\n" } ?? ""
  }

  /// Tables of more columns than this are printed across the page.
  private static let mostUpright = 9

  /// A browser refuses whatever is not in the page, should a name ever slip through.
  private static let policy = "default-src 'none'; style-src 'unsafe-inline'"

  private var answer: String {
    func paragraph(_ text: String?, _ name: String, _ before: String = "") -> String {
      text.map { "<p class=\"\(name)\" dir=\"auto\">\(before)\(PlainText.html($0))</p>\n" } ?? ""
    }
    return paragraph(document.headline, "answer") + paragraph(document.answer, "numbers")
      + paragraph(document.outlook, "outlook", "<b>What would change it.</b> ")
  }

  /// Links to the sections.
  private var contents: String {
    let links = document.sections.map {
      "<a href=\"#\(Self.anchor($0.heading))\">\(PlainText.html($0.heading))</a>"
    }
    return "<nav>\(links.joined(separator: " "))</nav>\n"
  }

  /// The anchor of one of our headings.
  private static func anchor(_ heading: String) -> String {
    heading.lowercased().replacingOccurrences(of: " ", with: "-")
  }

  private var sections: String {
    var counts = Counts()
    return document.sections.map { section in
      let parts = section.parts.map { html($0, &counts) }.joined()
      return "<section id=\"\(Self.anchor(section.heading))\">\n<h2>"
        + "\(PlainText.html(section.heading))</h2>\n\(parts)</section>\n"
    }.joined()
  }

  /// How many figures and tables came before.
  private struct Counts {
    var figures = 0
    var tables = 0
  }

  private func html(_ part: Document.Part, _ counts: inout Counts) -> String {
    switch part {
    case .paragraph(let text): return "<p dir=\"auto\">\(PlainText.html(text))</p>\n"
    case .figure(let figure, let narrow):
      counts.figures += 1
      return self.figure(figure, narrow: narrow, number: counts.figures)
    case .table(let table, let caption):
      counts.tables += 1
      return self.table(table, caption: caption, number: counts.tables)
    case .entries(let entries): return list(entries)
    case .folded(let words, let parts):
      return "<details>\n<summary>\(PlainText.html(words))</summary>\n"
        + parts.map { html($0, &counts) }.joined() + "</details>\n"
    }
  }

  private func figure(_ figure: Figure, narrow: Figure, number: Int) -> String {
    func card(_ figure: Figure, _ name: String) -> String {
      let drawing = drawings[figure.name].map { Self.inline($0, name: figure.name) } ?? ""
      return "<div class=\"card \(name)\">\n\(drawing)</div>\n"
    }
    return "<figure id=\"figure-\(figure.name)\">\n" + card(figure, "wide")
      + card(narrow, "narrow")
      + "<figcaption><a href=\"#figure-\(figure.name)\">Figure \(number).</a>"
      + " \(PlainText.html(figure.caption))</figcaption>\n</figure>\n"
  }

  private func table(_ table: Table, caption: String, number: Int) -> String {
    let isWide = table.columns.count > Self.mostUpright
    let notes = table.markedNotes.map { "<p class=\"note\">\(PlainText.html($0))</p>\n" }
    return "<figure class=\"table\(isWide ? " wide" : "")\" id=\"table-\(number)\">\n"
      + "<figcaption><a href=\"#table-\(number)\">Table \(number).</a>"
      + " \(PlainText.html(caption))</figcaption>\n"
      + "<div class=\"scroll\" tabindex=\"0\"><table>\n\(table.html)</table></div>\n"
      + "\(notes.joined())</figure>\n"
  }

  private func list(_ entries: [StudySummary.Entry]) -> String {
    let rows = entries.map {
      "<div><dt><bdi>\(PlainText.html($0.key))</bdi></dt>"
        + "<dd><bdi>\(PlainText.html($0.value))</bdi></dd></div>\n"
    }
    return "<dl>\n\(rows.joined())</dl>\n"
  }

  /// A drawing as part of a page: no declaration, and names of its own for all it refers to.
  package static func inline(_ drawing: String, name: String) -> String {
    var svg = drawing
    if let start = svg.range(of: "<svg") { svg.removeSubrange(..<start.lowerBound) }
    for (mark, prefixed) in [
      ("id=\"", "id=\"\(name)-"), ("id='", "id='\(name)-"), ("href='#", "href='#\(name)-"),
      ("href=\"#", "href=\"#\(name)-"), ("url(#", "url(#\(name)-"),
    ] {
      svg = svg.replacingOccurrences(of: mark, with: prefixed)
    }
    return svg.replacingOccurrences(of: "<svg", with: "<svg role=\"img\"")
  }
}
