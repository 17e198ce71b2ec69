import Decisions
import Statistics

/// A method's difference as a study's own rule found it, whatever the kind of rule.
struct RuledDifference {
  let reference: String
  /// The common seeds.
  let seeds: Int
  let difference: Double
  let interval: Interval
  let p: Double
  let adjustedP: Double
  let verdict: Verdict
  /// The largest difference that does not matter by the rule; nil where it names none.
  let margin: Double?

  init(_ own: StudyVerdict.Comparison) {
    reference = own.reference
    seeds = own.seeds
    difference = own.difference
    interval = own.interval
    p =
      SeedPairError(
        difference: own.difference, varianceFromSeeds: own.varianceFromSeeds,
        varianceFromPairs: own.varianceFromPairs, seeds: own.seeds
      ).p(against: 0)
    adjustedP = own.adjustedP
    verdict =
      own.outcome == .unresolved
      ? .unresolved(furtherSeeds: own.moreSeeds) : own.difference > 0 ? .better : .worse
    margin = nil
  }

  /// Nil where the study has no look, or another method.
  init?(_ method: String, _ followed: FollowedVerdict) {
    guard let look = followed.last?.methods.first(where: { $0.method == method }),
      let own = followed.methods.first(where: { $0.method == method })
    else { return nil }
    reference = followed.reference
    seeds = look.seeds
    difference = look.difference
    interval = look.interval
    p = look.p
    adjustedP = look.adjustedP ?? look.p
    verdict =
      switch own.finding {
      case .better: .better
      case .worse: .worse
      case .equivalent: .noDifference
      case .open, .outOfBudget: .unresolved(furtherSeeds: own.moreSeeds)
      }
    margin = followed.margin
  }
}

extension StudyVerdict {
  /// What the rule found of a method; nil where it is not among those compared.
  func ruled(_ method: String) -> RuledDifference? {
    if let following { return RuledDifference(method, following) }
    return comparisons?.first { $0.method == method }.map(RuledDifference.init)
  }

  /// What the error of its differences is over.
  var errorWords: String {
    guard let following else { return "seeds and sentence pairs drawn anew" }
    return "looked at while seeds were added, at most \(following.mostSeeds); "
      + "sentence pairs as they are"
  }
}

extension StudyAnalysis {
  /// What is said of a method for which no number of further seeds is known.
  func tooMany(by ruling: StudyVerdict?) -> String {
    ruling?.following == nil ? "no number alone" : "more than the study may add"
  }
}
