package import Decisions
import Model

extension Study {
  /// The seeds of the study in the order in which they are used.
  ///
  /// First those that it lists. A followed study then takes draws of the stream `further-seeds` under
  /// seed 1, whole numbers from 1 to 999,999; one that came before is passed over. They are the same in
  /// every study, so that the runs of two studies may be paired.
  ///
  /// - Randomness: `further-seeds`.
  func seedOrder(_ rule: FollowedRule?) -> SeedOrder {
    let listed = seeds ?? []
    var all = listed
    let stream = RandomStream(seed: 1, label: "further-seeds")
    var draw = 0
    while all.count < rule?.mostSeeds ?? 0 {
      let seed = UInt64(1 + stream.integer(at: draw, below: 999_999))
      if !all.contains(seed) { all.append(seed) }
      draw += 1
    }
    return SeedOrder(all: all, listed: listed.count)
  }

  /// The seeds that a followed study may add, in their order; none of any other, or of a rule that cannot
  /// be read.
  package var furtherSeeds: [UInt64] {
    let order = seedOrder(try? followedRule(file: name))
    return Array(order.all[order.listed...])
  }

  /// The rule of a study that is followed while seeds are added; nil for any other.
  ///
  /// - Throws: `InputError` for a rule that cannot be read.
  package func followedRule(file: String) throws -> FollowedRule? {
    try decide.flatMap { try DecisionRule($0, file: file).followed }
  }
}
