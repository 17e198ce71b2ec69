import Decisions
package import Statistics

/// What training brought a method over its own start, where methods start from unlike encoders.
package struct StartGain: Sendable, Equatable {
  package let method: String
  /// The mean average over the tasks before training, and after it, in −1…1.
  package let before: Double
  package let after: Double
  /// After − before: its mean over runs, the deviation between them (nil for one run), and the interval
  /// of the mean as that of two methods under common seeds.
  package let gain: Double
  package let deviation: Double?
  package let interval: Interval?
  package let runs: Int
  /// Two-sided, of no gain, by Holm over the methods; nil for one run.
  package let adjustedP: Double?

  /// Whether the gain is above or below zero, by the adjusted p; nil where that is open.
  package func isGain(level: Double) -> Bool? {
    guard let adjustedP, adjustedP <= 1 - level, gain != 0 else { return nil }
    return gain > 0
  }
}

extension StudySummary {
  /// Whether the methods start from encoders of unlike scores, so that each has a gain of its own.
  package var hasStartGains: Bool {
    guard tasks.count > 0, variants.count > 1 else { return false }
    let starts = trainedVariants.map { variant in Spread(runs(of: variant).map(\.start))?.mean }
    return !starts.contains(nil) && Set(starts).count > 1
  }

  /// The methods that make an update, as far as their runs show.
  private var trainedVariants: [String] {
    variants.filter { variant in
      !runs(of: variant).allSatisfy { run in
        !run.selection.isEmpty && run.selection.allSatisfy { $0.step == 0 }
      }
    }
  }

  /// The gains in the order of the methods that make an update; empty where the methods start alike.
  package var startGains: [StartGain] {
    guard hasStartGains else { return [] }
    let level = analysis.rule.level
    let found = trainedVariants.compactMap {
      variant -> (method: String, runs: [RunSummary], difference: Difference?)? in
      let own = runs(of: variant).filter { $0.gain != nil }
      guard !own.isEmpty, let layout = SeedLayout(own.map(\.seeds)) else { return nil }
      let difference = try? Difference(
        paired: own.compactMap(\.average), own.compactMap(\.start), layout: layout)
      return (variant, own, difference)
    }
    var adjusted = holmAdjusted(found.compactMap { $0.difference?.p() }).makeIterator()
    return found.map { method, runs, difference in
      let gains = Spread(runs.map(\.gain))
      return StartGain(
        method: method, before: Spread(runs.map(\.start))?.mean ?? 0,
        after: Spread(runs.map(\.average))?.mean ?? 0,
        gain: difference?.estimate ?? gains?.mean ?? 0, deviation: gains?.deviation,
        interval: difference?.interval(level: level), runs: runs.count,
        adjustedP: difference.flatMap { _ in adjusted.next() })
    }
  }

  /// Whether any two runs start from unlike scores.
  static func startsDiffer(_ runs: [RunSummary]) -> Bool {
    guard let first = runs.first?.before else { return false }
    return runs.contains { $0.before != first }
  }
}

extension RunSummary {
  /// The average before training.
  var start: Double? { before?.last ?? nil }

  /// What training brought the average.
  var gain: Double? {
    guard let start, let average else { return nil }
    return average - start
  }
}
