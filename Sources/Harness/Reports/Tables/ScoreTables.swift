import Decisions
public import Files
import Model
import Statistics

/// The tables of scores: the methods as a thesis shows them, every run, and the files of both.
extension Table {
  /// Mean ± standard deviation, methods down and tasks across, × 100, with what others have
  /// published below the method it belongs to, and the verdict on the average.
  ///
  /// A cell whose count differs from its row's says so. Where a kind of dropout is trained, a column
  /// shows the parameters it adds.
  public static func means(of summary: StudySummary) -> Table {
    means(of: summary, variants: summary.variants, hasUntrained: true)
  }

  /// - Inputs: `variants`, the methods shown; `hasUntrained`, whether the encoder before training is.
  package static func means(
    of summary: StudySummary, variants: [String], hasUntrained: Bool
  ) -> Table {
    let isCompared = !summary.analysis.comparisons.isEmpty
    let hasAdded = summary.runs.contains { $0.addedParameters ?? 0 > 0 }
    func ends(_ count: Cell, _ added: Cell, _ verdict: Cell) -> [Cell] {
      [count] + (hasAdded ? [added] : []) + (isCompared ? [verdict] : [])
    }
    let shown = summary.shownColumns
    let columns =
      [Column("method", isNumeric: false)]
      + shown.map { Column($0, isNumeric: true) } + [Column("n", isNumeric: true)]
      + (hasAdded ? [Column("parameters added", isNumeric: true)] : [])
      + (isCompared
        ? [Column(shown.count > 1 ? "verdict on the average" : "verdict", isNumeric: false)] : [])
    let (none, empty) = (Cell(Numeral.none), Cell(""))
    var rows: [[Cell]] = []
    var sources: [String] = []
    func addPublished(beside name: String) {
      for (name, scores) in summary.published(beside: name) {
        let counts = scores.compactMap(\.runs).uniqued()
        rows.append(
          [Cell(name, detail: "(published\(mark(scores[0].place, in: &sources)))")]
            + shown.map { column in cell(scores.first { $0.task == column }) }
            + ends(counts.count == 1 ? Cell("\(counts[0])") : none, none, empty))
      }
    }
    if hasUntrained, let untrained = summary.untrainedScores {
      let name = StudySummary.beforeTraining
      rows.append(
        [Cell(name)] + shown.indices.map { Cell(Numeral.hundredfold(untrained[$0])) }
          + ends(none, none, empty))
      addPublished(beside: name)
    }
    for variant in variants {
      let runs = summary.runs(of: variant)
      let cells = shown.indices.map { column in
        cell(Spread(runs.map { $0.columns[column] }), of: runs.count)
      }
      rows.append(
        [Cell(variant)] + cells
          + ends(Cell("\(runs.count)"), Cell(added(runs)), summary.verdict(on: variant)))
      addPublished(beside: variant)
    }
    var table = Table(columns: columns, rows: rows)
    table.notes = sources
    return table
  }

  /// The mark of a source among the notes of a table, which it joins where it is new.
  static func mark(_ source: String, in notes: inout [String]) -> String {
    if !notes.contains(source) { notes.append(source) }
    return mark((notes.firstIndex(of: source) ?? 0) + 1)
  }

  /// What a method's dropout adds, or from least to most where its runs differ.
  private static func added(_ runs: [RunSummary]) -> String {
    let counts = Set(runs.map { $0.addedParameters ?? 0 }).sorted()
    return counts.map(Numeral.grouped).joined(separator: ", ")
  }

  private static func cell(_ spread: Spread?, of count: Int) -> Cell {
    guard let spread else { return Cell(Numeral.none) }
    let deviation = spread.deviation.map { "± \(Numeral.hundredfold($0))" }
    let note = spread.count == count ? nil : "(n = \(spread.count))"
    let detail = [deviation, note].compactMap { $0 }.joined(separator: " ")
    return Cell(Numeral.hundredfold(spread.mean), detail: detail.isEmpty ? nil : detail)
  }

  private static func cell(_ score: PublishedScore?) -> Cell {
    guard let score else { return Cell(Numeral.none) }
    return Cell(
      Numeral.fixed(score.mean, decimals: 2),
      detail: score.deviation.map { "± \(Numeral.fixed($0, decimals: 2))" })
  }

