import Files
import Runs

/// A report as Markdown, with its figures as links to the files beside it.
package struct MarkdownPage: Sendable {
  package let document: Document

  package init(_ document: Document) { self.document = document }

  package var text: String {
    var blocks = ["# \(PlainText.markdown(document.question))"]
    if let headline = document.headline { blocks.append("**\(PlainText.markdown(headline))**") }
    if let answer = document.answer { blocks.append(PlainText.markdown(answer)) }
    if let outlook = document.outlook {
      blocks.append("What would change it: " + PlainText.markdown(outlook))
    }
    blocks.append(PlainText.markdown("Study \(document.name): \(document.extent)"))
    var (figures, tables) = (0, 0)
    func add(_ part: Document.Part) {
      switch part {
      case .paragraph(let text): blocks.append(PlainText.markdown(text))
      case .figure(let figure, _):
        figures += 1
        blocks.append("![\(PlainText.markdown(figure.title))](figures/\(figure.name).svg)")
        blocks.append("*Figure \(figures).* \(PlainText.markdown(figure.caption))")
      case .table(let table, let caption):
        tables += 1
        blocks.append("*Table \(tables).* \(PlainText.markdown(caption))")
        blocks.append(String(table.markdown.dropLast()))
      case .entries(let entries): blocks.append(Self.list(entries))
      case .folded(let words, let parts):
        blocks.append("<details><summary>\(PlainText.html(words))</summary>")
        parts.forEach(add)
        blocks.append("</details>")
      }
    }
    for section in document.sections {
      blocks.append("## \(PlainText.markdown(section.heading))")
      section.parts.forEach(add)
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private static func list(_ entries: [StudySummary.Entry]) -> String {
    let table = Table(
      columns: [Table.Column("key", isNumeric: false), Table.Column("value", isNumeric: false)],
      rows: entries.map { [Table.Cell($0.key), Table.Cell($0.value)] })
    return String(table.markdown.dropLast())
  }
}
