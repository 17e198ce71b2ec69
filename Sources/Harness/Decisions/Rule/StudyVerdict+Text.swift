import Files
import Statistics

/// The verdict in words, in points (× 100).
extension StudyVerdict {
  /// A line for each comparison or share, and the outcome.
  public var text: String {
    var lines = (comparisons ?? []).map(\.words)
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
    guard let outcome else {
      return "\(rule): not the same for all methods" + note
    }
    return "\(rule): \(outcome.words)" + need + note
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
  package var need: String {
    outcome == .unresolved
      ? moreSeeds.map { ": about \(Numeral.count($0, "more seed"))" } ?? "" : ""
  }

  /// Method, difference, interval and outcome.
  public var words: String {
    "\(PlainText.visible(method)) against \(PlainText.visible(reference)): "
      + "\(Numeral.hundredfold(difference)) points, \(interval.words) over \(seeds) seeds and the "
      + "pairs (\(seedInterval.words) over seeds alone): \(outcome.words)" + need
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
