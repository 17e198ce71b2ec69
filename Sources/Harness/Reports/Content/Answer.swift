package import Decisions
import Files
package import Model
import Statistics

/// What a study says to its question, and what would change it, in plain sentences.
package struct Answer {
  let runs: [RunSummary]
  let tasks: [String]
  let analysis: StudyAnalysis
  /// The study's own rule where it says what the averages are compared for.
  let ruling: StudyVerdict?
  let untrained: Double?
  let compute: Compute

  package init(
    runs: [RunSummary], tasks: [String], analysis: StudyAnalysis, decisions: [StudyVerdict],
    untrained: Double?, compute: Compute
  ) {
    self.runs = runs
    self.tasks = tasks
    self.analysis = analysis
    ruling = analysis.ruling(decisions)
    self.untrained = untrained
    self.compute = compute
  }

  private var rule: StudyAnalysis.Rule { analysis.rule }
  private var variants: [String] { runs.map(\.variant).uniqued() }

  /// The answer; nil where no run has a score.
  package var sentence: String? {
    variants.count > 1
      ? (comparison ?? training) : [shares, training].compactMap { $0 }.joinedOrNil
  }

  /// What would change the answer; nil where nothing is answered.
  package var outlook: String? {
    guard sentence != nil else { return nil }
    return variants.count > 1 ? comparisonOutlook : sharesOutlook
  }

  // MARK: One method

  private var share: VarianceShare? { variants.first.flatMap(analysis.averageShare) }

  private var shares: String? {
    guard let share, share.parts.contains(where: { $0.share != nil }) else { return nil }
    let parts = share.parts.enumerated().map { index, part in
      let name = part.name == "remainder" ? "what is left" : part.name
      let level = index == 0 ? "\(analysis.percent) interval " : ""
      let interval = part.interval.map { " (\(level)\(Self.range($0)))" } ?? ""
      return "\(name)\(index == 0 ? " brings" : "") \(Self.percent(part.share ?? 0))\(interval)"
    }
    let text =
      "Of the variance of the average score between runs, \(Self.list(parts)). "
    let names = share.parts.filter { $0.name != "remainder" && !$0.name.contains("×") }
    guard let largest = names.max(by: { ($0.share ?? 0) < ($1.share ?? 0) }),
      let own = largest.interval
    else { return text }
    let others = names.filter { $0.name != largest.name }
    if others.allSatisfy({ Self.isBelow($0, own) }) {
      return text + "The intervals do not meet: \(largest.name) moves the score most."
    }
    let apart = names.flatMap { upper in
      names.compactMap { lower -> String? in
        guard let interval = upper.interval, Self.isBelow(lower, interval) else { return nil }
        return "\(upper.name) moves the score more than \(lower.name)"
      }
    }
    guard !apart.isEmpty else {
      return text
        + "The intervals overlap, so these runs do not settle which moves the score most."
    }
    return text + "By intervals that do not meet, \(Self.list(apart)); other intervals overlap, so "
      + "these runs do not settle which moves it most."
  }

  private static func isBelow(_ part: VarianceShare.Part, _ interval: Interval) -> Bool {
    (part.interval?.upper ?? 1) < interval.lower
  }

  private var training: String? {
    let scored = runs.filter { $0.average != nil }
    guard let after = try? mean(scored.compactMap(\.average)) else { return nil }
    let deviation = try? standardDeviation(scored.compactMap(\.average))
    let spread =
      deviation.map {
        ", with a standard deviation of \(Numeral.hundredfold($0)) over n ="
          + " \(Numeral.count(scored.count, "run"))"
      } ?? " in one run"
    guard let untrained else {
      return "The average score is \(Numeral.hundredfold(after))\(spread)."
    }
    let verb = after < untrained ? "lowered" : "raised"
    return "Training \(verb) the average score from \(Numeral.hundredfold(untrained)) to"
      + " \(Numeral.hundredfold(after))\(spread)."
  }

  private var sharesOutlook: String? {
    guard let share, let variant = variants.first else { return analysis.unsplit.first }
    let factors = SeedFactors(runs.filter { $0.variant == variant && $0.average != nil })
    let seeds = zip(factors.names, factors.counts).map {
      "\($1) \($1 == 1 ? "seed" : "seeds") of \($0)"
    }
    let widest = share.parts.compactMap { $0.interval?.halfWidth }.max() ?? 0
    let text =
      "More seeds: \(Self.list(seeds)) leave a share's interval up to"
      + " \(Numeral.percent(2 * widest)) percentage points wide."
    guard share.parts.count == 3, share.parts[2].name == "remainder" else { return text }
    if widest <= Self.narrow {
      return text + " That is narrow; other data, models or settings may still differ."
    }
    return text + forecast(share)
  }

  /// Half the length of an interval that needs no more seeds.
  private static let narrow = 0.1

  /// How many seeds would separate the two factors, and how many would make every interval narrow.
  private func forecast(_ share: VarianceShare) -> String {
    let forecast = ShareForecast(
      variances: share.parts.map(\.variance), rule: rule, compute: compute)
    let apart = forecast.seeds { $0[0].upper < $0[1].lower || $0[1].upper < $0[0].lower }
    let narrow = forecast.seeds { $0.allSatisfy { $0.halfWidth <= Self.narrow } }
    let most = "more than \(ShareForecast.tried.last ?? 0)"
    func size(_ seeds: Int?) -> String {
      seeds.map { "\($0) × \($0) runs" } ?? "\(most) seeds of each"
    }
    return " If the shares are as estimated, it takes \(size(apart)) to separate the intervals of"
      + " \(share.parts[0].name) and \(share.parts[1].name), and \(size(narrow)) to bring every"
      + " share within ±\u{A0}\(Numeral.percent(Self.narrow)) points."
  }

  // MARK: Several methods

  private var averages: [BaselineComparison] { analysis.averages(by: ruling) }

  private var comparison: String? {
    guard let first = averages.first else { return nil }
    let over = "the average over \(Numeral.count(tasks.count, "task"))"
    func numbers(_ comparison: BaselineComparison) -> String {
      "\(Numeral.signedHundredfold(comparison.difference)) points, \(analysis.percent)"
        + " interval \(Numeral.hundredfold(comparison.interval.lower)) to"
        + " \(Numeral.hundredfold(comparison.interval.upper)), n = \(comparison.count)"
    }
    let holm = averages.count > 1 ? "Holm's adjustment for \(averages.count) methods" : ""
    let family =
      ruling == nil
      ? (holm.isEmpty ? "" : ", by \(holm)")
      : ", by the study's rule (\(ruling?.errorWords ?? "")\(holm.isEmpty ? "" : ", \(holm)"))"
    let against = "Against \(first.baseline) on \(over)\(family): "
    guard averages.count <= Self.mostInWords else { return against + groups() + "." }
    let sentences = averages.map { comparison in
      switch comparison.verdict {
      case .better: "\(comparison.method) is better (\(numbers(comparison)))"
      case .worse: "\(comparison.method) is worse (\(numbers(comparison)))"
      case .noDifference:
        "\(comparison.method) has "
          + "\(comparison.word(analysis)) (\(numbers(comparison)))"
      case .unresolved: "\(comparison.method) is unresolved (\(numbers(comparison)))"
      }
    }
    return against + sentences.joined(separator: "; ") + "."
  }

  /// As many methods as a sentence lists one by one; of more it lists groups.
  private static let mostInWords = 6

  /// The methods by verdict, the largest differences first.
  private func groups() -> String {
    let sorted = averages.sorted { abs($0.difference) > abs($1.difference) }
    func group(_ words: String, _ isIn: (Verdict) -> Bool) -> String? {
      let own = sorted.filter { isIn($0.verdict) }.map {
        "\($0.method) \(Numeral.signedHundredfold($0.difference))"
      }
      return own.isEmpty
        ? nil : "\(own.count) \(own.count == 1 ? "is" : "are") \(words) (\(Self.list(own)))"
    }
    let parts = [
      group("better") { $0 == .better }, group("worse") { $0 == .worse },
      group(
        averages.allSatisfy { $0.statedMargin(analysis) == nil }
          ? "the same in every run"
          : "within ±\u{A0}\(averages.lazy.compactMap { $0.statedMargin(analysis) }.first ?? "")"
      ) { $0 == .noDifference },
      group("unresolved") { if case .unresolved = $0 { true } else { false } },
    ]
    return parts.compactMap { $0 }.joined(separator: "; ")
  }

  private var comparisonOutlook: String? {
    guard !averages.isEmpty else { return analysis.uncompared.first }
    let open = averages.compactMap { comparison -> (method: String, seeds: Int?)? in
      guard case .unresolved(let seeds) = comparison.verdict else { return nil }
      return (comparison.method, seeds)
    }
    guard open.isEmpty else {
      let needs =
        averages.count > Self.mostInWords
        ? Self.grouped(open)
        : Self.list(
          open.map { method, seeds in
            (seeds.map { "about \(Numeral.grouped($0))" } ?? analysis.tooMany(by: ruling))
              + " for \(method)"
          })
      return "More common seeds, if differences and deviations stay as they are: \(needs)."
    }
    return "Hardly more seeds of this kind: every verdict is settled. Other data, models or settings"
      + " may differ."
  }

  /// Methods by how many more seeds they ask for.
  private static func grouped(_ open: [(method: String, seeds: Int?)]) -> String {
    var rest = open
    var parts: [String] = []
    for most in [5, 20, 100] {
      let own = rest.filter { $0.seeds ?? .max <= most }.map(\.method)
      if !own.isEmpty { parts.append("up to \(most) for \(list(own))") }
      rest.removeAll { $0.seeds ?? .max <= most }
    }
    if !rest.isEmpty { parts.append("more than 100 for \(list(rest.map(\.method)))") }
    return parts.joined(separator: "; ")
  }

  // MARK: Words

  private static func percent(_ share: Double) -> String {
    Numeral.percent(share) + "\u{A0}%"
  }

  private static func range(_ interval: Interval) -> String {
    "\(Numeral.percent(interval.lower)) to \(Numeral.percent(interval.upper))\u{A0}%"
  }

  private static func list(_ parts: [String]) -> String {
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension [String] {
  fileprivate var joinedOrNil: String? { isEmpty ? nil : joined(separator: " ") }
}
