import Decisions
import Files
import Statistics

/// The answer in one line: `Data order, not dropout. Initialization is open: two seeds.`
extension Answer {
  /// Nil where no run has a score.
  package var headline: String? {
    guard sentence != nil else { return nil }
    guard variants.count > 1 else { return sharesHeadline ?? training }
    return (ruling == nil ? gainsHeadline : nil) ?? verdictsHeadline ?? training
  }

  // MARK: One method

  /// The factor above most others by intervals that do not meet, those below it, and what is open.
  private var sharesHeadline: String? {
    let parts = factorParts
    guard parts.count > 1 else { return nil }
    let below = parts.map { upper in
      parts.filter { lower in
        guard let interval = upper.interval else { return false }
        return lower.name != upper.name && Self.isBelow(lower, interval)
      }.map(\.name)
    }
    guard let place = below.indices.max(by: { below[$0].count < below[$1].count }),
      !below[place].isEmpty
    else {
      return "Open: the intervals of \(Self.list(parts.map(\.name))) overlap."
    }
    let counts = factorCounts
    let open = parts.map(\.name).filter { $0 != parts[place].name && !below[place].contains($0) }
    let sentences = open.map { name in
      "\(Self.capitalized(name)) is open"
        + (counts[name].map { ": \(Numeral.word($0)) \($0 == 1 ? "seed" : "seeds")." } ?? ".")
    }
    return
      (["\(Self.capitalized(parts[place].name)), not \(Self.list(below[place], "or"))."]
      + sentences).joined(separator: " ")
  }

  static func isBelow(_ part: VarianceShare.Part, _ interval: Interval) -> Bool {
    (part.interval?.upper ?? 1) < interval.lower
  }

  // MARK: Several methods

  /// How many methods training raises over their own starts, and which of these most; nil where all start
  /// alike.
  private var gainsHeadline: String? {
    guard !gains.isEmpty else { return nil }
    let most = gains.filter { $0.isGain(level: rule.level) == true }.max { $0.gain < $1.gain }
    let verdicts = gains.map { $0.isGain(level: rule.level) }
    let counts = [
      (true, "raises", verdicts.count { $0 == true }),
      (false, "lowers", verdicts.count { $0 == false }),
    ].filter { $0.2 > 0 }
    let open = verdicts.count { $0 == nil }
    let clauses =
      counts.enumerated().map { place, own in
        "\(own.1) \(own.2)" + (place == 0 ? " of \(gains.count) starts" : "")
      } + (open > 0 ? [counts.isEmpty ? "leaves all starts open" : "leaves \(open) open"] : [])
    return "Training \(Self.list(clauses))."
      + (most.map {
        " Most it raises \($0.method): \(Numeral.hundredfold($0.before)) to"
          + " \(Numeral.hundredfold($0.after))."
      } ?? "")
  }

  private var verdictsHeadline: String? {
    let averaged = Set(averages.map(\.method))
    let onTasks = analysis.comparisons.filter {
      !averaged.contains($0.method) && $0.task != StudySummary.average
    }
    let sentences = [
      headline(averages),
      headline(onTasks).map { averages.isEmpty ? $0 : "On single tasks: \($0)" },
    ].compactMap { $0 }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private func headline(_ comparisons: [BaselineComparison]) -> String? {
    guard let first = comparisons.first else { return nil }
    let sorted = comparisons.sorted { abs($0.difference) > abs($1.difference) }
    let groups = Verdict.Kind.allCases.map { group in
      (group, sorted.filter { $0.verdict.kind == group })
    }.filter { !$0.1.isEmpty }
    let margin = comparisons.lazy.compactMap { $0.statedMargin(self.analysis) }.first
    if groups.count == 1, comparisons.count > 1, let group = groups.first?.0,
      let words = group.ofAll(comparisons.count, first.baseline, margin: margin)
    {
      return words
    }
    let clauses = groups.enumerated().map { place, own in
      let (group, methods) = own
      let isRest = place > 0 && methods.count > Self.mostNamed
      let names =
        methods.count > Self.mostNamed
        ? "\(isRest ? "the other " : "")\(methods.count) methods"
        : Self.list(methods.map(\.method).uniqued())
      return group.clause(
        names, isOne: methods.count == 1, place == 0 ? first.baseline : nil, margin: margin)
    }
    return clauses.joined(separator: "; ") + "."
  }

  /// More methods than this are counted in a headline, not named.
  fileprivate static let mostNamed = 4

  static func capitalized(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
  }
}

/// Methods of one verdict, as a headline says them.
extension Verdict.Kind {
  /// Of methods that all have the same verdict; nil where their names say more.
  fileprivate func ofAll(_ count: Int, _ baseline: String, margin: String?) -> String? {
    let none = count == 2 ? "neither method" : "none of \(count) methods"
    switch self {
    case .better, .worse:
      return count <= Answer.mostNamed
        ? nil
        : "All \(count) methods are \(self == .better ? "better" : "worse") than \(baseline)."
    case .noDifference:
      return margin.map {
        "\(Answer.capitalized(none)) differs from \(baseline) by more than \($0) points."
      } ?? "All methods have the scores of \(baseline)."
    case .unresolved:
      return "Unresolved: \(none) is shown to be better or worse than \(baseline)."
    }
  }

  fileprivate func clause(_ names: String, isOne: Bool, _ baseline: String?, margin: String?)
    -> String
  {
    let verb = isOne ? "is" : "are"
    let than = baseline.map { " than \($0)" } ?? ""
    switch self {
    case .better: return "\(names) \(verb) better\(than)"
    case .worse: return "\(names) \(verb) worse\(than)"
    case .noDifference:
      let from = baseline.map { " of \($0)" } ?? " of it"
      return margin.map { "\(names) \(verb) within \($0) points\(from)" }
        ?? "\(names) \(isOne ? "has" : "have") the same scores"
    case .unresolved:
      return "\(names) \(verb) unresolved" + (baseline.map { " against \($0)" } ?? "")
    }
  }
}