  /// Every run with its seeds and its scores × 100; columns that would say nothing are left out.
  public static func runs(of summary: StudySummary) -> Table {
    let hasMethods = summary.variants.count > 1
    let streams = RandomStream.Name.allCases.filter { stream in
      summary.runs.contains { $0.seed(of: stream) != summary.runs[0].seed(of: stream) }
    }
    let hasDiverged = summary.runs.contains { $0.divergedAtStep != nil }
    let hasGeometry = summary.runs.contains { $0.alignment != nil && $0.uniformity != nil }
    let columns =
      [Column("run", isNumeric: false)]
      + (hasMethods ? [Column("method", isNumeric: false)] : [])
      + (streams.map(\.rawValue) + summary.shownColumns).map { Column($0, isNumeric: true) }
      + (hasGeometry ? ["alignment", "uniformity"].map { Column($0, isNumeric: true) } : [])
      + (hasDiverged ? [Column("diverged at step", isNumeric: true)] : [])
    let rows = summary.runs.map { run in
      [Cell(run.id)] + (hasMethods ? [Cell(run.variant)] : [])
        + streams.map { Cell(run.seedText(of: $0) ?? Numeral.none) }
        + summary.shownColumns.indices.map { Cell(Numeral.hundredfold(run.columns[$0])) }
        + (hasGeometry ? [run.alignment, run.uniformity].map { Cell(geometry($0)) } : [])
        + (hasDiverged ? [Cell(run.divergedAtStep.map(String.init) ?? Numeral.none)] : [])
    }
    return Table(columns: columns, rows: rows)
  }

  private static func geometry(_ value: Double?) -> String {
    value.map { Numeral.fixed($0, decimals: 3) } ?? Numeral.none
  }
}

/// The files of comma-separated values, in full decimals.
extension Table {
  /// Every run with its seeds and its raw scores.
  package static func scoreFile(of summary: StudySummary) -> String {
    let headings =
      ["run", "variant"] + RandomStream.Name.allCases.map { "seed:\($0.rawValue)" }
      + summary.columns
      + ["alignment", "uniformity", "diverged-at-step"]
    let rows = summary.runs.map { run in
      [run.id, run.variant]
        + RandomStream.Name.allCases.map { run.seedText(of: $0) ?? "" }
        + (run.columns + [run.alignment, run.uniformity]).map { Numeral.exact($0, empty: "") }
        + [run.divergedAtStep.map(String.init) ?? ""]
    }
    return csv([headings] + rows)
  }

  /// A line a method and task: mean, deviation, the comparison, and what is published.
  package static func methodFile(of summary: StudySummary) -> String {
    let headings = [
      "method", "task", "n", "mean", "deviation", "baseline", "common-seeds", "difference",
      "lower", "upper", "lower-of-all", "upper-of-all", "p", "adjusted-p", "verdict",
      "published-as",
      "published-mean-x100",
      "published-deviation-x100", "published-n", "source",
    ]
    var rows: [[String]] = []
    let comparisons = summary.comparisons
    for variant in summary.variants {
      let runs = summary.runs(of: variant)
      for (column, task) in summary.columns.enumerated() {
        let spread = Spread(runs.map { $0.columns[column] })
        let own =
          [variant, task, "\(spread?.count ?? 0)"]
          + [spread?.mean, spread?.deviation].map { Numeral.exact($0, empty: "") }
        let compared = fields(
          comparisons.first { $0.method == variant && $0.task == task }, summary.analysis)
        let published = summary.published(beside: variant).flatMap(\.scores)
          .filter { $0.task == task }
        rows.append(own + compared + fields(published.first))
        rows += published.dropFirst().map {
          [variant, task] + [String](repeating: "", count: 13) + fields($0)
        }
      }
    }
    return csv([headings] + rows)
  }

  private static func fields(_ comparison: BaselineComparison?, _ analysis: StudyAnalysis)
    -> [String]
  {
    guard let comparison else { return [String](repeating: "", count: 10) }
    let numbers = [
      comparison.difference, comparison.interval.lower, comparison.interval.upper,
      comparison.simultaneous.lower, comparison.simultaneous.upper, comparison.p,
      comparison.adjustedP,
    ]
    return [comparison.baseline, "\(comparison.count)"] + numbers.map(\.description)
      + [comparison.pageWords(analysis)]
  }

  private static func fields(_ score: PublishedScore?) -> [String] {
    guard let score else { return [String](repeating: "", count: 5) }
    return [
      score.method, score.mean.description, score.deviation?.description ?? "",
      score.runs.map(String.init) ?? "", score.place,
    ]
  }

  private static func csv(_ rows: [[String]]) -> String {
    rows.map { $0.map(PlainText.csv).joined(separator: ",") + "\n" }.joined()
  }
}
