import Files

/// Settings of a script that several figures share.
enum Setting {
  /// The label below the figure.
  static func x(_ label: String) -> String { "set xlabel '\(label)' offset 0,0.5" }

  /// The label left of it.
  static func y(_ label: String) -> String { "set ylabel '\(label)' offset 0.8,0" }

  /// Faint lines at the tics of an axis, `x` or `y`; of both where none is named.
  static func grid(_ axis: String? = nil) -> String {
    "set grid \(axis.map { $0 + "tics " } ?? "")linetype 1 linewidth 0.7 linecolor rgb '#e2e2e2'"
  }

  /// About so many tics of an axis, at 1, 2 or 5 times a power of ten.
  static func tics(_ axis: String, _ range: (low: Double, high: Double), about count: Int) -> String
  {
    let least = (range.high - range.low) / Double(max(1, count))
    var unit = 1e-9
    while 10 * unit <= least { unit *= 10 }
    let step = [1, 2, 5, 10].first { $0 * unit >= least } ?? 10
    return "set \(axis)tics \((step * unit * 1e9).rounded() / 1e9) rotate by 0"
  }

  /// Rows from the top down, the axis `y` or `y2` counting from 0.
  static func rows(_ count: Int, axis: String = "y") -> String {
    "set \(axis)range [\(count - 1).5:-0.5]"
  }

  /// The look of rows that have a name each and bars along them.
  static let barred = ["set border 1", "set ytics scale 0", "set bars small", grid("x")]

  /// A line across, from the left edge to the right.
  static func across(_ y: String, width: Double, color: String, dash: String = "1") -> String {
    "set arrow from graph 0,first \(y) to graph 1,first \(y) nohead dashtype \(dash)"
      + " linewidth \(width) linecolor rgb '\(color)'"
  }

  /// An upright line, from the bottom to the top.
  static func upright(_ x: String, width: Double, color: String) -> String {
    "set arrow from first \(x),graph 0 to first \(x),graph 1 nohead linewidth \(width)"
      + " linecolor rgb '\(color)' back"
  }

  /// An upright band behind all that is drawn.
  static func band(_ from: Double, _ to: Double, color: String) -> String {
    "set object rectangle from first \(from),graph 0 to first \(to),graph 1 behind"
      + " fillcolor rgb '\(color)' fillstyle solid 1 noborder"
  }

  /// Words above the upper right corner, so many pixels from the edges.
  static func corner(_ words: String, right: Int, top: Int, _ frame: Figure.Frame) -> String {
    "set label '\(words)' at screen 1-\(right).0/\(frame.canvas.width),"
      + " screen 1-\(top).0/\(frame.height) right textcolor rgb '#222222'"
  }
}

extension StudySummary {
  /// The label of an axis of averages, or of the one task's scores.
  var averageLabel: String {
    "\(tasks.count == 1 ? "" : "average, ")\(measureLabel) × 100"
  }

  /// The measure where it is short enough for an axis.
  var measureLabel: String {
    measure.count > 24 ? "score" : PlainText.plotted(measure, limit: 24)
  }
}
