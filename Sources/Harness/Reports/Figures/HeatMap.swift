import Files
import Model
import Statistics

/// The average score of each pair of seeds: data order down, dropout across.
extension Drawing {
  /// One map a variant, all with one color scale.
  static func heatMaps(_ summary: StudySummary, on canvas: Canvas) -> [Drawing] {
    let grids = summary.variants.map { SeedGrid(summary, variant: $0) }.filter(\.isDrawn)
    let scores = grids.flatMap { $0.cells.flatMap { $0.flatMap { $0.map(\.score) } } }
    guard let low = scores.min(), let high = scores.max() else {
      // Of methods under common seeds nobody asks for one.
      return summary.variants.count > 1
        ? []
        : [
          .missing(
            "There is no map of data order × dropout: it needs scores of at least two pairs of"
              + " seeds in these two streams, in at least half of its cells.")
        ]
    }
    return grids.enumerated().map { index, grid in
      let name = grids.count == 1 ? "heat-map" : "heat-map-\(index + 1)"
      return .figure(grid.figure(summary, name: name, scale: (low, high), on: canvas))
    }
  }
}

/// The runs of one variant by their seeds of data order and dropout, initializations in one cell.
private struct SeedGrid {
  let variant: String
  let dataOrders: [UInt64]
  let dropouts: [UInt64]
  let initializations: [UInt64]
  /// The mean scores of a cell, one an initialization that has any, a row a data order.
  let cells: [[[(initialization: UInt64, score: Double, runs: Int)]]]

  private typealias Name = RandomStream.Name

  init(_ summary: StudySummary, variant: String) {
    let runs = summary.runs(of: variant)
    func seeds(_ stream: Name) -> [UInt64] {
      runs.map { $0.seed(of: stream) }.uniqued().sorted()
    }
    let (orders, dropouts, all) = (
      seeds(.dataOrder), seeds(.dropout), seeds(.initialization)
    )
    (self.variant, dataOrders, self.dropouts, initializations) = (variant, orders, dropouts, all)
    cells = orders.map { order in
      dropouts.map { dropout in
        all.compactMap { initialization in
          Spread(
            runs.filter {
              $0.seed(of: Name.dataOrder) == order && $0.seed(of: Name.dropout) == dropout
                && $0.seed(of: Name.initialization) == initialization
            }.map(\.average)
          ).map { (initialization, $0.mean, $0.count) }
        }
      }
    }
  }

  /// Whether there is more than one cell, and at least half of them have a score.
  var isDrawn: Bool {
    let all = cells.flatMap { $0 }
    return all.count > 1 && 2 * all.count { !$0.isEmpty } >= all.count
  }

  /// The most scores that a cell has.
  private var most: Int { cells.flatMap { $0.map(\.count) }.max() ?? 1 }

  func figure(
    _ summary: StudySummary, name: String, scale: (low: Double, high: Double), on canvas: Canvas
  ) -> Figure {
    let isFlat = scale.low == scale.high
    let low = 100 * scale.low - (isFlat ? 0.5 : 0)
    let high = 100 * scale.high + (isFlat ? 0.5 : 0)
    let columnLabels = dropouts.map(String.init)
    let rowLabels = dataOrders.map(String.init)
    let left = Canvas.room(for: rowLabels) + 34
    let cellWidth = (canvas.width - left - 90) / dropouts.count
    let longest = columnLabels.map(\.count).max() ?? 0
    let isRotated = 9 * longest > cellWidth
    let showsNumbers = cellWidth >= 44
    let cellHeight = max(dataOrders.count > 8 ? 32 : 48, 24 * most)
    let frame = Figure.Frame(
      canvas, left: left, right: 90, top: 40, bottom: 62 + (isRotated ? 6 * longest : 0),
      inside: max(112, dataOrders.count * cellHeight))

    let rows = cells.enumerated().flatMap { y, row in
      row.enumerated().flatMap { x, scores in
        scores.enumerated().map { place, own -> [String] in
          let half = 0.48 / Double(scores.count)
          let middle = Double(y) - 0.48 + half * Double(2 * place + 1)
          return [
            "\(x)", "\(middle)", own.score.description, Numeral.hundredfold(own.score), "\(half)",
            (100 * own.score - low) / (high - low) > 0.62 ? "1" : "0",
          ]
        }
      }
    }
    var marks = [
      Mark.filled(
        "boxxyerror", 0, "1:2:($1-0.48):($1+0.48):($2-$5):($2+$5):(100*$3)",
        fill: "solid 1 border linecolor rgb '#ffffff'"),
      Mark.words(1, "1:2:(''):xticlabels(3)", color: "#000000"),
      Mark.words(2, "1:2:(''):yticlabels(3)", color: "#000000"),
    ]
    if showsNumbers {
      marks += ["#000000", "#ffffff"].enumerated().map { isDark, color in
        Mark.words(0, "1:($6 == \(isDark) ? $2 : NaN):4", color: color)
      }
    }
    return Figure(
      name: name, title: "Average score by seed of data order and of dropout",
      caption: caption(summary, showsNumbers: showsNumbers), frame: frame,
      settings: [
        "unset key",
        "set palette defined (0 '#fdf5e2', 0.25 '#cfdcdc', 0.5 '#7fb0c4', 0.75 '#2f7a9e',"
          + " 1 '#0b3c5d')",
        "set xrange [-0.5:\(dropouts.count - 1).5]",
        Setting.rows(dataOrders.count),
        "set cbrange [\(low):\(high)]",
        "set border 0",
        "set tics scale 0",
        "set cbtics scale 0.5",
        isRotated ? "set xtics rotate by 40 right" : "set xtics norotate",
        Setting.x("dropout seed"),
        "set ylabel 'data-order seed'",
        Setting.corner(summary.averageLabel, right: 12, top: 16, frame),
      ], marks: marks,
      blocks: [
        Figure.Block(["x", "y", "average", "label", "half", "isDark"], rows: rows),
        Figure.Block(
          ["x", "y", "dropout"], rows: columnLabels.enumerated().map { ["\($0)", "0", $1] }),
        Figure.Block(
          ["x", "y", "data-order"], rows: rowLabels.enumerated().map { ["0", "\($0)", $1] }),
      ])
  }

  private func caption(_ summary: StudySummary, showsNumbers: Bool) -> String {
    let all = cells.flatMap { $0 }
    let count = all.reduce(0) { $0 + $1.reduce(0) { $0 + $1.runs } }
    var caption = "\(summary.averageWords), × 100"
    caption = caption.prefix(1).uppercased() + caption.dropFirst()
    if summary.variants.count > 1 { caption += ", of \(PlainText.visible(variant))" }
    caption += "; n = \(Numeral.count(count, "run"))."
    if initializations.count > 1 {
      let whole = Set(all.filter { $0.count == 1 }.map { $0[0].initialization }).sorted()
      caption +=
        " A cell is cut where it has several initialization seeds:"
        + " \(initializations.map(String.init).joined(separator: ", ")) from the top"
        + (whole.count == 1 ? "; whole cells have seed \(whole[0])." : ".")
    }
    if all.contains(where: { $0.contains { $0.runs > 1 } }) { caption += " Cells are means." }
    if all.contains(where: \.isEmpty) { caption += " Empty cells have no scored run." }
    if !showsNumbers { caption += " The numbers are in the table of runs." }
    return caption + " Darker is higher."
  }
}
