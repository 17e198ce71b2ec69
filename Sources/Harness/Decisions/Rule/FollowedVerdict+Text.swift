import Files
package import Statistics

/// A followed study in words, in points (× 100).
extension FollowedVerdict {
  /// Methods by what they are: `a better; b, c open after 12 seeds`.
  package var words: String {
    let parts = SequentialFinding.allCases.compactMap { finding -> String? in
      let own = methods.filter { $0.finding == finding }.map { PlainText.visible($0.method) }
      return own.isEmpty ? nil : "\(own.joined(separator: ", ")) \(finding.words)"
    }
    return parts.joined(separator: "; ") + " after \(Numeral.count(last?.seeds ?? 0, "seed"))"
  }

  /// A line a method, and what the next seeds cost.
  package var lines: [String] {
    zip(methods, last?.methods ?? []).map { method, look in
      "\(PlainText.visible(look.method)) against \(PlainText.visible(reference)): "
        + "\(Numeral.hundredfold(look.difference)) points, \(look.interval.words) at every look, "
        + "\(Numeral.count(look.seeds, "seed")) with the pairs as they are, "
        + "\(look.chanceWords): \(look.finding.words)" + (method.need.map { ": \($0)" } ?? "")
    } + [nextWords].compactMap { $0 }
  }

  /// What comes next: `open: a, b; 3 more runs to 13 seeds, about 4 min one after another`.
  package var nextWords: String? {
    guard let next else { return nil }
    let open = methods.filter { $0.finding == .open }.map { PlainText.visible($0.method) }
    return (open.isEmpty ? "" : "open: \(open.joined(separator: ", ")); ")
      + "\(Numeral.count(next.runs, "more run")) to \(Numeral.count(next.seeds, "seed"))"
      + (next.seconds > 0
        ? ", about \(ProgressLine.duration(next.seconds)) one after another" : "")
  }
}

extension FollowedVerdict.Method {
  /// What would settle an open method, and how likely that is: it binds nothing.
  package var need: String? {
    guard finding == .open, let chance else { return nil }
    return (moreSeeds.map { "about \(Numeral.count($0, "more seed")); " } ?? "")
      + "if mean and deviation stay, settled by the last seed with a chance of "
      + "\(Numeral.percent(chance)) %"
  }
}

extension SequentialLook.Method {
  /// `p 0.012 by Holm`, or against what a planned look asks.
  package var chanceWords: String {
    if let adjustedP { return "p \(Numeral.chance(adjustedP)) by Holm" }
    return "p \(Numeral.chance(p))"
      + (levelOfLook.map { " where \(Numeral.chance($0)) settles" } ?? "")
  }
}

extension SequentialFinding {
  package var words: String { self == .outOfBudget ? "out of budget" : rawValue }
}
