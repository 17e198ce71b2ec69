import Files
import Runs

/// A report as Markdown, with its figures as links to the files beside it.
package struct MarkdownPage: Sendable {
  package let document: Document

  package init(_ document: Document) { self.document = document }

  package var text: String {
    var blocks = ["# \(PlainText.markdown(document.question))"]
    if let answer = document.answer { blocks.append("**\(PlainText.markdown(answer))**") }
    if let outlook = document.outlook {
      blocks.append("What would change it: " + PlainText.markdown(outlook))
    }
    blocks.append(PlainText.markdown("Study \(document.name): \(document.extent)"))
    var figures = 0
    var tables = 0
    for section in document.sections {
      blocks.append("## \(PlainText.markdown(section.heading))")
      for part in section.parts {
        switch part {
        case .paragraph(let text): blocks.append(PlainText.markdown(text))
        case .figure(let figure):
          figures += 1
          blocks.append("![\(PlainText.markdown(figure.title))](figures/\(figure.name).svg)")
          blocks.append("*Figure \(figures).* \(PlainText.markdown(figure.caption))")
        case .table(let table, let caption):
          tables += 1
          blocks.append("*Table \(tables).* \(PlainText.markdown(caption))")
          blocks.append(String(table.markdown.dropLast()))
        case .entries(let entries): blocks.append(Self.list(entries))
        }
      }
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
