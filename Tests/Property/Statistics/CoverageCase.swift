import Model
import Runs
import Statistics

/// Something that a simulated study shows to be so or not, such as whether an interval holds the truth.
struct CoverageCase: Sendable {
  /// How often it should be so: what the documentation says of it.
  struct Claim: Sendable {
    let label: String
    let share: ClosedRange<Double>
  }

  let claims: [Claim]
  /// The sizes of study it is tried at: seeds, pairs or levels.
  let sizes: [Int]
  /// How many studies the long simulation makes: as many as give the claims' shares a narrow band.
  let studies: Int
  /// One answer a claim.
  let study: @Sendable (RandomStream, _ size: Int) throws -> [Bool]

  init(
    claims: [Claim], sizes: [Int], studies: Int = 4_000,
    study: @escaping @Sendable (RandomStream, _ size: Int) throws -> [Bool]
  ) {
    (self.claims, self.sizes, self.studies, self.study) = (claims, sizes, studies, study)
  }

  /// Every case of the long simulation, by what a page calls them.
  static let groups: [(name: String, cases: [CoverageCase])] = [
    ("Two methods", comparisons), ("The tail that 27 methods ask for", tails),
    ("Families of 27 methods without a difference", families),
    ("Scores that are skewed, two-humped or diverge", shapes), ("Gates", gates),
    ("Shares of the variance", estimates), ("Looked at while seeds are added", sequential),
  ]

  /// The rows of a table, a claim and a size in each.
  func rows(studies: Int, sizes: [Int], seed: UInt64, compute: Compute) throws -> [CoverageRow] {
    try self.sizes.filter(sizes.contains).flatMap { size -> [CoverageRow] in
      let stream = RandomStream(seed: seed, label: claims[0].label).fork(size)
      let answers = compute.map(studies, blockSize: 16) { index in
        Result { try study(stream.fork(index), size) }
      }
      let known = try answers.map { try $0.get() }
      return claims.indices.map { claim in
        CoverageRow(
          claim: claims[claim], size: size, studies: studies,
          hits: known.reduce(0) { $0 + ($1[claim] ? 1 : 0) })
      }
    }
  }
}

/// How often something was so in simulated studies, beside how often it should be.
struct CoverageRow: CustomStringConvertible {
  let claim: CoverageCase.Claim
  let size: Int
  let studies: Int
  let hits: Int

  var share: Double { Double(hits) / Double(studies) }

  /// Whether the share is in the claimed range, give or take four of its standard errors.
  var holds: Bool {
    func isNear(_ bound: Double) -> Bool {
      abs(share - bound) <= 4 * (bound * (1 - bound) / Double(studies)).squareRoot()
    }
    return claim.share.contains(share) || isNear(claim.share.lowerBound)
      || isNear(claim.share.upperBound)
  }

  /// In percent; of a far tail to thousandths.
  var description: String {
    let digits: Double = claim.share.upperBound < 0.01 ? 1_000 : 10
    func percent(_ x: Double) -> String { "\((x * 100 * digits).rounded() / digits)" }
    return "| \(claim.label) | \(size) | \(percent(share)) | "
      + "\(percent(claim.share.lowerBound))–\(percent(claim.share.upperBound)) | \(studies) |"
  }

  static let heading = "| what | n | measured % | claimed % | studies |\n|---|---|---|---|---|"
}
