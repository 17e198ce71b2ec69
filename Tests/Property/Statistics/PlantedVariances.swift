import Model
import Statistics

/// Estimates of planted variance components, averaged over simulated studies.
struct PlantedVariances {
  let levels: Int
  /// The share of runs kept; 1 is a complete design, estimated by analysis of variance.
  let keeping: Double
  let studies: Int

  struct Part: CustomStringConvertible {
    let name: String
    let planted, mean, error: Double
    /// Within four standard errors.
    var isNear: Bool { abs(mean - planted) <= 4 * error }
    var description: String {
      func three(_ x: Double) -> String { "\((x * 1000).rounded() / 1000)" }
      return "| \(name) | \(three(planted)) | \(three(mean)) ± \(three(error)) |"
    }
  }

  func recovered(seed: UInt64, compute: Compute) throws -> [Part] {
    let stream = RandomStream(seed: seed, label: "planted").fork(levels)
    let planted = [0.2, 0.3, 0.1, 0.4]
    let answers = compute.map(studies, blockSize: 8) { index in
      Result { () throws -> VarianceComponents in
        let own = stream.fork(index)
        let runs = try CoverageCase.planted(
          sizes: [levels, levels], replicates: 2,
          variances: [([0], planted[0]), ([1], planted[1]), ([0, 1], planted[2])],
          remainder: planted[3], keeping: keeping, own)
        return keeping == 1
          ? try .analysisOfVariance(
            runs, level: 0.95, draws: 100, stream: own.fork("draws"),
            compute: CoverageCase.oneWorker)
          : try .restrictedLikelihood(
            runs, terms: runs.terms, level: nil, compute: CoverageCase.oneWorker)
      }
    }
    let known = try answers.map { try $0.get() }
    return try planted.indices.map { part in
      let values = known.map { $0.parts[part].variance }
      return Part(
        name: known[0].parts[part].name, planted: planted[part], mean: try mean(values),
        error: try standardDeviation(values) / Double(studies).squareRoot())
    }
  }
}
