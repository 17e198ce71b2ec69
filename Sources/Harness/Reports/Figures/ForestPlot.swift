import Decisions
import Files
import Statistics

/// The differences from the baseline with intervals that hold together: what a report of methods shows
/// first.
extension Drawing {
  /// The largest difference at the top; nil where nothing was compared.
  static func forest(_ summary: StudySummary) -> Drawing? {
    let shown = summary.forestRows
    guard let first = shown.first else { return nil }
    let rows = ForestRows(shown.map(\.label))
    let margin = summary.margin
    let kinds = ForestKind.allCases.filter { kind in
      shown.contains { ForestKind($0.comparison.verdict) == kind }
    }
    let frame = Figure.Frame(
      left: Figure.Frame.labels(rows.lines.map(\.words)), right: 24, legend: kinds.count,
      inside: rows.height)
    let range = summary.forestRange
    let blocks = kinds.map { kind in
      Figure.Block(
        [
          "row", "difference", "lower", "upper",
          kind.words(margin: margin.map { Numeral.hundredfold($0) }),
        ],
        numbers: zip(shown, rows.middles).filter {
          ForestKind($0.0.comparison.verdict) == kind
        }.map { row, middle in
          [
            middle, row.comparison.difference,
            max(row.comparison.simultaneous.lower, range.lower / 100),
            min(row.comparison.simultaneous.upper, range.upper / 100),
          ]
        })
    }
    let names = Figure.Block(
      ["place", "row", "method"],
      rows: rows.lines.map { [range.lower.description, $0.place.description, $0.words] })
    return .figure(
      Figure(
        name: "forest", title: "Differences from the baseline",
        caption: caption(summary, first.comparison, shown.count), frame: frame,
        settings: [
          "set xrange [\(range.lower):\(range.upper)]", "set yrange [\(rows.height):0]",
          "set border 1", "unset ytics", "set bars small", Setting.grid("x"),
          Setting.x("difference from the baseline × 100"),
          Setting.upright("0", width: 1.4, color: "#444444"),
        ] + (margin.map { [Setting.band(-100 * $0, 100 * $0, color: "#e7efe0")] } ?? []),
        marks: kinds.enumerated().flatMap { place, kind in
          [
            Mark(
              .xerrorbars, place, "(100*$2):1:(100*$3):(100*$4)", kind.style, size: 0.9, width: 1.8,
              .heading(5))
          ] + (kind == .open ? [Self.hollow(place)] : [])
        } + [.words(kinds.count, "1:2:3", color: "#222222", at: "right offset -0.6,0")],
        blocks: blocks + [names]))
  }

  /// Covers the bar within a hollow mark.
  private static func hollow(_ block: Int) -> Mark {
    Mark(
      .points, block, "(100*$2):1", PlotStyle(color: "#ffffff", mark: 7), size: 0.65, width: 0.5)
  }

  private static func caption(
    _ summary: StudySummary, _ first: BaselineComparison, _ count: Int
  ) -> String {
    let isOfTasks = summary.forestRows.contains { $0.comparison.task != StudySummary.average }
    let error =
      summary.ruling.map {
        $0.following == nil ? "over seeds and sentence pairs" : "over seeds at every look"
      } ?? "over seeds"
    let levels = Set(summary.forestRows.map(\.comparison.simultaneous.level)).sorted()
      .map { Numeral.level($0) }
    let together =
      count > 1
      ? " The bars are intervals \(error) that hold together\(isOfTasks ? " in a column" : ""): each at"
        + " \(levels.joined(separator: ", ")), so that all\(isOfTasks ? " of a column" : "") hold at"
        + " \(summary.analysis.percent). Verdicts follow Holm's steps, which may resolve a difference"
        + " whose bar still reaches zero."
      : " The bar is its \(summary.analysis.percent) interval \(error)."
    let band =
      summary.margin.map {
        " The band is the margin, ±\u{A0}\(Numeral.hundredfold($0)) points: a bar within it is no"
          + " difference that matters."
      } ?? ""
    return
      "Each method less \(PlainText.visible(first.baseline)) on the average"
      + (isOfTasks ? ", or on a task where it has no average," : "") + " in points, the largest"
      + " difference at the top." + together + band
  }
}

