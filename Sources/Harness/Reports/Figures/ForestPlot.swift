import Decisions
import Files
import Statistics

/// The differences from the baseline with intervals that hold together: what a report of methods shows
/// first.
extension Drawing {
  /// The largest difference at the top; nil where nothing was compared.
  static func forest(_ summary: StudySummary, on canvas: Canvas) -> Drawing? {
    let shown = summary.forestRows
    guard let first = shown.first else { return nil }
    let rows = LabelRows(shown.map(\.label), canvas)
    let margin = summary.margin
    let kinds = Verdict.Kind.allCases.filter { kind in
      shown.contains { $0.comparison.verdict.kind == kind }
    }
    // Of one kind the caption says which.
    let lines = kinds.count > 1 ? kinds.count : 0
    let frame = Figure.Frame(
      canvas, left: rows.left, right: 24, legend: lines, inside: rows.height)
    let range = summary.forestRange
    let blocks = kinds.map { kind in
      Figure.Block(
        [
          "row", "difference", "lower", "upper",
          kind.words(margin: margin.map { Numeral.hundredfold($0) }),
        ],
        numbers: zip(shown, rows.middles).filter {
          $0.0.comparison.verdict.kind == kind
        }.map { row, middle in
          [
            middle, row.comparison.difference,
            max(row.comparison.simultaneous.lower, range.lower / 100),
            min(row.comparison.simultaneous.upper, range.upper / 100),
          ]
        })
    }
    return .figure(
      Figure(
        name: "forest", title: "Differences from the baseline",
        caption: caption(summary, first.comparison, shown.count)
          + (kinds.count == 1 && shown.count > 1
            ? " All are \(kinds[0].words(margin: margin.map { Numeral.hundredfold($0) }))." : ""),
        frame: frame,
        settings: rows.settings + (lines == 0 ? ["unset key"] : []) + [
          "set xrange [\(range.lower):\(range.upper)]",
          Setting.tics("x", (range.lower, range.upper), about: canvas == .narrow ? 5 : 9),
          Setting.x("difference from \(reference(first.comparison.baseline)) × 100"),
          Setting.upright("0", width: 1.4, color: "#444444"),
        ] + (margin.map { [Setting.band(-100 * $0, 100 * $0, color: "#e7efe0")] } ?? []),
        marks: kinds.enumerated().flatMap { place, kind in
          [
            Mark(
              .xerrorbars, place, "(100*$2):1:(100*$3):(100*$4)", kind.style, size: 0.9, width: 1.8,
              .heading(5))
          ] + (kind == .unresolved ? [Self.hollow(place)] : [])
        } + [LabelRows.names(kinds.count)],
        blocks: blocks + [rows.block(at: range.lower)]))
  }

  /// Covers the bar within a hollow mark.
  private static func hollow(_ block: Int) -> Mark {
    Mark(
      .points, block, "(100*$2):1", PlotStyle(color: "#ffffff", mark: 7), size: 0.65, width: 0.5)
  }

  /// The baseline by its name, where the axis has room for it.
  private static func reference(_ name: String) -> String {
    name.count <= 24 ? name : "the baseline"
  }

  private static func whole(_ summary: StudySummary) -> String {
    summary.tasks.count == 1 ? summary.averageWords : "the average"
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
      "Each method less \(PlainText.visible(first.baseline)) on \(whole(summary))"
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
      (own.task == Self.average ? own.method : own.method + ": " + own.task, own)
    }
  }

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
extension Verdict.Kind {
  fileprivate func words(margin: String?) -> String {
    switch self {
    case .better: Verdict.better.word(margin: margin)
    case .worse: Verdict.worse.word(margin: margin)
    case .noDifference: Verdict.noDifference.word(margin: margin)
    case .unresolved: Verdict.unresolved(furtherSeeds: nil).word(margin: margin)
    }
  }

  fileprivate var style: PlotStyle {
    switch self {
    case .better: PlotStyle(color: "#0072b2", mark: 7)
    case .worse: PlotStyle(color: "#d55e00", mark: 13)
    case .noDifference: PlotStyle(color: "#007a5a", mark: 5)
    case .unresolved: PlotStyle(color: "#555555", mark: 6)
    }
  }
}
