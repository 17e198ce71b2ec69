import Decisions
package import Statistics

/// What training brought a method over its own start, where methods start from unlike encoders.
package struct StartGain: Sendable, Equatable {
  package let method: String
  /// The mean average over the tasks before training, and after it, in −1…1.
  package let before: Double
  package let after: Double
  /// After − before: its mean over runs, the deviation between them (nil for one run), and the interval
  /// of the mean by Student's t.
  package let gain: Double
  package let deviation: Double?
  package let interval: Interval?
  package let runs: Int
  /// Two-sided, of no gain; and by Holm over the methods. Nil for one run.
  package let p: Double?
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
    let starts = variants.map { variant in Spread(runs(of: variant).map(\.start))?.mean }
    return !starts.contains(nil) && Set(starts).count > 1
  }

  /// The gains in the order of the methods; empty where the methods start alike.
  package var startGains: [StartGain] {
    guard hasStartGains else { return [] }
    let level = analysis.rule.level
    let found = variants.compactMap { variant -> (String, [RunSummary], SeedSpread)? in
      let own = runs(of: variant).filter { $0.gain != nil }
      return SeedSpread(own, score: \.gain).map { (variant, own, $0) }
    }
    let chances = found.map { $0.2.chanceOfNone }
    let known = chances.compactMap { $0 }
    var adjusted = holmAdjusted(known).makeIterator()
    return zip(found, chances).map { own, p in
      let (variant, runs, spread) = own
      return StartGain(
        method: variant, before: Spread(runs.map(\.start))?.mean ?? 0,
        after: Spread(runs.map(\.average))?.mean ?? 0, gain: spread.mean,
        deviation: Spread(runs.map(\.gain))?.deviation,
        interval: spread.interval(level: level), runs: runs.count, p: p,
        adjustedP: p.flatMap { _ in adjusted.next() })
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

extension SeedSpread {
  /// The two-sided p of a mean of zero; nil for one run.
  fileprivate var chanceOfNone: Double? {
    guard let uncertainty else { return nil }
    guard uncertainty.ofMean > 0 else { return mean == 0 ? 1 : 0 }
    return StudentT(degreesOfFreedom: uncertainty.degreesOfFreedom)
      .twoSidedTail(mean / uncertainty.ofMean.squareRoot())
  }
}
