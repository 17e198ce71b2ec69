/// One plot of a figure: how it is drawn, the block of the data and the columns that it reads, and its
/// line in the legend.
struct Mark: Sendable {
  /// What follows `plot` in a script.
  let script: String

  /// What is drawn for each row: a point, a line to the next, both, a point with a bar along an axis,
  /// or a stroke from a place as far as two columns say.
  enum Shape: String {
    case points, lines, linespoints, xerrorbars, yerrorbars, vectors
  }

  enum Legend: Sendable {
    case none
    /// The heading of a column of the block.
    case heading(Int)
    case words(String)
  }

  private init(_ source: String, with look: String, _ legend: Legend = .none) {
    let title =
      switch legend {
      case .none: "notitle"
      case .heading(let column): "title columnheader(\(column))"
      case .words(let words): "title '\(words)'"
      }
    script = "\(source) with \(look) \(title)"
  }

  /// Of a block of the data, or of numbers that `columns` give themselves.
  ///
  /// - Inputs: `size` of the points; `interval`, of how many rows one has a point.
  init(
    _ shape: Shape, _ block: Int?, _ columns: String, _ style: PlotStyle, size: Double = 0,
    width: Double, interval: Int? = nil, _ legend: Legend = .none
  ) {
    let line = "linewidth \(width) linecolor rgb '\(style.color)'"
    let points = "pointtype \(style.mark) pointsize \(size)"
    let look =
      switch shape {
      case .lines: "dashtype \(style.dash)"
      case .vectors: "nohead dashtype \(style.dash)"
      case .linespoints:
        "dashtype \(style.dash) \(points)" + (interval.map { " pointinterval -\($0)" } ?? "")
      case .points, .xerrorbars, .yerrorbars: points
      }
    let source = block.map { "data index \($0)" } ?? "'+'"
    self.init("\(source) using \(columns)", with: "\(shape.rawValue) \(look) \(line)", legend)
  }

  /// Filled shapes, `filledcurves` or `boxxyerror`, of one color or colored by a last column.
  static func filled(
    _ shape: String, _ block: Int, _ columns: String, color: String? = nil,
    fill: String = "solid 1 noborder"
  ) -> Mark {
    let color = color.map { "rgb '\($0)'" } ?? "palette"
    return Mark(
      "data index \(block) using \(columns)",
      with: "\(shape) fillstyle \(fill) fillcolor \(color)")
  }

  /// Cells around the first two columns, so wide and high, colored by a hundred times the third.
  static func cells(_ halfWidth: Double, _ halfHeight: Double, border: String = "noborder") -> Mark
  {
    filled(
      "boxxyerror", 0,
      "1:2:($1-\(halfWidth)):($1+\(halfWidth))"
        + ":($2-\(halfHeight)):($2+\(halfHeight)):(100*$3)", fill: "solid 1 \(border)")
  }

  /// Words at places, or of an axis.
  static func words(_ block: Int, _ columns: String, color: String, at place: String = "") -> Mark {
    Mark("data index \(block) using \(columns)", with: "labels \(place) textcolor rgb '\(color)'")
  }

  /// Words of an axis alone, also where nothing was measured.
  static func labels(_ block: Int, _ columns: String) -> Mark {
    Mark("data index \(block) using \(columns)", with: "points pointsize 0")
  }

  /// A line of the legend alone.
  static func legend(_ words: String, color: String, width: Double) -> Mark {
    Mark("NaN", with: "lines linewidth \(width) linecolor rgb '\(color)'", .words(words))
  }
}

/// The marks of scores in rows, of the columns row, mean, deviation, lower and upper.
extension Mark {
  /// One standard deviation to either side of the mean.
  static func deviation(_ block: Int, half: Double) -> Mark {
    filled(
      "boxxyerror", block,
      "(100*$2):1:(100*($2-$3)):(100*($2+$3)):($1-\(half)):($1+\(half))", color: "#dcdcdc")
  }

  /// The interval of the mean.
  static func interval(_ block: Int, width: Double, _ legend: Legend = .none) -> Mark {
    Mark(.xerrorbars, block, "(100*$2):1:(100*$4):(100*$5)", .black(-1), width: width, legend)
  }

  /// The mean as a short stroke across its row.
  static func mean(_ block: Int, half: Double) -> Mark {
    Mark(.vectors, block, "(100*$2):($1-\(half)):(0):(\(2 * half))", .black(), width: 2)
  }
}

/// A color with a mark and a dash pattern of its own, so that black and white separates them.
///
/// - Source: the colors are those of M. Okabe and K. Ito, Color Universal Design (2008).
struct PlotStyle: Sendable {
  var color: String
  var mark = 7
  var dash = "1"

  /// The style of the curve or variant at a place in its list.
  static func at(_ index: Int) -> PlotStyle {
    let colors = ["#0072b2", "#d55e00", "#007a5a", "#a8527f", "#b07a00", "#2f86b8", "#333333"]
    let marks = [7, 8, 5, 12, 9, 4, 13, 6]
    let dashes = ["1", "(9,4)", "(2,3)", "(9,3,2,3)", "(14,4)"]
    return PlotStyle(
      color: colors[index % colors.count], mark: marks[index % marks.count],
      dash: dashes[index % dashes.count])
  }

  /// The same colour as a dotted line whose points are dots.
  var dotted: PlotStyle { PlotStyle(color: color, mark: 0, dash: "(1,4)") }

  static func black(_ mark: Int = 7) -> PlotStyle { PlotStyle(color: "#000000", mark: mark) }
}
