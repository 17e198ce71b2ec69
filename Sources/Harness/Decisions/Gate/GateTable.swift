import Files
import Statistics

extension Gate {
  /// The gate for a terminal: a table in points (× 100), the notes, and the verdict in a sentence.
  public var text: String {
    let table = Table(
      columns: [
        Table.Column("score", isNumeric: false), Table.Column("baseline", isNumeric: true),
        Table.Column("new", isNumeric: true), Table.Column("difference", isNumeric: true),
        Table.Column(levelWords, isNumeric: true), Table.Column("sees", isNumeric: true),
        Table.Column("noise", isNumeric: false), Table.Column("verdict", isNumeric: false),
      ],
      rows: entries.map { entry in
        [
          entry.name, Numeral.hundredfold(entry.baseline), Numeral.hundredfold(entry.new),
          Numeral.hundredfold(entry.difference), entry.interval.words,
          Numeral.hundredfold(entry.smallestDrop), entry.noise.rawValue, entry.verdictWords,
        ].map { Table.Cell($0) }
      })
    let counts =
      "\(Numeral.count(newRuns, "new run")), \(Numeral.count(baselineRuns, "recorded run")), "
      + "\(pairingWords); margin \(marginWords); scores × 100; 'sees' is the smallest drop found in "
      + "8 of 10 tries\n"
    return table.text + counts + notes.map { "note: \($0)\n" }.joined() + summary + "\n"
  }

  /// The verdict on all scores in one sentence.
  public var summary: String {
    func names(_ verdict: GateVerdict) -> String {
      let found = entries.filter { $0.verdict == verdict }
      return "\(found.count) of \(entries.count) (\(found.map(\.name).joined(separator: ", ")))"
    }
    switch verdict {
    case .holds where isIdentical: return "holds: the new runs are recorded ones, bit for bit"
    case .holds: return "holds: every \(levelWords) interval lies within ± \(marginWords)"
    case .regressed: return "regressed: \(names(.regressed))"
    case .improved:
      return "improved: \(names(.improved)); too good is suspicious: find out why, then record it"
    case .unresolved: return "unresolved: \(names(.unresolved))"
    }
  }

  /// The level of the intervals: `90 %`.
  var levelWords: String { Numeral.level(Self.levelWithin(level: level)) }

  /// `0.5 points`.
  var marginWords: String { Self.words(points: margin) }

  static func words(points: Double) -> String {
    Numeral.exact(points, empty: Numeral.none).replacing(/\.0$/, with: "")
      + (points == 1 ? " point" : " points")
  }

  var pairingWords: String {
    commonSeeds.map { "\(pairing) over \(Numeral.count($0, "common seed"))" } ?? "unpaired (Welch)"
  }
}

extension GateEntry {
  /// Task and statistic: `STS12 Spearman`.
  public var name: String { "\(task) \(statisticName)" }

  var statisticName: String { "\(statistic.prefix(1).uppercased())\(statistic.dropFirst())" }

  /// The verdict, and what would resolve it: `unresolved: about 7 more runs`.
  var verdictWords: String { verdict.rawValue + (need.map { ": \($0.words)" } ?? "") }
}

extension GateNeed {
  /// What is needed, in words.
  public var words: String {
    if let moreRuns { return "about \(Numeral.count(moreRuns, "more run"))" }
    if let moreRunsOnEachSide {
      return "about \(Numeral.count(moreRunsOnEachSide, "more run")) on each side"
    }
    if let pairs { return "about \(Numeral.grouped(pairs)) pairs, or runs under more seeds" }
    return "no feasible number of runs would"
  }
}

extension GateBaseline {
  /// What was recorded, for a terminal, in points (× 100).
  public var text: String {
    var rows: [(name: String, pairs: Int?, score: Score?)] = []
    for task in tasks {
      rows.append(("\(task.name) Spearman", task.pairs, task.spearman))
      rows.append(("\(task.name) Pearson", task.pairs, task.pearson))
    }
    if let average {
      rows.append(("average Spearman", nil, average.spearman))
      rows.append(("average Pearson", nil, average.pearson))
    }
    return Table(
      columns: [
        Table.Column("score", isNumeric: false), Table.Column("pairs", isNumeric: true),
        Table.Column("mean", isNumeric: true), Table.Column("over seeds", isNumeric: true),
        Table.Column("over pairs", isNumeric: true),
      ],
      rows: rows.compactMap { row in
        guard let score = row.score else { return nil }
        return [
          row.name, row.pairs.map(String.init) ?? Numeral.none,
          Numeral.hundredfold(score.mean), Numeral.hundredfold(score.deviation),
          Numeral.hundredfold(score.pairDeviation),
        ].map { Table.Cell($0) }
      }
    ).text
      + "\(Numeral.count(runs.count, "run")); margin \(Gate.words(points: margin)); scores × 100; "
      + "deviations over seeds (of a run) and over resampled pairs (of the mean)\n"
      + (imported.map { "note: \($0)\n" } ?? "")
  }
}
