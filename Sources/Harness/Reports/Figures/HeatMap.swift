import Files
import Model
import Statistics

/// The average score of each pair of seeds: data order down, dropout across.
extension Drawing {
  /// One map a variant and initialization, all with one color scale.
  static func heatMaps(_ summary: StudySummary) -> [Drawing] {
    let grids = summary.variants.flatMap { SeedGrid.all(summary, variant: $0) }
    let scores = grids.flatMap { $0.cells.flatMap { $0.compactMap { $0?.mean } } }
    let drawn = grids.filter { $0.cells.reduce(0) { $0 + $1.count } > 1 }
    guard !drawn.isEmpty, let low = scores.min(), let high = scores.max() else {
      return [
        .missing(
          "There is no map of data order × dropout: it needs scores of at least two pairs of"
            + " seeds in these two streams.")
      ]
    }
    return drawn.enumerated().map { index, grid in
      let name = drawn.count == 1 ? "heat-map" : "heat-map-\(index + 1)"
      return .figure(grid.figure(summary, name: name, scale: (low, high)))
    }
  }
}

/// The runs of one variant and initialization by their seeds of data order and dropout.
private struct SeedGrid {
  let variant: String
  let initialization: UInt64?
  let dataOrders: [UInt64]
  let dropouts: [UInt64]
  /// The spread of the average score, a row a data order; nil where no run has a score.
  let cells: [[Spread?]]

  private typealias Name = RandomStream.Name

  static func all(_ summary: StudySummary, variant: String) -> [SeedGrid] {
    let runs = summary.runs(of: variant)
    let initializations = runs.map { $0.seed(of: Name.initialization) }.uniqued()
    return initializations.sorted().map { initialization in
      let runs = runs.filter { $0.seed(of: Name.initialization) == initialization }
      func seeds(_ stream: Name) -> [UInt64] {
        runs.map { $0.seed(of: stream) }.uniqued().sorted()
      }
      let (orders, dropouts) = (seeds(.dataOrder), seeds(.dropout))
      let cells = orders.map { order in
        dropouts.map { dropout in
          Spread(
            runs.filter {
              $0.seed(of: Name.dataOrder) == order
                && $0.seed(of: Name.dropout) == dropout
            }.map(\.average))
        }
      }
      return SeedGrid(
        variant: variant, initialization: initialization, dataOrders: orders, dropouts: dropouts,
        cells: cells)
    }
  }

  func figure(_ summary: StudySummary, name: String, scale: (low: Double, high: Double)) -> Figure {
    let isFlat = scale.low == scale.high
    let low = 100 * scale.low - (isFlat ? 0.5 : 0)
    let high = 100 * scale.high + (isFlat ? 0.5 : 0)
    let columnLabels = dropouts.map(String.init)
    let rowLabels = dataOrders.map(String.init)
    let left = Figure.Frame.labels(rowLabels) + 42
    let cellWidth = (Figure.width - left - 100) / dropouts.count
    let longest = columnLabels.map(\.count).max() ?? 0
    let isRotated = 9 * longest > cellWidth
    let showsNumbers = cellWidth >= 40
    let frame = Figure.Frame(
      left: left, right: 100, top: 40, bottom: 62 + (isRotated ? 6 * longest : 0),
      inside: max(112, dataOrders.count * (dataOrders.count > 8 ? 32 : 64)))

    let rows = cells.enumerated().flatMap { y, row in
      row.enumerated().map { x, cell in
        [
          "\(x)", "\(y)", Numeral.exact(cell?.mean, empty: "?"),
          Numeral.hundredfold(cell?.mean), columnLabels[x], rowLabels[y],
          (100 * (cell?.mean ?? scale.low) - low) / (high - low) > 0.62 ? "1" : "0",
        ]
      }
    }
    var marks = [
      Mark.cells(0.48, 0.48),
      Mark.words(0, "1:2:(''):xticlabels(5):yticlabels(6)", color: "#000000"),
    ]
    if showsNumbers {
      marks += ["#000000", "#ffffff"].enumerated().map { isDark, color in
        Mark.words(0, "1:($7 == \(isDark) ? $2 : NaN):4", color: color)
      }
    }
    let measure = PlainText.plotted(summary.measure, limit: 40)
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
        Setting.corner("average, \(measure) × 100", right: 12, top: 16, frame),
      ], marks: marks,
      blocks: [
        Figure.Block(
          ["x", "y", "average", "label", "dropout", "data-order", "isDark"], rows: rows)
      ])
  }

  private func caption(_ summary: StudySummary, showsNumbers: Bool) -> String {
    let counts = cells.flatMap { $0.map { $0?.count ?? 0 } }
    let count = counts.reduce(0, +)
    var caption = "The average over \(Numeral.count(summary.tasks.count, "task")), × 100"
    if summary.variants.count > 1 { caption += ", of \(PlainText.visible(variant))" }
    if let initialization, summary.runs.contains(where: { isOther($0, initialization) }) {
      caption += ", initialization seed \(initialization)"
    }
    caption += "; n = \(Numeral.count(count, "run"))"
    caption += counts.allSatisfy { $0 <= 1 } ? ", one a cell." : ", cells are means."
    if counts.contains(0) { caption += " Empty cells have no scored run." }
    if !showsNumbers { caption += " The numbers are in the table of runs." }
    return caption + " Darker is higher; all maps of this page have one scale."
  }

  private func isOther(_ run: RunSummary, _ initialization: UInt64) -> Bool {
    run.seed(of: Name.initialization) != initialization
  }
}
