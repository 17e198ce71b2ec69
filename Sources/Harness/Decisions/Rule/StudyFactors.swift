public import Runs
public import Statistics

/// A study's runs as statistics of designs take them.
extension FactorialRuns {
  /// The runs by the keys that take more than one value in them; levels in the order of first mention.
  ///
  /// - Inputs: `factors`, those of each run; `values`, a score for each run.
  /// - Throws: ``DesignError`` unless two or three keys vary.
  public init(
    _ factors: [[RunFactor]], values: [Double]
  ) throws(DesignError) {
    let keys = Self.varyingKeys(factors)
    var known: [String: [String]] = [:]
    let levels = factors.map { run in
      keys.map { key -> UInt64 in
        let label = run.first { $0.key == key }?.label ?? ""
        var labels = known[key] ?? []
        if let place = labels.firstIndex(of: label) { return UInt64(place) }
        labels.append(label)
        known[key] = labels
        return UInt64(labels.count - 1)
      }
    }
    try self.init(factors: keys, levels: levels, values: values)
  }

  /// The keys that take more than one value, in the order of their first mention.
  ///
  /// Runs that differ by a trainer's repetition alone are several runs of one cell: what they differ by
  /// is the remainder.
  public static func varyingKeys(_ factors: [[RunFactor]]) -> [String] {
    var (keys, first, varying): ([String], [String: String], Set<String>) = ([], [:], [])
    for factor in factors.flatMap({ $0 }) {
      if let label = first[factor.key] {
        if label != factor.label { varying.insert(factor.key) }
      } else {
        keys.append(factor.key)
        first[factor.key] = factor.label
      }
    }
    return keys.filter { varying.contains($0) && !Trainer.isRepetition($0) }
  }
}
