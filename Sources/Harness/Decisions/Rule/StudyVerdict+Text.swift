import Files
import Statistics

/// The verdict in words, in points (× 100).
extension StudyVerdict {
  /// A line for each comparison or share, and the outcome.
  public var text: String {
    var lines = (comparisons ?? []).map(line)
    if let shares {
      lines.append(
        "shares of the variance of \(measure): "
          + shares.map { "\($0.name) \($0.words)" }.joined(separator: ", "))
    }
    if let following { lines += following.lines }
    let notes = (standing?.sentences ?? []) + [lookNote, pairNote].compactMap { $0 }
    return (lines + [words] + notes).map { $0 + "\n" }.joined()
  }

  /// That a rule made for one look is looked at again; nil at the first.
  package var lookNote: String? {
    guard let earlier = earlierLooks, let last = earlier.last else { return nil }
    return "This is look \(earlier.count + 1) under a rule made for one: before, with "
      + "\(Numeral.count(last.runs, "run")), it said “\(PlainText.visible(last.said))”. False "
      + "answers are then more frequent than its level says; a rule by 'sequential' allows looks."
  }

  /// The outcome in a sentence.
  public var words: String {
    let rule = "'\(PlainText.visible(rule))'"
    let note =
      diverged == 0 ? "" : "; \(diverged) of \(Numeral.count(runs, "run")) diverged"
    if let following { return "\(rule): \(following.words)" + note }
    guard let outcome else { return "\(rule): \(counted)" + note }
    return "\(rule): \(outcome.words)" + (direction.map { " (\($0))" } ?? "") + need + note
  }

  /// For how many methods the rule holds and does not: `holds for 1 of 6 methods, does not hold for 5`.
  private var counted: String {
    let outcomes = (comparisons ?? []).map(\.outcome)
    let counts = Outcome.allCases.map { kind in (kind, outcomes.count { $0 == kind }) }
      .filter { $0.1 > 0 }
    return counts.enumerated().map { place, own in
      let (kind, count) = own
      let of = place == 0 ? " of \(Numeral.count(outcomes.count, "method"))" : ""
      return "\(kind.words) for \(count)\(of)"
    }.joined(separator: ", ")
  }

  /// Better or worse, where all methods are the one or the other by a rule about zero.
  private var direction: String? {
    let words = (comparisons ?? []).map(direction).uniqued()
    return words.count == 1 ? words[0] : nil
  }

  /// On which side of zero a method's difference lies; nil where the rule does not say.
  private func direction(_ comparison: Comparison) -> String? {
    guard comparesWithZero, comparison.outcome != .unresolved else { return nil }
    return comparison.difference > 0 ? "better" : "worse"
  }

  /// Whether its rule asks on which side of zero a difference lies.
  package var comparesWithZero: Bool {
    following != nil || DecisionRule.clauses(rule, .pairedBootstrap)?.map(\.right) == [.number(0)]
  }

  /// What was found of a method: better or worse by a rule about zero, else what the rule says; and what
  /// would resolve it.
  package func finding(_ comparison: Comparison) -> String {
    (direction(comparison) ?? comparison.outcome.words) + comparison.need
  }

  private var need: String {
    guard outcome == .unresolved else { return "" }
    if let comparisons {
      let counts = comparisons.map(\.moreSeeds)
      guard let most = counts.compactMap({ $0 }).max(), !counts.contains(nil) else {
        return ": no number of seeds would alone; it takes more sentence pairs"
      }
      return ": about \(Numeral.count(most, "more seed"))"
    }
    return moreLevels.map { ": about \($0) more levels of each factor" }
      ?? ": the estimates are too near"
  }
}

extension StudyVerdict.Comparison {
  /// What would resolve it, where it is unresolved and seeds can.
  fileprivate var need: String {
    outcome == .unresolved
      ? moreSeeds.map { ": about \(Numeral.count($0, "more seed"))" } ?? "" : ""
  }

}

extension StudyVerdict {
  /// Method, difference, interval and what was found.
  private func line(_ own: Comparison) -> String {
    "\(PlainText.visible(own.method)) against \(PlainText.visible(own.reference)): "
      + "\(Numeral.hundredfold(own.difference)) points, \(own.interval.words) over \(own.seeds) seeds "
      + "and the pairs (\(own.seedInterval.words) over seeds alone): \(finding(own))"
  }
}

extension StudyVerdict.Share {
  /// The share and its interval in percent.
  public var words: String {
    guard let share else { return Numeral.none }
    return Numeral.percent(share) + " %"
      + (interval.map { " (\(Numeral.percent($0.lower)) to \(Numeral.percent($0.upper)))" } ?? "")
  }
}

extension Interval {
  /// The ends × 100: `0.12 to 0.95`.
  package var words: String { "\(Numeral.hundredfold(lower)) to \(Numeral.hundredfold(upper))" }
}
