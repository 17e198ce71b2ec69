/// The tables of a study: means by task, every run, and the file of raw scores.
extension Table {
  /// Mean ± standard deviation, methods down and tasks across, × 100.
  ///
  /// A cell whose count differs from its row's says so.
  public static func means(of summary: StudySummary) -> Table {
    let spreads = summary.variants.map { variant in
      let runs = summary.runs(of: variant)
      return summary.columns.indices.map { column in Spread(runs.map { $0.columns[column] }) }
    }
    let columns =
      [Column("method", isNumeric: false)]
      + summary.columns.map { Column($0, isNumeric: true) } + [Column("n", isNumeric: true)]
    var rows: [[Cell]] = []
    if let untrained = summary.untrainedScores {
      rows.append(
        [Cell("before training")] + untrained.map { Cell(Numeral.hundredfold($0)) }
          + [Cell(Numeral.none)])
    }
    for (variant, cells) in zip(summary.variants, spreads) {
      let count = summary.runs(of: variant).count
      rows.append(
        [Cell(variant)] + cells.map { cell($0, of: count) } + [Cell("\(count)")])
    }
    return Table(columns: columns, rows: rows)
  }

  private static func cell(_ spread: Spread?, of count: Int) -> Cell {
    guard let spread else { return Cell(Numeral.none) }
    let deviation = spread.deviation.map { "± \(Numeral.hundredfold($0))" }
    let note = spread.count == count ? nil : "(n = \(spread.count))"
    let detail = [deviation, note].compactMap { $0 }.joined(separator: " ")
    return Cell(Numeral.hundredfold(spread.mean), detail: detail.isEmpty ? nil : detail)
  }

  /// Every run with its seeds and its scores × 100; columns that would say nothing are left out.
  public static func runs(of summary: StudySummary) -> Table {
    let hasMethods = summary.variants.count > 1
    let hasDiverged = summary.runs.contains { $0.divergedAtStep != nil }
    let columns =
      [Column("run", isNumeric: false)]
      + (hasMethods ? [Column("method", isNumeric: false)] : [])
      + (summary.streams + summary.columns).map { Column($0, isNumeric: true) }
      + (hasDiverged ? [Column("diverged at step", isNumeric: true)] : [])
    let rows = summary.runs.map { run in
      [Cell(run.id)] + (hasMethods ? [Cell(run.variant)] : [])
        + summary.streams.map { Cell(run.seed(of: $0).map(String.init) ?? Numeral.none) }
        + run.columns.map { Cell(Numeral.hundredfold($0)) }
        + (hasDiverged ? [Cell(run.divergedAtStep.map(String.init) ?? Numeral.none)] : [])
    }
    return Table(columns: columns, rows: rows)
  }

  /// Every run with its seeds and its raw scores in full decimals, as comma-separated values.
  package static func scoreFile(of summary: StudySummary) -> String {
    let headings =
      ["run", "variant"] + summary.streams.map { "seed:\($0)" } + summary.columns
      + ["diverged-at-step"]
    let rows = summary.runs.map { run in
      [run.id, run.variant]
        + summary.streams.map { run.seed(of: $0).map(String.init) ?? "" }
        + run.columns.map { Numeral.exact($0, empty: "") }
        + [run.divergedAtStep.map(String.init) ?? ""]
    }
    return ([headings] + rows)
      .map { $0.map(PlainText.csv).joined(separator: ",") + "\n" }.joined()
  }
}
