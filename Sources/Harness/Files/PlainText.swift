/// Names as text, in a form that nothing which shows them can take for a command.
///
/// Study, run, variant and task names come from files; a browser, a Markdown reader, gnuplot and
/// a terminal each have characters they obey.
package enum PlainText {
  /// One line in which every control and direction mark can be seen, as `‹U+202E›`.
  package static func visible(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where "\t\n\r".unicodeScalars.contains(scalar): line += " "
      case .lineSeparator, .paragraphSeparator: line += " "
      case .format where scalar == "\u{200C}" || scalar == "\u{200D}":
        line.unicodeScalars.append(scalar)  // joiners, which Persian and emoji need
      case .control, .format, .privateUse, .surrogate, .unassigned:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        line += "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// Text and quoted attributes of HTML.
  package static func html(_ text: String) -> String {
    escaped(text) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: nil
      }
    }
  }

  /// Running text of CommonMark with tables, anywhere in a line.
  package static func markdown(_ text: String) -> String {
    let inline = escaped(text) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\\", "`", "*", "_", "[", "]", "{", "}", "|", "~", "$", "@": "\\" + String(scalar)
      default: nil
      }
    }
    // Marks that begin a heading, a list, a rule or a code block where a line begins.
    let line = inline.drop { $0 == " " }
    if let first = line.first, "#+-=".contains(first) { return "\\" + line }
    let rest = line.drop { $0.isASCII && $0.isNumber }
    guard rest.startIndex > line.startIndex, let mark = rest.first, ".)".contains(mark),
      rest.dropFirst().first.map({ $0 == " " }) ?? true
    else { return String(line) }
    return line[..<rest.startIndex] + "\\" + rest
  }

  /// A field of a comma-separated file.
  ///
  /// - Source: RFC 4180, section 2.
  package static func csv(_ field: String) -> String {
    let needsQuotes = field.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
    guard needsQuotes else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// A label in a figure: characters that gnuplot or SVG obey give way to their likenesses.
  ///
  /// Braces, carets and underscores stay, because all scripts set `noenhanced`. Longer labels
  /// lose words of their middle.
  package static func plotted(_ text: String, limit: Int) -> String {
    let label = escaped(text) { scalar in
      switch scalar {
      case "\"": "”"
      case "'": "’"
      case "`": "‘"
      case "\\": "∖"
      case "<": "‹"
      case ">": "›"
      case "&": "＆"
      case "%": "％"
      default: nil
      }
    }
    guard label.count > limit else { return label.isEmpty ? "–" : label }
    let (head, tail) = (label.prefix(limit / 2), label.suffix(limit - limit / 2 - 1))
    // Between words where there are any, so that none is cut.
    let isGap = { (mark: Character) in " -+,;:/_·.".contains(mark) }
    let end = head.lastIndex(where: isGap).map { head.index(after: $0) }
    let start = tail.firstIndex(where: isGap)
    return head[..<(end ?? head.endIndex)] + "…" + tail[(start ?? tail.startIndex)...]
  }

  private static func escaped(
    _ text: String, _ replacement: (Unicode.Scalar) -> String?
  ) -> String {
    var result = ""
    for scalar in visible(text).unicodeScalars {
      if let other = replacement(scalar) {
        result += other
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
