package import Model
import Synchronization

/// The mean correlations of several runs on resampled pairs, all runs on the same ones.
///
/// Resample b of a task with N pairs draws N of them with replacement by
/// `RandomStream(seed:label: "gate-pairs").fork(task).fork(b)`. The draws depend on nothing else:
/// replicates computed at another time, of other runs on the same pairs, can be subtracted one by
/// one, which is the paired bootstrap without the pairs.
///
/// A resample in which one side is constant counts as a correlation of zero.
///
/// - Randomness: as above; the number of threads changes no bit.
/// - Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 6; Koehn 2004
///   (https://aclanthology.org/W04-3250) for pairing.
/// - Complexity: O(resamples · runs · N) after one sort a run.
package struct PairBootstrap {
  /// Sums of correlations over runs, divided by the runs: a number a resample.
  package let spearman: [Double]
  package let pearson: [Double]

  /// - Inputs: `gold` (N); `cosines`, (N) for each run.
  /// - Precondition: at least one run, N at least 1, and as many cosines as gold scores.
  package init(
    task: String, gold: [Double], cosines: [[Double]], seed: UInt64, resamples: Int,
    compute: Compute
  ) {
    precondition(!gold.isEmpty && !cosines.isEmpty, "a bootstrap needs pairs and runs")
    for values in cosines {
      precondition(
        values.count == gold.count, "\(values.count) cosines beside \(gold.count) gold scores")
    }
    let count = gold.count
    let stream = RandomStream(seed: seed, label: "gate-pairs").fork(task)
    let (goldSide, sides) = (Side(gold), cosines.map(Side.init))
    let found = Mutex([(Double, Double)](repeating: (0, 0), count: resamples))
    compute.forEachBlock(resamples, size: 8) { block in
      for resample in block {
        let draws = stream.fork(resample)
        var times = [Int32](repeating: 0, count: count)
        for draw in 0..<count { times[draws.integer(at: draw, below: count)] += 1 }
        let goldRanks = goldSide.centeredRanks(times)
        var sums = (0.0, 0.0)
        for side in sides {
          sums.0 += Self.correlation(goldRanks, side.centeredRanks(times), times)
          sums.1 += Self.correlation(goldSide.centered, side.centered, times)
        }
        let means = (sums.0 / Double(sides.count), sums.1 / Double(sides.count))
        found.withLock { $0[resample] = means }
      }
    }
    let pairs = found.withLock { $0 }
    spearman = pairs.map(\.0)
    pearson = pairs.map(\.1)
  }

  /// Pearson's correlation of values that are each there several times.
  private static func correlation(_ x: [Double], _ y: [Double], _ times: [Int32]) -> Double {
    var (count, sx, sy, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for index in times.indices where times[index] > 0 {
      let (weight, a, b) = (Double(times[index]), x[index], y[index])
      count += weight
      sx += weight * a
      sy += weight * b
      xx += weight * a * a
      yy += weight * b * b
      xy += weight * a * b
    }
    // The values are centered, so these differences cost few digits.
    let (varianceX, varianceY) = (xx - sx * sx / count, yy - sy * sy / count)
    let floor = 1e-12
    guard varianceX > floor * xx, varianceY > floor * yy else { return 0 }
    return (xy - sx * sy / count) / (varianceX.squareRoot() * varianceY.squareRoot())
  }

  /// One side's values, and their order with the places where equal ones begin.
  private struct Side {
    let centered: [Double]
    let order: [Int]
    let starts: [Int]

    init(_ values: [Double]) {
      let mean = values.reduce(0) { $0 + $1 / Double(values.count) }
      centered = values.map { $0 - mean }
      let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      starts =
        order.indices.filter { $0 == 0 || values[order[$0]] != values[order[$0 - 1]] }
        + [order.count]
      self.order = order
    }

    /// Mean ranks within the resample, less their mean; pairs that are not in it get any number.
    func centeredRanks(_ times: [Int32]) -> [Double] {
      var ranks = [Double](repeating: 0, count: order.count)
      var before = -Double(order.count) / 2
      for group in 0..<starts.count - 1 {
        let members = starts[group]..<starts[group + 1]
        var weight = 0.0
        for place in members { weight += Double(times[order[place]]) }
        for place in members { ranks[order[place]] = before + weight / 2 }
        before += weight
      }
      return ranks
    }
  }
}
