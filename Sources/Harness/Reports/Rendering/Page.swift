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
    </header>
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
    let answer = document.answer.map {
      "<p class=\"answer\" dir=\"auto\">\(PlainText.html($0))</p>\n"
    }
    let outlook = document.outlook.map {
      "<p class=\"outlook\" dir=\"auto\"><b>What would change it.</b> \(PlainText.html($0))</p>\n"
    }
    return (answer ?? "") + (outlook ?? "")
  }

  private var sections: String {
    var html = ""
    var figures = 0
    var tables = 0
    for section in document.sections {
      html += "<section>\n<h2>\(PlainText.html(section.heading))</h2>\n"
      for part in section.parts {
        switch part {
        case .paragraph(let text): html += "<p dir=\"auto\">\(PlainText.html(text))</p>\n"
        case .figure(let figure):
          figures += 1
          html += self.figure(figure, number: figures)
        case .table(let table, let caption):
          tables += 1
          let isWide = table.columns.count > Self.mostUpright
          html +=
            "<figure class=\"table\(isWide ? " wide" : "")\">\n<figcaption><b>Table \(tables).</b>"
            + " \(PlainText.html(caption))</figcaption>\n"
            + "<div class=\"scroll\" tabindex=\"0\"><table>\n\(table.html)</table></div>\n</figure>\n"
        case .entries(let entries): html += list(entries)
        }
      }
      html += "</section>\n"
    }
    return html
  }

  private func figure(_ figure: Figure, number: Int) -> String {
    let drawing = drawings[figure.name].map { Self.inline($0, name: figure.name) } ?? ""
    return "<figure>\n<div class=\"card\">\n\(drawing)</div>\n<figcaption><b>Figure \(number).</b>"
      + " \(PlainText.html(figure.caption))</figcaption>\n</figure>\n"
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
