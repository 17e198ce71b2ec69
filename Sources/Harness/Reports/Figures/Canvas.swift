import Files

/// The room that a figure has: on a page, or on a telephone.
///
/// Text has the same size on both, so that a narrow page is read without a lens.
package struct Canvas: Sendable, Equatable {
  /// In pixels.
  package let width: Int
  /// What the names of a figure's files end in.
  package let ending: String
  /// The most characters in a line of a label beside the axes.
  let lineLength: Int
  /// Room beside the axes for numbers of up to seven digits and the label of their axis.
  let numbers: Int

  package static let wide = Canvas(width: 600, ending: "", lineLength: 24, numbers: 104)
  package static let narrow = Canvas(width: 400, ending: "-narrow", lineLength: 15, numbers: 100)

  /// Room beside the axes for the longest of some lines; M and W are wider than other letters.
  static func room(for lines: [String]) -> Int {
    20 + (lines.map { 17 * $0.count / 2 + 6 * $0.count { "MW".contains($0) } }.max() ?? 0)
  }

  /// A name in lines that fit beside the axes, broken after a mark or a blank where there is one.
  func lines(_ name: String) -> [String] {
    var rest = PlainText.plotted(name, limit: Self.longestName)[...]
    var lines: [String] = []
    while rest.count > lineLength {
      let head = rest.prefix(lineLength)
      let end =
        head.indices.last { " -+,;:/_·".contains(head[$0]) && $0 > head.startIndex }
        .map { head.index(after: $0) } ?? head.endIndex
      lines.append(rest[..<end].trimmingPrefix(" ").description)
      rest = rest[end...]
    }
    return lines + [rest.trimmingPrefix(" ").description]
  }

  /// Longer names than any that a figure has room for.
  private static let longestName = 200
}

/// Rows with a name each, as high as their names take, in pixels from the top.
struct LabelRows {
  /// The middle of each row.
  private(set) var middles: [Double] = []
  private(set) var lines: [(place: Double, words: String)] = []
  private(set) var height = 0
  /// The names' room.
  let left: Int

  static let lineHeight = 17

  /// - Inputs: `least`, the least height of a row.
  init(_ names: [String], _ canvas: Canvas, least: Int = 26) {
    let all = names.map(canvas.lines)
    left = Canvas.room(for: all.flatMap { $0 })
    for own in all {
      let room = max(least, Self.lineHeight * own.count + 10)
      let middle = Double(height) + Double(room) / 2
      for (place, words) in own.enumerated() {
        let shift = Double(place) - Double(own.count - 1) / 2
        lines.append((middle + shift * Double(Self.lineHeight), words))
      }
      middles.append(middle)
      height += room
    }
  }

  /// Rows from the top down, in pixels.
  var settings: [String] {
    [
      "set yrange [\(height):0]", "set border 1", "unset ytics", "set bars small",
      Setting.grid("x"),
    ]
  }

  /// The names, to be written at the left end of an axis that begins at `x`.
  func block(at x: Double) -> Figure.Block {
    Figure.Block(
      ["place", "row", "name"],
      rows: lines.map { [x.description, $0.place.description, $0.words] })
  }

  static func names(_ block: Int) -> Mark {
    .words(block, "1:2:3", color: "#222222", at: "right offset -0.6,0")
  }
}
