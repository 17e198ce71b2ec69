import Files
import Model
import Runs

/// A study's plan and price as text.
extension StudyPrice {
  /// Kinds of run, the whole, and warnings.
  public var text: String {
    let table = Table(
      columns: [
        Table.Column("kind", isNumeric: false), Table.Column("runs", isNumeric: true),
        Table.Column("steps a run", isNumeric: true), Table.Column("a step", isNumeric: true),
        Table.Column("a scoring", isNumeric: true), Table.Column("a run", isNumeric: true),
        Table.Column("disk a run", isNumeric: true),
      ],
      rows: kinds.map { kind in
        [
          kind.settings.isEmpty
            ? "all" : kind.settings.map { "\($0.key) \($0.value)" }.joined(separator: ", "),
          "\(kind.runs)", "\(kind.stepsPerRun)",
          Self.time(kind.stepSeconds) + " ± " + Self.time(kind.stepSpread / 2),
          Self.time(kind.scoringSeconds) + " ± " + Self.time(kind.scoringSpread / 2),
          ProgressLine.duration(kind.secondsPerRun), Numeral.size(kind.bytesPerRun),
        ].map { Table.Cell($0) }
      })
    let waiting = kinds.reduce(0) { $0 + $1.waiting }
    let runs = kinds.reduce(0) { $0 + $1.runs }
    let measured = kinds.map { "\($0.stepsMeasured) steps and \($0.scoringsMeasured) scorings" }
    return table.text
      + "each kind was measured here on \(Numeral.count(threads, "thread")), warm "
      + "(\(measured.uniqued().joined(separator: "; "))): median ± half the distance of the "
      + "quartiles; steps and scorings scaled by tokens\n"
      + "\(waiting) of \(Numeral.count(runs, "run")) to do: about \(ProgressLine.duration(wallSeconds))"
      + (jobs == 1
        ? "" : ", if \(jobs) runs side by side do not slow each other")
      + "; disk \(Numeral.size(bytes)) in the end, up to \(Numeral.size(peakBytes)) on the way\n"
  }

  /// What to look at before the study is run, a sentence each.
  public var warnings: [String] {
    guard isOverBudget else { return [] }
    return [
      "about \(ProgressLine.duration(wallSeconds)) is above the study's budget-minutes of "
        + "\(Numeral.exact(budgetMinutes, empty: "")); take fewer runs or steps, or raise the budget"
    ]
  }

  private static func time(_ seconds: Double) -> String {
    seconds >= 10
      ? Numeral.fixed(seconds, decimals: 1) + " s"
      : seconds >= 1
        ? Numeral.fixed(seconds, decimals: 2) + " s"
        : Numeral.fixed(1000 * seconds, decimals: seconds >= 0.1 ? 0 : 1) + " ms"
  }
}
