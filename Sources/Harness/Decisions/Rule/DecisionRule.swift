import Files
import Foundation
import Runs

/// The rule of a study's decision, read from words and checked before the first run.
///
/// By `paired-bootstrap`, of the difference of two methods: `lower > NUMBER` or `upper < NUMBER`,
/// several joined by `and`; the numbers in −1…1, as correlations are. By `variance-components`, of
/// shares of the variance: `share(FACTOR) > NUMBER`, `<` likewise, or `share(FACTOR) > share(FACTOR)`.
/// By `sequential` and `planned-looks` methods are followed while seeds are added (``FollowedRule``).
package struct DecisionRule: Sendable, Equatable {
  package enum Statistic: String, CaseIterable, Sendable {
    case pairedBootstrap = "paired-bootstrap"
    case varianceComponents = "variance-components"
    case sequential
    case plannedLooks = "planned-looks"

    /// Whether seeds are added while the study is looked at.
    package var isFollowed: Bool { self == .sequential || self == .plannedLooks }

    /// The keys that it takes beside `by` and `level`.
    fileprivate var keys: [String] {
      switch self {
      case .pairedBootstrap, .varianceComponents: ["resamples", "holds-if"]
      case .sequential: ["margin", "effect-variance", "most-seeds"]
      case .plannedLooks: ["margin", "looks"]
      }
    }
  }

  package enum Quantity: Equatable, Sendable {
    case difference
    case share(String)
    case number(Double)
  }

  /// What must be so: the left above the right, or below it.
  package struct Clause: Equatable, Sendable {
    package let left: Quantity
    package let isAbove: Bool
    package let right: Quantity
  }

  package let statistic: Statistic
  package let clauses: [Clause]
  /// None by a rule that resamples nothing.
  package let resamples: Int
  package let level: Double
  /// By a rule that is looked at while seeds are added.
  package let followed: FollowedRule?

  /// - Throws: `InputError` naming the key.
  package init(_ decision: Decision, file: String) throws {
    func fail(_ key: String, _ problem: String) -> InputError {
      InputError(file: file, problem: "decide.\(key) \(problem)")
    }
    guard let statistic = Statistic(rawValue: decision.by) else {
      throw fail(
        "by",
        "is '\(decision.by)'; known: " + Statistic.allCases.map(\.rawValue).joined(separator: ", "))
    }
    for (key, isThere) in decision.optionalKeys where isThere != statistic.keys.contains(key) {
      throw fail(
        key,
        (isThere ? "says nothing" : "is missing")
          + " by \(decision.by), which takes level, \(statistic.keys.joined(separator: ", "))")
    }
    let resamples = decision.resamples ?? 0
    guard statistic.isFollowed || resamples >= 100 && resamples <= 1_000_000 else {
      throw fail("resamples", "is \(resamples); it must be from 100 to 1,000,000")
    }
    guard decision.level > 0.5, decision.level < 1 else {
      throw fail(
        "level", "is \(decision.level); the coverage lies above 0.5 and below 1, as 0.95 does"
      )
    }
    self.statistic = statistic
    self.resamples = resamples
    level = decision.level
    followed = try FollowedRule(decision, statistic, fail: fail)
    clauses = try (decision.holdsIf?.components(separatedBy: " and ") ?? []).map { text in
      guard let clause = Self.clause(text, statistic) else {
        let forms =
          statistic == .pairedBootstrap
          ? "'lower > 0', 'upper < 0.005'" : "'share(dropout) > 0.5', 'share(a) > share(b)'"
        throw fail(
          "holds-if",
          "says '\(text)'; by \(decision.by) it may say things like \(forms), joined by 'and'")
      }
      return clause
    }
  }

  /// The clauses of a rule's words; nil where one cannot be read.
  package static func clauses(_ words: String, _ statistic: Statistic) -> [Clause]? {
    let found = words.components(separatedBy: " and ").map { clause($0, statistic) }
    return found.contains(nil) ? nil : found.compactMap { $0 }
  }

  private static func clause(_ text: String, _ statistic: Statistic) -> Clause? {
    guard let mark = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else { return nil }
    func trimmed(_ part: Substring) -> String { part.trimmingCharacters(in: .whitespaces) }
    let (left, right) = (trimmed(text[..<mark]), trimmed(text[text.index(after: mark)...]))
    let isAbove = text[mark] == ">"
    let number = Double(right).flatMap { $0.isFinite && abs($0) <= 1 ? $0 : nil }
    switch statistic {
    case .pairedBootstrap:
      guard left == (isAbove ? "lower" : "upper"), let number else { return nil }
      return Clause(left: .difference, isAbove: isAbove, right: .number(number))
    case .varianceComponents:
      func share(_ text: String) -> Quantity? {
        guard text.hasPrefix("share("), text.hasSuffix(")"), text.count > 7 else { return nil }
        return .share(String(text.dropFirst(6).dropLast()))
      }
      guard let left = share(left), let right = number.map(Quantity.number) ?? share(right),
        left != right
      else { return nil }
      return Clause(left: left, isAbove: isAbove, right: right)
    case .sequential, .plannedLooks: return nil
    }
  }

  /// The parts of the variance that the rule names.
  package var shares: [String] {
    clauses.flatMap { [$0.left, $0.right] }.compactMap {
      if case .share(let name) = $0 { name } else { nil }
    }
  }
}

extension Decision {
  /// The keys that some rules have, and whether this one does.
  fileprivate var optionalKeys: [(key: String, isThere: Bool)] {
    [
      ("resamples", resamples != nil), ("holds-if", holdsIf != nil),
      ("margin", margin != nil), ("effect-variance", effectVariance != nil),
      ("most-seeds", mostSeeds != nil), ("looks", looks != nil),
    ]
  }
}
