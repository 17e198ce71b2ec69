import Files
import Model
public import Statistics

/// What a difference of two methods settles: the one answer to "is A better than B?".
///
/// Policies differ in what they look at together and in the margin: `compare` (a measure, and its tasks
/// as a family), a study's rule (its methods, against the bounds of its clauses), `gate` and a report.
public enum Verdict: Sendable, Equatable {
  case better
  case worse
  /// None larger than the margin that was asked for; without one, none at all.
  case noDifference
  /// How many further seeds settle it in 8 of 10 studies whose true difference and deviation are those
  /// found (``Difference/furtherSeeds(level:against:margin:)``); nil where none would.
  case unresolved(furtherSeeds: Int?)

  /// A verdict without its number of seeds, in the order in which pages list them.
  package enum Kind: CaseIterable {
    case better, worse, noDifference, unresolved
  }

  package var kind: Kind {
    switch self {
    case .better: .better
    case .worse: .worse
    case .noDifference: .noDifference
    case .unresolved: .unresolved
    }
  }

  /// The verdict as a table says it.
  ///
  /// - Inputs: `margin` in words, such as `0.50 points`; nil without one.
  public func words(margin: String?) -> String {
    switch self {
    case .better: "better"
    case .worse: "worse"
    case .noDifference: "no difference" + (margin.map { " larger than \($0)" } ?? "")
    case .unresolved(let seeds?): "unresolved: about \(Numeral.count(seeds, "more seed"))"
    case .unresolved(nil): "unresolved: no number of seeds would alone"
    }
  }
}

/// In files: `{"says": "unresolved", "more-seeds": 12}`.
extension Verdict: Codable {
  private enum CodingKeys: String, CodingKey {
    case says, moreSeeds
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .better: try container.encode("better", forKey: .says)
    case .worse: try container.encode("worse", forKey: .says)
    case .noDifference: try container.encode("no-difference", forKey: .says)
    case .unresolved(let seeds):
      try container.encode("unresolved", forKey: .says)
      try container.encodeIfPresent(seeds, forKey: .moreSeeds)
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(String.self, forKey: .says) {
    case "better": self = .better
    case "worse": self = .worse
    case "no-difference": self = .noDifference
    case "unresolved":
      self = .unresolved(
        furtherSeeds: try container.decodeIfPresent(Int.self, forKey: .moreSeeds))
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .says, in: container,
        debugDescription:
          "'\(other)' is no verdict; known: better, worse, no-difference, unresolved")
    }
  }
}

/// The verdicts on several differences that are looked at together.
///
/// With m differences and α = 1 − level:
///
/// - Holm's adjusted p against the bound at most α: better or worse, by the side of the bound. The
///   chance of any false one is at most α;
/// - else the interval of level 1 − α/m lies within the bound ± margin: no difference. At a difference
///   of the margin that is false with a chance of at most α/2m;
/// - else unresolved. Further seeds are counted at the level that Holm's steps ask of those left.
///
/// - Source: Holm, Scandinavian Journal of Statistics 6 (1979); the interval form of two one-sided
///   tests: Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987).
/// - Coverage: of a single difference: of none, better or worse in 4.9, 4.8 and 5.6 % of 4,000
///   simulated studies at n = 5, 10 and 25, level 0.95; of a difference of d, no difference larger
///   than d in 1.3, 1.8 and 2.2 %, at most 2.5 %.
public struct Verdicts: Sendable, Equatable {
  /// One a difference, in order.
  public let all: [Verdict]
  /// Holm's.
  public let adjustedP: [Double]

  /// - Inputs: `bound`, what the differences are held against; `margin`, the largest difference that
  ///   does not matter, nil where every one does; `countsSeeds`, whether those that would resolve it are
  ///   asked for, which takes most of the time.
  /// - Precondition: a margin is positive.
  public init(
    _ differences: [Difference], level: Double, bound: Double = 0, margin: Double?,
    countsSeeds: Bool = true
  ) {
    precondition(
      margin ?? 1 > 0, "a difference that does not matter is positive, not \(margin ?? 1)")
    let alpha = 1 - level
    let adjusted = holmAdjusted(differences.map { $0.p(against: bound) })
    let open = adjusted.count { $0 > alpha }
    adjustedP = adjusted
    all = zip(differences, adjusted).map { difference, p in
      difference.verdict(
        adjustedP: p, level: level, bound: bound, margin: margin,
        levelOfNone: 1 - alpha / Double(differences.count)
      ) {
        countsSeeds
          ? difference.furtherSeeds(
            level: 1 - alpha / Double(max(1, open)), against: bound, margin: margin) : nil
      }
    }
  }
}

extension Difference {
  /// What the difference settles among others, given its adjusted p.
  ///
  /// - Inputs: `levelOfNone`, that of the interval that must lie within ± margin, the ends included;
  ///   `furtherSeeds`, asked where it is unresolved.
  package func verdict(
    adjustedP: Double, level: Double, bound: Double, margin: Double?, levelOfNone: Double,
    furtherSeeds: () -> Int?
  ) -> Verdict {
    if adjustedP <= 1 - level { return estimate > bound ? .better : .worse }
    if lies(within: margin ?? 0, of: bound, level: levelOfNone) { return .noDifference }
    return .unresolved(furtherSeeds: furtherSeeds())
  }

  /// Whether the interval of a level lies within a bound ± margin, the ends included.
  ///
  /// What only rounding puts beyond an end lies on it.
  package func lies(within margin: Double, of bound: Double, level: Double) -> Bool {
    let interval = interval(level: level)
    let (low, high) = (bound - margin, bound + margin)
    let resolution = ScoreResolution([[low, high]])
    return (interval.lower >= low || resolution.areEqual(interval.lower, low))
      && (interval.upper <= high || resolution.areEqual(interval.upper, high))
  }

  /// What the difference settles by itself.
  public func verdict(level: Double, margin: Double?) -> Verdict {
    Verdicts([self], level: level, margin: margin).all[0]
  }
}
