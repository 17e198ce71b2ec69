import Model
package import Runs

/// Which of a study's factors are seeds, and which runs of two methods share theirs.
package enum SeedKeys {
  /// Whether a factor is a seed: of one stream, or of all that no other factor names.
  package static func isSeed(_ key: String) -> Bool {
    let path = RunSettings.path(of: key)
    return key == "seed" || path.count == 2 && path[0] == "seeds"
  }

  /// The runs by the label of a key, in the order of first mention.
  package static func sides(
    _ factors: [[RunFactor]], by key: String
  ) -> [(label: String, runs: [Int])] {
    var sides: [(label: String, runs: [Int])] = []
    for (run, own) in factors.enumerated() {
      let label = own.first { $0.key == key }?.label ?? ""
      if let place = sides.firstIndex(where: { $0.label == label }) {
        sides[place].runs.append(run)
      } else {
        sides.append((label, [run]))
      }
    }
    return sides
  }

  /// The places of runs of `a` and `b` whose seeds are the same in every stream, in the order of `a`.
  package static func common(
    _ a: [RunSettings.Seeds], _ b: [RunSettings.Seeds]
  ) -> [(Int, Int)] {
    a.enumerated().compactMap { place, seeds in b.firstIndex(of: seeds).map { (place, $0) } }
  }
}
