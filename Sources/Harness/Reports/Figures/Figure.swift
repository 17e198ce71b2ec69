import Files

/// A drawing: a gnuplot script that holds no name from outside, and the data file it reads.
///
/// Names go to gnuplot through the data file alone, as ``PlainText/plotted(_:limit:)`` gives
/// them; a script holds our own words and numbers.
package struct Figure: Sendable, Equatable {
  /// The name of its files, without their ending.
  package let name: String
  /// What it shows, in a few words.
  package let title: String
  /// How to read it, and from how many runs it was drawn.
  package let caption: String
  /// Its height in pixels.
  package let height: Int
  /// The script, to be run in the folder of the data.
  package let script: String
  /// The data file: blocks of tab-separated columns, each below a line of headings.
  package let data: String

  /// A figure from its marks, each reading a block of the data by its index.
  init(
    name: String, title: String, caption: String, frame: Frame, settings: [String],
    marks: [Mark], blocks: [Block]
  ) {
    let (canvas, file) = (frame.canvas, name + frame.canvas.ending)
    let preamble = [
      "# Draws \(file).svg from \(file).dat, in this folder: gnuplot \(file).gp",
      "reset",
      "set terminal svg size \(canvas.width),\(frame.height) fixed noenhanced font 'Sans,15'"
        + " background '#ffffff' dashlength 1",
      "set output '\(file).svg'",
      "set encoding utf8",
      "set decimalsign '.'",
      "set datafile separator \"\\t\"",
      "set datafile missing '?'",
      "set key autotitle columnhead",
      "data = '\(file).dat'",
    ]
    let plot = "plot " + marks.map(\.script).joined(separator: ", \\\n  ")
    self.name = file
    self.title = title
    self.caption = caption
    self.height = frame.height
    self.script =
      (preamble + frame.commands + settings + [plot, "unset output"])
      .joined(separator: "\n") + "\n"
    self.data = blocks.map(\.text).joined(separator: "\n\n")
  }

  /// A table of a data file: `rows` in groups, between which lines are broken.
  struct Block: Sendable {
    var headings: [String]
    var groups: [[[String]]]

    init(_ headings: [String], groups: [[[String]]]) {
      self.headings = headings
      self.groups = groups
    }

    init(_ headings: [String], rows: [[String]]) {
      self.init(headings, groups: [rows])
    }

    /// Rows of numbers, of which missing ones are not drawn, each with a label after them if any.
    init(_ headings: [String], numbers: [[Double?]], labels: [String]? = nil) {
      self.init(
        headings,
        rows: numbers.enumerated().map { row, numbers in
          numbers.map { Numeral.exact($0, empty: "?") } + (labels.map { [$0[row]] } ?? [])
        })
    }

    fileprivate var text: String {
      func lines(_ rows: [[String]]) -> String {
        rows.map { $0.joined(separator: "\t") + "\n" }.joined()
      }
      return lines([headings]) + groups.map(lines).joined(separator: "\n")
    }
  }

  /// Where the axes are, in pixels, and the look that all figures share.
  struct Frame: Sendable {
    let canvas: Canvas
    var left: Int
    var right: Int
    var top: Int
    var bottom: Int
    /// The height between the axes.
    var inside: Int

    var height: Int { top + inside + bottom }

    init(_ canvas: Canvas, left: Int, right: Int, top: Int, bottom: Int, inside: Int) {
      self.canvas = canvas
      (self.left, self.right, self.top) = (left, right, top)
      (self.bottom, self.inside) = (bottom, inside)
    }

    /// Room for a legend of some lines above, and for an axis with its label below.
    init(
      _ canvas: Canvas, left: Int? = nil, right: Int, legend lines: Int, inside: Int
    ) {
      self.init(
        canvas, left: left ?? canvas.numbers, right: right, top: Self.legend(lines: lines),
        bottom: 62, inside: max(inside, Self.least(lines: lines)))
    }

    /// Room above the axes for a legend of some lines.
    static func legend(lines: Int) -> Int { lines == 0 ? 16 : 20 + 25 * lines }

    /// The least height between the axes at which gnuplot keeps a legend of some lines in one
    /// column: it breaks columns by the height of the axes, not of the room above them.
    static func least(lines: Int) -> Int { 8 + 24 * lines }

    fileprivate var commands: [String] {
      let width = canvas.width
      return [
        "set lmargin at screen \(left).0/\(width)",
        "set rmargin at screen \(width - right).0/\(width)",
        "set tmargin at screen \(height - top).0/\(height)",
        "set bmargin at screen \(bottom).0/\(height)",
        "set key at screen \(left).0/\(width), screen \(height - 8).0/\(height)"
          + " left top Left reverse vertical maxcols 1 samplen 2 spacing 1.15 width 0",
        "set border 3 linecolor rgb '#444444'",
        "set tics nomirror out scale 0.5 textcolor rgb '#222222'",
      ]
    }
  }
}

/// A figure, or the sentence that says why it cannot be drawn.
package enum Drawing: Sendable {
  case figure(Figure)
  case missing(String)
}
