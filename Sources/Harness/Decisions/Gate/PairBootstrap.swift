package import Model
import Statistics

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
    let all = Correlation.allCases.map {
      ResampledCorrelations(gold: gold, cosines: cosines, $0)
    }
    let found = compute.map(resamples, blockSize: 8) { resample in
      let weights = drawnWeights(count, stream: stream.fork(resample))
      return all.map { $0.values(weights).reduce(0) { $0 + ($1 ?? 0) } / Double(cosines.count) }
    }
    spearman = found.map { $0[0] }
    pearson = found.map { $0[1] }
  }
}
