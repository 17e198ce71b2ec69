import Files
import Foundation

/// Lines over a quantity, each with its name at its end.
struct LinePlot {
  /// A line: its name, empty for none, its rows of x, y and the ends of what it is known within, and its look.
  struct Series {
    var title: String
    var rows: [[Double?]]
    var style: PlotStyle
    /// How far it is known, if that is drawn.
    var reach = Reach.none
    /// Of how many rows one has a mark.
    var interval = 1

    enum Reach { case none, band, bars }
  }

  var name: String
  var title: String
  var caption: String
  /// What the axes are called.
  var x: String
  var y: String
  var series: [Series]
  /// What scores are multiplied by.
  var scale = 1.0
  /// From where to where the axes reach; that of `y` as the lines ask where it is nil.
  var xRange: (low: Double, high: Double)
  var yRange: (low: Double, high: Double)?
  var isLogarithmic: (x: Bool, y: Bool) = (false, false)
  var settings: [String] = []
  var inside = 260

  func figure(on canvas: Canvas) -> Figure {
    let names =
      series.count > 1 ? series.map { $0.title.isEmpty ? [] : canvas.lines($0.title) } : []
    let right = names.isEmpty ? 26 : Canvas.room(for: names.flatMap { $0 }) - 4
    let most = names.reduce(0) { $0 + $1.count } * LabelRows.lineHeight
    let frame = Figure.Frame(canvas, right: right, legend: 0, inside: max(inside, most))
    let range = yRange ?? reach
    var blocks = series.map {
      Figure.Block(["x", "y", "lower", "upper"], numbers: $0.rows)
    }
    let places = EndLabels.places(
      zip(series, names).map { series, lines in
        (height(of: series, range, frame.inside), LabelRows.lineHeight * lines.count)
      }, within: frame.inside)
    let labels = zip(places, names).enumerated().flatMap { index, own -> [[String]] in
      own.1.enumerated().map { line, words in
        let middle = Double(own.1.count - 1) / 2
        let height = own.0 + (middle - Double(line)) * Double(LabelRows.lineHeight)
        return [
          xRange.high.description, value(at: height, range, frame.inside).description, words,
          "\(index)",
        ]
      }
    }
    if !labels.isEmpty { blocks.append(Figure.Block(["x", "y", "name", "line"], rows: labels)) }
    return Figure(
      name: name, title: title, caption: caption, frame: frame,
      settings: [
        "unset key", Setting.x(x), Setting.y(y), Setting.grid("y"), "set bars small",
        "set xrange [\(xRange.low):\(xRange.high)]", "set yrange [\(range.low):\(range.high)]",
      ] + (isLogarithmic.x ? ["set logscale x"] : [])
        + (isLogarithmic.y ? ["set logscale y", "set format y '%g'"] : []) + settings,
      marks: marks + (labels.isEmpty ? [] : self.labels(series.count)), blocks: blocks)
  }

  // MARK: Marks

  private var marks: [Mark] {
    let bands = series.indices.filter { series[$0].reach == .band }.map {
      Mark.filled(
        "filledcurves", $0, "1:(\(scale)*$3):(\(scale)*$4)", color: series[$0].style.color,
        fill: "transparent solid 0.15 noborder")
    }
    let bars = series.indices.filter { series[$0].reach == .bars }.map {
      Mark(
        .yerrorbars, $0, "1:(\(scale)*$2):(\(scale)*$3):(\(scale)*$4)", series[$0].style, size: 1,
        width: 1.8)
    }
    let lines = series.indices.map {
      Mark(
        .linespoints, $0, "1:(\(scale)*$2)", series[$0].style, size: 0.6, width: 2,
        interval: series[$0].interval)
    }
    return bands + lines + bars
  }

  private func labels(_ block: Int) -> [Mark] {
    series.indices.map {
      .words(
        block, "1:($4 == \($0) ? $2 : NaN):3", color: series[$0].style.color,
        at: "left offset 0.8,0")
    }
  }

  // MARK: Places

  /// From the lowest to the highest that is drawn, with some room.
  private var reach: (low: Double, high: Double) {
    let all = series.flatMap { own in
      own.rows.flatMap { row in
        own.reach == .none ? [row[1]] : Array(row.dropFirst())
      }.compactMap { $0 }
    }.map { scale * $0 }.filter { $0.isFinite && (!isLogarithmic.y || $0 > 0) }
    guard let low = all.min(), let high = all.max() else { return (0, 1) }
    if isLogarithmic.y { return (low / 1.3, high * 1.3) }
    let room = high > low ? 0.05 * (high - low) : 0.5
    return (low - room, high + room)
  }

  /// How high the end of a line is, in pixels.
  private func height(
    of series: Series, _ range: (low: Double, high: Double), _ inside: Int
  ) -> Double {
    let last = series.rows.last { $0[1] != nil }.flatMap { $0[1] } ?? 0
    let (low, high, own) = (onAxis(range.low), onAxis(range.high), onAxis(scale * last))
    return min(max((own - low) / (high - low), 0), 1) * Double(inside)
  }

  /// The value at a height.
  private func value(
    at height: Double, _ range: (low: Double, high: Double), _ inside: Int
  ) -> Double {
    let (low, high) = (onAxis(range.low), onAxis(range.high))
    let own = low + (high - low) * height / Double(inside)
    return isLogarithmic.y ? pow(10, own) : own
  }

  private func onAxis(_ value: Double) -> Double {
    isLogarithmic.y ? log10(max(value, .leastNormalMagnitude)) : value
  }
}

/// Where the names of lines are written so that none lies over another.
package enum EndLabels {
  /// The middles, as near to where they are wanted as least squares allow.
  ///
  /// - Inputs: `wanted`, the middle and the height of each, in pixels from the bottom.
  package static func places(_ wanted: [(middle: Double, height: Int)], within inside: Int)
    -> [Double]
  {
    let order = wanted.indices.sorted {
      (wanted[$0].middle, $1) < (wanted[$1].middle, $0)
    }
    // How far above the lowest each is, when all touch.
    var above: [Double] = []
    for (place, index) in order.enumerated() {
      let half = Double(wanted[index].height) / 2
      let before = place == 0 ? 0 : above[place - 1] + Double(wanted[order[place - 1]].height) / 2
      above.append(place == 0 ? 0 : before + half)
    }
    // Pools of names that touch: the mean of what they want of the lowest, and how many they are.
    var pools: [(mean: Double, count: Int)] = []
    for (place, index) in order.enumerated() {
      pools.append((wanted[index].middle - above[place], 1))
      while pools.count > 1, pools[pools.count - 1].mean < pools[pools.count - 2].mean {
        let (last, own) = (pools.removeLast(), pools.removeLast())
        let count = last.count + own.count
        let sum = last.mean * Double(last.count) + own.mean * Double(own.count)
        pools.append((sum / Double(count), count))
      }
    }
    let low = order.first.map { Double(wanted[$0].height) / 2 } ?? 0
    let high =
      Double(inside) - (above.last ?? 0) - (order.last.map { Double(wanted[$0].height) / 2 } ?? 0)
    let base = pools.flatMap { [Double](repeating: $0.mean, count: $0.count) }
    var found = [Double](repeating: 0, count: wanted.count)
    for (place, index) in order.enumerated() {
      found[index] = min(max(base[place], low), max(low, high)) + above[place]
    }
    return found
  }
}
