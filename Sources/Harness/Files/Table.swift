/// Rows of text under headings, for a terminal, a page or Markdown.
public struct Table: Sendable, Equatable {
  /// A column's heading, and whether it holds numbers, which are set flush right.
  public struct Column: Sendable, Equatable {
    public var heading: String
    public var isNumeric: Bool

    public init(_ heading: String, isNumeric: Bool) {
      self.heading = heading
      self.isNumeric = isNumeric
    }
  }

  /// A text, often a mean, and perhaps what follows it, after ± or in brackets.
  public struct Cell: Sendable, Equatable {
    public var value: String
    public var detail: String?

    public init(_ value: String, detail: String? = nil) {
      self.value = value
      self.detail = detail
    }

    /// Value and detail on one line.
    public var text: String { detail.map { "\(value) \($0)" } ?? value }
  }

  public var columns: [Column]
  public var rows: [[Cell]]
  /// What marks such as ¹ in cells refer to, in order.
  public var notes: [String] = []

  /// A table of rows as long as there are columns.
  ///
  /// - Precondition: every row has one cell a column.
  public init(columns: [Column], rows: [[Cell]]) {
    for row in rows {
      precondition(
        row.count == columns.count,
        "a row of \(row.count) cells in a table of \(columns.count) columns")
    }
    self.columns = columns
    self.rows = rows
  }

  /// The table for a terminal: columns two spaces apart, a rule below the headings.
  public var text: String {
    let headings = columns.map { PlainText.visible($0.heading) }
    let cells = rows.map { $0.map { PlainText.visible($0.text) } }
    let widths = columns.indices.map { column in
      ([headings] + cells).map { $0[column].count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      var padded = ""
      for (index, cell) in cells.enumerated() {
        let space = String(repeating: " ", count: widths[index] - cell.count)
        padded += index == 0 ? "" : "  "
        padded += columns[index].isNumeric ? space + cell : cell + space
      }
      while padded.last == " " { padded.removeLast() }
      return padded + "\n"
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
    return line(headings) + rule + cells.map(line).joined()
      + markedNotes.map { PlainText.visible($0) + "\n" }.joined()
  }

  /// The notes with their marks: `¹ thesis, table 2`.
  package var markedNotes: [String] {
    notes.enumerated().map { Self.mark($0 + 1) + "\u{A0}" + $1 }
  }

  /// The mark of a note, from 1.
  package static func mark(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(String(number).compactMap(\.wholeNumberValue).map { digits[$0] })
  }

  /// The table in the pipe form of GitHub's Markdown.
  package var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    return line(columns.map { PlainText.markdown($0.heading) })
      + line(columns.map { $0.isNumeric ? "--:" : ":--" })
      + rows.map { line($0.map { PlainText.markdown($0.text) }) }.joined()
      + (notes.isEmpty
        ? "" : "\n" + markedNotes.map(PlainText.markdown).joined(separator: "\n\n") + "\n")
  }

  /// The table as HTML, without its caption; the first cell of a row is its heading.
  package var html: String {
    func cell(_ tag: String, _ column: Int, _ content: String) -> String {
      let style = columns[column].isNumeric ? " class=\"number\"" : ""
      return "<\(tag)\(style)>\(content)</\(tag.prefix(2))>"
    }
    func content(_ cell: Cell) -> String {
      let value = "<bdi>\(PlainText.html(cell.value))</bdi>"
      return value + (cell.detail.map { " <small>\(PlainText.html($0))</small>" } ?? "")
    }
    // A long name may be broken where its words are joined.
    func breakable(_ html: String) -> String { html.replacing("+", with: "+<wbr>") }
    let headings = columns.indices.map {
      cell("th scope=\"col\"", $0, "<bdi>\(PlainText.html(columns[$0].heading))</bdi>")
    }
    let body = rows.map { row in
      let cells = row.indices.map {
        $0 == 0
          ? cell("th scope=\"row\"", $0, breakable(content(row[$0])))
          : cell("td", $0, content(row[$0]))
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    return "<thead>\n<tr>\(headings.joined())</tr>\n</thead>\n<tbody>\n\(body.joined())</tbody>\n"
  }
}
