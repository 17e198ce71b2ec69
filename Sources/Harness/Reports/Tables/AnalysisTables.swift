import Decisions
package import Files
import Statistics

/// The tables of what statistics say: shares of variance, comparisons, and seeds needed.
extension Table {
  /// The share of each part of the variance with its interval, in percent, tasks down.
  package static func shares(of summary: StudySummary, variant: String) -> Table? {
    let shares = summary.analysis.shares.filter {
      $0.variant == variant && summary.shownColumns.contains($0.task)
    }
    guard let parts = shares.first?.parts.map(\.name) else { return nil }
    let columns =
      [Column("task", isNumeric: false)] + parts.map { Column($0, isNumeric: true) }
      + [Column("deviation × 100", isNumeric: true)]
    let rows = shares.map { share in
      let cells = parts.map { name -> Cell in
        guard let part = share.parts.first(where: { $0.name == name }), let value = part.share
        else { return Cell(Numeral.none) }
        return Cell(Numeral.percent(value), detail: part.interval.map(percents))
      }
      let total = share.parts.reduce(0) { $0 + max(0, $1.variance) }
      return [Cell(share.task)] + cells + [Cell(Numeral.hundredfold(total.squareRoot()))]
    }
    return Table(columns: columns, rows: rows)
  }

  private static func percents(_ interval: Interval) -> String {
    "\(Numeral.percent(interval.lower)) to \(Numeral.percent(interval.upper))"
  }

  /// Every method against the baseline on the average, and on each task for a method without one; nil
  /// where none was compared, or the study's rule compares all: its own table then shows them.
  ///
  /// - Inputs: `isShown`, which methods.
  package static func comparisons(
    of summary: StudySummary, isShown: (String) -> Bool = { _ in true }
  ) -> Table? {
    let analysis = summary.analysis
    let isRuled = summary.ruling != nil
    let all = summary.averagesOrTasks.filter { !isRuled || $0.task != StudySummary.average }
    let shown = all.filter { isShown($0.method) }
    guard !shown.isEmpty else { return nil }
    let hasTasks = all.contains { $0.task != StudySummary.average }
    let columns =
      (["method"] + (hasTasks ? ["of"] : [])).map { Column($0, isNumeric: false) }
      + ["difference × 100", "\(analysis.percent) interval", "p", "p by Holm", "seeds won", "n"]
      .map { Column($0, isNumeric: true) } + [Column("verdict", isNumeric: false)]
    let rows = shown.map { comparison -> [Cell] in
      let wins =
        comparison.task == StudySummary.average
        ? analysis.wins(comparison.method, above: comparison.baseline) : nil
      return [Cell(comparison.method)] + (hasTasks ? [Cell(comparison.task)] : []) + [
        Cell(Numeral.signedHundredfold(comparison.difference)),
        Cell(comparison.intervalWords),
        Cell(Numeral.chance(comparison.p)), Cell(Numeral.chance(comparison.adjustedP)),
        Cell(wins ?? Numeral.none),
        Cell("\(comparison.count)"),
        Cell(comparison.pageWords(analysis)),
      ]
    }
    return Table(columns: columns, rows: rows)
  }

  /// The seeds that show a difference with a chance of 50, 80 and 90 %.
  package static func plan(of summary: StudySummary) -> Table? {
    guard let plan = PlannedSeeds(summary) else { return nil }
    let columns =
      [Column("true difference × 100", isNumeric: true)]
      + PlannedSeeds.chances.map {
        Column("common seeds for \(Numeral.level($0))", isNumeric: true)
      }
    let rows = plan.plans.map { seedPlan in
      [Cell(PlannedSeeds.points(seedPlan.difference))]
        + PlannedSeeds.chances.map { chance in
          Cell(
            seedPlan.seeds(power: chance, most: PlannedSeeds.most).map(Numeral.grouped)
              ?? "> \(Numeral.grouped(PlannedSeeds.most))")
        }
    }
    return Table(columns: columns, rows: rows)
  }
}

extension StudyAnalysis {
  /// The chance that a run of one method scores above a run of another, as far as it was counted.
  package func probability(_ a: String, above b: String) -> Double? {
    if let found = superiorities.first(where: { $0.a == a && $0.b == b }) {
      return found.probability
    }
    return superiorities.first { $0.a == b && $0.b == a }.map { 1 - $0.probability }
  }
}

extension StudyAnalysis {
  /// How often a method scores above another, as far as that was counted: `4/5` under common seeds, and
  /// of runs that share none the share, `0.84`.
  package func wins(_ a: String, above b: String) -> String? {
    guard
      let found = superiorities.first(where: {
        ($0.a == a && $0.b == b) || ($0.a == b && $0.b == a)
      })
    else { return nil }
    return found.wins(of: a)
  }
}

extension MethodSuperiority {
  /// Ties are halves: `3.5/5`.
  func wins(of method: String) -> String {
    let chance = method == a ? probability : 1 - probability
    guard isPaired else { return Numeral.fixed(chance, decimals: 2) }
    let halves = (2 * chance * Double(count)).rounded()
    let isWhole = halves.truncatingRemainder(dividingBy: 2) == 0
    return Numeral.fixed(halves / 2, decimals: isWhole ? 0 : 1) + "/\(count)"
  }
}

extension StudySummary {
  /// The method that others are compared with.
  package var baseline: String? { analysis.rule.baseline ?? variants.first }

  /// What the column of verdicts says of a method; where it is unresolved, with its interval.
  package func verdict(on variant: String) -> Table.Cell {
    if variant == baseline { return Table.Cell("baseline") }
    guard let own = averages.first(where: { $0.method == variant }) else {
      return Table.Cell(Numeral.none)
    }
    let words = own.pageWords(analysis)
    guard case .unresolved = own.verdict else { return Table.Cell(words) }
    return Table.Cell(words, detail: "(\(own.intervalWords))")
  }
}

extension StudySummary {
  /// A method's comparison on the average or, where it has none, those on its tasks.
  package var averagesOrTasks: [BaselineComparison] {
    let all = comparisons
    let averaged = Set(
      all.filter { $0.task == Self.average }.map(\.method))
    return variants.flatMap { method in
      all.filter {
        $0.method == method && ($0.task == Self.average) == averaged.contains(method)
      }
    }
  }
}
