import Model

/// Looks at a study whose largest number of seeds is fixed before it begins.
///
/// Of α the part that may be spent up to a share τ of the seeds, half on either side, is
///
///     α(τ) = 4 (1 − Φ(z(1 − α/4) / √τ))
///
/// much like O'Brien and Fleming's: little at first, so that the last look asks nearly what a study
/// without looks asks. Each look has a bound for z; a two-sided p of the t test at most `levels` of its
/// look stops the study.
///
/// - Source: Lan and DeMets, Biometrika 70 (1983); O'Brien and Fleming, Biometrics 35 (1979); the
///   recursion: Armitage, McPherson and Rowe, JRSS A 132 (1969); p of a t test against these levels:
///   Jennison and Turnbull, "Group Sequential Methods" (2000), section 3.8.
public struct PlannedLooks: Sendable, Equatable {
  public let level: Double
  /// The seeds at each look, ascending; the last is the most.
  public let seeds: [Int]
  /// |z| at or beyond which a look stops; infinite where so little may be spent that none does.
  public let bounds: [Double]
  /// The two-sided p at or below which a look stops.
  public let levels: [Double]

  /// - Inputs: `seeds` at each look; `level`, such as 0.95.
  /// - Precondition: `seeds` ascend from 2 or more.
  public init(seeds: [Int], level: Double) {
    Interval.check(level)
    precondition(
      zip([1] + seeds, seeds).allSatisfy { $0 < $1 } && !seeds.isEmpty,
      "looks come at ascending numbers of seeds from 2, not at \(seeds)")
    let most = Double(seeds[seeds.count - 1])
    let z = -NormalDistribution.quantile((1 - level) / 4)
    let spent = seeds.map { seeds -> Double in
      4 * NormalDistribution.cumulative(-z / (Double(seeds) / most).squareRoot())
    }
    self.level = level
    self.seeds = seeds
    bounds = Self.bounds(information: seeds.map(Double.init), spent: spent)
    levels = bounds.map { 2 * NormalDistribution.cumulative(-$0) }
  }

  /// The bounds at which the chance of having stopped is what may be spent.
  ///
  /// Kept is the density of the sum S, of variance `information`, over the studies that continued.
  private static func bounds(information: [Double], spent: [Double]) -> [Double] {
    var bounds: [Double] = []
    var (points, masses, before) = ([0.0], [1.0], 0.0)
    var stopped = 0.0
    for (now, total) in zip(information, spent) {
      let step = (now - before).squareRoot()
      func beyond(_ bound: Double) -> Double {
        let edge = bound * now.squareRoot()
        return zip(points, masses).reduce(0) { sum, point in
          let (above, below) = ((point.0 - edge) / step, (-edge - point.0) / step)
          return sum + point.1
            * (NormalDistribution.cumulative(above) + NormalDistribution.cumulative(below))
        }
      }
      let wanted = total - stopped
      // Sums of rounded chances cannot distinguish less than this from nothing.
      let bound =
        wanted < 1e-14
        ? .infinity : argument(reaching: -wanted, from: 0, to: 10) { -beyond($0) }
      bounds.append(bound)
      stopped = total
      let edge = min(bound, 9) * now.squareRoot()
      let nodes = 600
      let width = 2 * edge / Double(nodes)
      // Simpson's rule over what continued.
      let next = (0...nodes).map { Double($0) * width - edge }
      masses = next.enumerated().map { place, point in
        let weight = place == 0 || place == nodes ? 1.0 : place % 2 == 1 ? 4 : 2
        let density = zip(points, masses).reduce(0) {
          $0 + $1.1 * NormalDistribution.density((point - $1.0) / step)
        }
        return weight * width / 3 * density / step
      }
      (points, before) = (next, now)
    }
    return bounds
  }
}
