import Decisions
import Files
import Statistics

/// What would change the answer: more seeds, as far as they would.
extension Answer {
  /// Nil where nothing is answered.
  package var outlook: String? {
    guard sentence != nil else { return nil }
    return variants.count > 1 ? comparisonOutlook : sharesOutlook
  }

  private var sharesOutlook: String? {
    let rules = (sensitivity?.flips ?? []).map(\.of).uniqued()
    let note = changes(of: rules).map { " The rule's verdict changes \($0.when)." } ?? ""
    return sharesNeed.map { $0 + note }
  }

  private var sharesNeed: String? {
    guard let share, let variant = variants.first else { return analysis.unsplit.first }
    let factors = SeedFactors(runs.filter { $0.variant == variant && $0.average != nil })
    let seeds = zip(factors.names, factors.counts).map {
      "\($1) \($1 == 1 ? "seed" : "seeds") of \($0)"
    }
    let most = share.parts.max { ($0.interval?.halfWidth ?? 0) < ($1.interval?.halfWidth ?? 0) }
    let widest = most?.interval?.halfWidth ?? 0
    let own = zip(factors.names, seeds).first { $0.0 == most?.name }?.1
    let text =
      "Run more seeds: with \(own ?? Self.list(seeds)) the widest interval of a share spans"
      + " \(Numeral.percent(2 * widest)) points."
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

  private var comparisonOutlook: String? {
    guard !averages.isEmpty else { return analysis.uncompared.first }
    let open = averages.compactMap { comparison -> (method: String, seeds: Int?)? in
      guard case .unresolved(let seeds) = comparison.verdict else { return nil }
      return (comparison.method, seeds)
    }
    guard open.isEmpty else {
      let needs =
        averages.count > Self.mostInWords ? Self.grouped(open) : byNeed(open)
      return "More common seeds, if differences and deviations stay as they are: \(needs)."
        + (fragile.map { " \($0.words)." } ?? "")
    }
    let elsewhere = "Other data, models or settings may differ."
    guard let fragile else {
      return "Hardly more seeds of this kind: every verdict on \(over) is settled. \(elsewhere)"
    }
    let others =
      fragile.methods < averages.count ? " The other verdicts on \(over) are settled." : ""
    return "\(fragile.lead): \(fragile.words.lowercasedFirst).\(others) \(elsewhere)"
  }

  /// The resolved verdicts that one seed, one task or the correlation changes: how many methods, what
  /// would make them firm, and a sentence; nil where there is none.
  private var fragile: (methods: Int, lead: String, words: String)? {
    let resolved = averages.filter { $0.verdict.kind != .unresolved }.map(\.method)
    guard let found = changes(of: resolved) else { return nil }
    let words =
      found.names.count == 1
      ? "The verdict on \(found.names[0]) changes \(found.when)"
      : "The verdicts on "
        + (found.names.count > Self.mostInWords
          ? "\(found.names.count) methods" : Self.list(found.names))
        + " change \(found.when)"
    return (found.names.count, found.lead, words)
  }

  /// Which of some verdicts change, when, and what would make them firm; nil where none does.
  private func changes(of names: [String]) -> (names: [String], when: String, lead: String)? {
    guard let sensitivity else { return nil }
    let flips = sensitivity.flips.filter { names.contains($0.of) }
    guard !flips.isEmpty else { return nil }
    func isLeftOut(_ names: [String]) -> Bool {
      flips.contains { flip in names.contains { flip.change == "without \($0)" } }
    }
    let (seed, task) = (isLeftOut(sensitivity.seeds), isLeftOut(sensitivity.tasks))
    let out = [seed ? "one seed" : nil, task ? "one task" : nil].compactMap { $0 }
    let other = sensitivity.correlation.flatMap { name in
      flips.contains { $0.change == "by \(name)" } ? "by \(name)'s correlation" : nil
    }
    let when = [out.isEmpty ? nil : "when \(Self.list(out, "or")) is left out", other]
      .compactMap { $0 }.joined(separator: ", or ")
    let lead = [seed || !task ? "more common seeds" : nil, task ? "other tasks" : nil]
      .compactMap { $0 }
    return (flips.map(\.of).uniqued(), when, Self.capitalized(Self.list(lead, "or")))
  }

  /// The same number of seeds once, with the methods that ask for it, the least first.
  private func byNeed(_ open: [(method: String, seeds: Int?)]) -> String {
    open.map { $0.seeds ?? .max }.uniqued().sorted().map { need in
      let methods = open.filter { ($0.seeds ?? .max) == need }.map(\.method)
      return (need == .max ? analysis.tooMany(by: ruling) : "about \(Numeral.grouped(need))")
        + " for \(Self.list(methods))"
    }.joined(separator: "; ")
  }

  /// Methods by how many more seeds they ask for.
  private static func grouped(_ open: [(method: String, seeds: Int?)]) -> String {
    var rest = open
    func names(_ methods: [String]) -> String {
      methods.count > mostInWords ? "\(methods.count) methods" : list(methods)
    }
    var parts: [String] = []
    for most in [5, 20, 100] {
      let own = rest.filter { $0.seeds ?? .max <= most }.map(\.method)
      if !own.isEmpty { parts.append("up to \(most) for \(names(own))") }
      rest.removeAll { $0.seeds ?? .max <= most }
    }
    if !rest.isEmpty { parts.append("more than 100 for \(names(rest.map(\.method)))") }
    return parts.joined(separator: "; ")
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
