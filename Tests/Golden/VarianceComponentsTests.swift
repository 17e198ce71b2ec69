import Model
import Statistics
import Support
import Testing

/// A printed analysis of variance, and restricted likelihoods maximized by SciPy:
/// `ci/reference/statistics_variance_components.py`.
@Suite struct VarianceComponentsTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let printed, variance, height, share: Double }
    struct Seeds: Decodable {
      struct Column: Decodable {
        let name: String
        let values, shares: [Double]
        let minusTwiceHeight, lowerEndOfOrder: Double
      }
      let levels: [[UInt64]]
      let columns: [Column]
    }
    struct Printed: Decodable { let sumsOfSquares, variances: [Double] }
    struct Case: Decodable {
      let name: String
      let factors: [String]
      let levels: [[UInt64]]
      let values: [Double]
      let terms: [[Int]]
      let variances: [Double]

      var runs: FactorialRuns {
        get throws { try FactorialRuns(factors: factors, levels: levels, values: values) }
      }
    }
    let tolerance: Tolerance
    let printed: Printed
    let cases: [Case]
    let seeds: Seeds
  }

  @Test func `the analysis of variance of the gauge study is the printed one`() throws {
    let reference: Reference = try Fixture.read("statistics_variance_components")
    let gauge = try #require(reference.cases.first)
    let result = try VarianceComponents.analysisOfVariance(
      try gauge.runs, level: 0.95, draws: 1_000, stream: RandomStream(seed: 1, label: "gauge"),
      compute: oneThread)
    #expect(result.parts.map(\.name) == ["part", "operator", "part × operator", "remainder"])
    let tolerance = reference.tolerance.printed
    let sums = result.parts.compactMap { $0.meanSquare?.sumOfSquares }
    #expect(largestDifference(sums, reference.printed.sumsOfSquares) <= tolerance)
    #expect(
      largestDifference(result.parts.map(\.variance), reference.printed.variances) <= tolerance)
    #expect(result.parts.compactMap { $0.meanSquare?.degrees } == [19, 2, 38, 60])
  }

  @Test func `restricted likelihoods have the maxima that SciPy finds`() throws {
    let reference: Reference = try Fixture.read("statistics_variance_components")
    for item in reference.cases {
      let runs = try item.runs
      let terms = item.terms.compactMap { factors in
        runs.terms.first { $0.factors == factors }
      }
      let result = try VarianceComponents.restrictedLikelihood(
        runs, terms: terms, level: nil, compute: oneThread)
      let difference = largestDifference(result.parts.map(\.variance), item.variances)
      #expect(difference <= reference.tolerance.variance, "\(item.name)")
    }
    #expect(reference.cases.count >= 4)
  }

  /// Scores whose likelihood has several maxima: 2 initializations, 5 data orders, 5 dropouts.
  static let columns = 0..<7

  @Test(arguments: columns)
  func `the greatest of several maxima is found, and the ends of shares`(_ column: Int) throws {
    let reference: Reference = try Fixture.read("statistics_variance_components")
    let item = reference.seeds.columns[column]
    let runs = try FactorialRuns(
      factors: ["initialization", "order", "dropout"], levels: reference.seeds.levels,
      values: item.values)
    let terms = try runs.separableTerms()
    #expect(terms.count == 6)
    let fit = try RestrictedFit(runs, terms: terms)
    #expect(abs(-2 * fit.height - item.minusTwiceHeight) <= reference.tolerance.height)
    let result = try VarianceComponents.restrictedLikelihood(
      runs, terms: terms, level: nil, compute: oneThread)
    #expect(
      largestDifference(result.parts.compactMap(\.share), item.shares)
        <= reference.tolerance.share, "\(item.name)")
    let lower = fit.interval(ofShare: 1, estimate: item.shares[1], level: 0.95).interval.lower
    #expect(abs(lower - item.lowerEndOfOrder) <= reference.tolerance.share, "\(item.name)")
    // No share held reaches higher than the free maximum.
    for part in 0..<7 {
      for share in [0, 0.02, 0.3, 0.9] {
        #expect(fit.deviance(ofShare: part, share) > -1e-6, "\(item.name) \(part) \(share)")
      }
    }
  }

  /// On STS15 a single start ended at order 91 %, remainder 6 %, with −2ℓ = −22.6756.
  @Test func `many starts reach the maximum that one start missed`() throws {
    let reference: Reference = try Fixture.read("statistics_variance_components")
    let item = try #require(reference.seeds.columns.first { $0.name == "STS15" })
    let runs = try FactorialRuns(
      factors: ["initialization", "order", "dropout"], levels: reference.seeds.levels,
      values: item.values)
    let fit = try RestrictedFit(runs, terms: try runs.separableTerms())
    // There ln n of the 30 runs was counted too.
    #expect(abs(-2 * fit.height - Double.logarithm(30) - -22.6822) < 2e-4)
    // That point has a share that is rounded to 91 %, where the profile is no lower.
    let falls = (0...10).map { fit.deviance(ofShare: 1, 0.905 + 0.001 * Double($0)) }
    let least = try #require(falls.min())
    #expect(least > 0 && least < -22.6756 - -22.6822 + 5e-4, "\(falls)")
    let result = try VarianceComponents.restrictedLikelihood(
      runs, terms: try runs.separableTerms(), level: nil, compute: oneThread)
    let percent = result.parts.map { (100 * ($0.share ?? 0)).rounded() }
    #expect(percent == [3, 86, 0, 4, 0, 7, 0])
  }

  /// In percent, beside 8.5, 2.3, 4.8, 1.5, 28.5, 1.6 and 2.0 from one start.
  @Test(
    arguments: zip(
      ["average", "STS12", "STS13", "STS14", "STS15", "STSBenchmark", "SICK-R"],
      [5.4, 1.3, 3.5, 0.7, 9.8, 0.7, 1.2]))
  func `the share of data order reaches as far down as many starts say`(
    name: String, lower: Double
  ) throws {
    let reference: Reference = try Fixture.read("statistics_variance_components")
    let item = try #require(reference.seeds.columns.first { $0.name == name })
    // Where the likelihood has several maxima a profile's end moves by a tenth of a point.
    #expect(abs(100 * item.lowerEndOfOrder - lower) < 0.11)
  }
}
