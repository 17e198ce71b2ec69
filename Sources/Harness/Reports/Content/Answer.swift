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
  /// What changes a verdict; nil where it was not looked at.
  let sensitivity: Sensitivity?
  /// What training brought each method, where they start from unlike encoders.
  let gains: [StartGain]
  let compute: Compute

  package init(
    runs: [RunSummary], tasks: [String], analysis: StudyAnalysis, decisions: [StudyVerdict],
    untrained: Double?, sensitivity: Sensitivity? = nil, gains: [StartGain] = [],
    compute: Compute
  ) {
    self.runs = runs
    self.tasks = tasks
    self.analysis = analysis
    ruling = analysis.ruling(decisions)
    self.untrained = untrained
    self.sensitivity = sensitivity
    self.gains = gains
    self.compute = compute
  }

  var rule: StudyAnalysis.Rule { analysis.rule }
  var variants: [String] { runs.map(\.variant).uniqued() }

  /// The numbers behind the headline; nil where no run has a score.
  package var sentence: String? {
    variants.count > 1
      ? (ruling == nil ? startGains : nil) ?? comparison ?? training
      : [shares, training].compactMap { $0 }.joinedOrNil
  }

  // MARK: One method

  var share: VarianceShare? { variants.first.flatMap(analysis.averageShare) }

  /// The shares of the seeds themselves, the largest first.
  var factorParts: [VarianceShare.Part] {
    (share?.parts ?? []).filter { $0.share != nil && !Self.isRest($0) }
      .sorted { ($0.share ?? 0) > ($1.share ?? 0) }
  }

  private static func isRest(_ part: VarianceShare.Part) -> Bool {
    part.name == "remainder" || part.name.contains("×")
  }

  /// How many seeds the runs have of each factor.
  var factorCounts: [String: Int] {
    guard let variant = variants.first else { return [:] }
    let factors = SeedFactors(runs.filter { $0.variant == variant && $0.average != nil })
    return Dictionary(
      zip(factors.names, factors.counts).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
  }

  private var shares: String? {
    let parts = factorParts
    guard let share, !parts.isEmpty else { return nil }
    let rest = share.parts.filter { Self.isRest($0) && $0.share != nil }
    let names = parts.enumerated().map { index, part in
      "\(part.name)\(index == 0 ? " brings" : "") " + words(part, isFirst: index == 0)
    }
    // One remainder has an interval of its own; several parts are added up.
    let left: String? =
      rest.count == 1
      ? "what is left " + words(rest[0], isFirst: false)
      : rest.isEmpty
        ? nil
        : "interactions and what is left "
          + Self.percent(rest.reduce(0) { $0 + ($1.share ?? 0) })
    return "Of the variance of \(over) between runs, "
      + Self.list(names + [left].compactMap { $0 }) + "."
  }

  private func words(_ part: VarianceShare.Part, isFirst: Bool) -> String {
    let level = isFirst ? "\(analysis.percent) interval " : ""
    return Self.percent(part.share ?? 0)
      + (part.interval.map { " (\(level)\(Self.range($0)))" } ?? "")
  }

  /// What the answer is about: `the average over 7 tasks`.
  var over: String { StudySummary.averageWords(tasks) }

  var training: String? {
    let scored = runs.filter { $0.average != nil }
    guard let after = try? mean(scored.compactMap(\.average)) else { return nil }
    let deviation = try? standardDeviation(scored.compactMap(\.average))
    let spread =
      deviation.map {
        ", with a standard deviation of \(Numeral.hundredfold($0)) over n ="
          + " \(Numeral.count(scored.count, "run"))"
      } ?? " in one run"
    guard let untrained else {
      return "\(subject) is \(Numeral.hundredfold(after))\(spread)."
    }
    let numbers = (Numeral.hundredfold(untrained), Numeral.hundredfold(after))
    guard numbers.0 != numbers.1 else {
      return "Training left \(tasks.count == 1 ? "the score" : "the average") at"
        + " \(numbers.1)\(spread)."
    }
    let verb = after < untrained ? "lowered" : "raised"
    return "Training \(verb) \(tasks.count == 1 ? "the score" : "the average") from"
      + " \(numbers.0) to \(numbers.1)\(spread)."
  }

  private var subject: String { tasks.count == 1 ? "The score" : "The average score" }

  // MARK: Several methods

  var averages: [BaselineComparison] { analysis.averages(by: ruling) }

  private var comparison: String? {
    guard let first = averages.first else { return nil }
    let counts = averages.map(\.count)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    let seeds =
      least == most ? Numeral.count(most, "common seed") : "\(least) to \(most) common seeds"
    let holm = averages.count > 1 ? "Holm's adjustment for \(averages.count) methods" : nil
    let basis = [ruling.map { "the study's rule (\($0.errorWords))" }, holm].compactMap { $0 }
    return "Points above or below \(first.baseline) on \(over), \(seeds)"
      + (basis.isEmpty ? "" : ", by " + basis.joined(separator: " and ")) + ": "
      + (averages.count <= Self.mostInWords ? all : groups) + "."
  }

  /// The gains over the starts, the largest first.
  private var startGains: String? {
    guard !gains.isEmpty else { return nil }
    let sorted = gains.sorted { $0.gain > $1.gain }
    let shown = gains.count <= Self.mostInWords ? sorted : [sorted[0], sorted[sorted.count - 1]]
    let words = shown.enumerated().map { place, own in
      "\(own.method) \(Numeral.signedHundredfold(own.gain))"
        + (own.interval.map {
          " (\(place == 0 ? "\(analysis.percent) interval " : "")\($0.pageWords))"
        } ?? "")
    }
    return "Points above or below each method's own start on \(over): "
      + (gains.count <= Self.mostInWords
        ? words.joined(separator: ", ") : "from \(words[1]) to \(words[0])") + "."
  }

  /// As many methods as a sentence lists one by one; of more it lists those that are resolved.
  static let mostInWords = 6

  private var all: String {
    averages.enumerated().map { "\($1.method) \(numbers($1, isFirst: $0 == 0))" }
      .joined(separator: ", ")
  }

  private func numbers(_ comparison: BaselineComparison, isFirst: Bool) -> String {
    "\(Numeral.signedHundredfold(comparison.difference))"
      + " (\(isFirst ? "\(analysis.percent) interval " : "")\(comparison.intervalWords))"
  }

  /// The resolved methods, the largest differences first, and the range of the others.
  private var groups: String {
    let sorted = averages.sorted { abs($0.difference) > abs($1.difference) }
    func isOpen(_ comparison: BaselineComparison) -> Bool {
      if case .unresolved = comparison.verdict { true } else { false }
    }
    let resolved = sorted.filter { !isOpen($0) }
    let named = resolved.prefix(Self.mostInWords).enumerated().map {
      "\($1.method) \(numbers($1, isFirst: $0 == 0))"
    }
    let further = resolved.count - named.count
    let open = averages.filter(isOpen).sorted { $0.difference < $1.difference }
    var parts = named.isEmpty ? [] : [named.joined(separator: ", ")]
    if further > 0 { parts.append("\(further) more are in the table") }
    if let low = open.first, let high = open.last {
      parts.append(
        open.count == 1
          ? "\(low.method), which is unresolved, \(numbers(low, isFirst: resolved.isEmpty))"
          : "the \(open.count) unresolved ones from \(Numeral.signedHundredfold(low.difference))"
            + " (\(low.method)) to \(Numeral.signedHundredfold(high.difference)) (\(high.method))")
    }
    return parts.joined(separator: "; ")
  }

  // MARK: Words

  static func percent(_ share: Double) -> String {
    Numeral.percent(share) + "\u{A0}%"
  }

  private static func range(_ interval: Interval) -> String {
    "\(Numeral.percent(interval.lower)) to \(Numeral.percent(interval.upper))\u{A0}%"
  }

  static func list(_ parts: [String], _ word: String = "and") -> String {
    guard parts.count > 1, let last = parts.last else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " \(word) " + last
  }
}

extension [String] {
  fileprivate var joinedOrNil: String? { isEmpty ? nil : joined(separator: " ") }
}