extension StudySummary {
  /// The comparisons that the forest plot shows, from the largest difference on, with their labels.
  package var forestRows: [(label: String, comparison: BaselineComparison)] {
    averagesOrTasks.enumerated().sorted {
      ($1.element.difference, $0.offset) < ($0.element.difference, $1.offset)
    }.map { _, own in
      let name = PlainText.plotted(own.method, limit: Self.longestName)
      return (
        own.task == Self.average ? name : name + ": " + PlainText.plotted(own.task, limit: 40), own
      )
    }
  }

  /// Longer names than any that a label has room for.
  private static let longestName = 200

  /// From the lowest to the highest that the forest plot shows, in points, zero and the margin with them.
  fileprivate var forestRange: (lower: Double, upper: Double) {
    let margin = 100 * (self.margin ?? 0)
    // A bar without an end, as of few seeds, goes to the border.
    let ends = averagesOrTasks.flatMap {
      [$0.difference, $0.simultaneous.lower, $0.simultaneous.upper]
    }
    .filter(\.isFinite)
    let lower = ends.reduce(-margin) { min($0, 100 * $1) }
    let upper = ends.reduce(margin) { max($0, 100 * $1) }
    let room = max(0.04 * (upper - lower), 0.01)
    return (lower - room, upper + room)
  }
}

/// What a row's mark says, in the order of the legend.
private enum ForestKind: CaseIterable {
  case better, worse, none, open

  init(_ verdict: Verdict) {
    switch verdict {
    case .better: self = .better
    case .worse: self = .worse
    case .noDifference: self = .none
    case .unresolved: self = .open
    }
  }

  func words(margin: String?) -> String {
    switch self {
    case .better: Verdict.better.word(margin: margin)
    case .worse: Verdict.worse.word(margin: margin)
    case .none: Verdict.noDifference.word(margin: margin)
    case .open: Verdict.unresolved(furtherSeeds: nil).word(margin: margin)
    }
  }

  var style: PlotStyle {
    switch self {
    case .better: PlotStyle(color: "#0072b2", mark: 7)
    case .worse: PlotStyle(color: "#d55e00", mark: 13)
    case .none: PlotStyle(color: "#007a5a", mark: 5)
    case .open: PlotStyle(color: "#555555", mark: 6)
    }
  }
}

/// Where rows lie whose labels take as many lines as they need, in pixels from the top.
private struct ForestRows {
  /// The middle of each row.
  private(set) var middles: [Double] = []
  private(set) var lines: [(place: Double, words: String)] = []
  private(set) var height = 0

  private static let lineHeight = 17
  private static let least = 26

  init(_ labels: [String]) {
    for label in labels {
      let own = Self.lines(label)
      let room = max(Self.least, Self.lineHeight * own.count + 10)
      let middle = Double(height) + Double(room) / 2
      for (place, words) in own.enumerated() {
        let shift = Double(place) - Double(own.count - 1) / 2
        lines.append((middle + shift * Double(Self.lineHeight), words))
      }
      middles.append(middle)
      height += room
    }
  }

  /// A label in lines of at most so many characters, broken after a mark or a blank where there is one.
  private static func lines(_ label: String, most: Int = 24) -> [String] {
    var rest = label[...]
    var lines: [String] = []
    while rest.count > most {
      let head = rest.prefix(most)
      let end =
        head.indices.last { " -+,;:/_·".contains(head[$0]) && $0 > head.startIndex }
        .map { head.index(after: $0) } ?? head.endIndex
      lines.append(rest[..<end].trimmingPrefix(" ").description)
      rest = rest[end...]
    }
    return lines + [rest.trimmingPrefix(" ").description]
  }
}
