import Foundation
import Model
import Testing

/// The wish for a simulation: a whole number is its seed, anything else asks for a new one.
private let soak = ProcessInfo.processInfo.environment["SIMCSE_SOAK"]

/// The table of what each interval and test does in thousands of simulated studies.
///
/// Set SIMCSE_SOAK to run it: to a whole number, which is the seed, or to anything else for a new one,
/// which is printed. SIMCSE_SOAK_CASES, a regular expression, keeps the cases whose first label it
/// finds.
@Suite(
  .enabled(if: soak != nil, "set SIMCSE_SOAK to a seed, or to 'new', to simulate"),
  .serialized)
struct CoverageSoakTests {
  static let seed: UInt64 = {
    if let number = soak.flatMap(UInt64.init) { return number }
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }()
  let compute = Compute(
    product: .exact, threads: ProcessInfo.processInfo.activeProcessorCount)

  private static func isWanted(_ label: String) throws -> Bool {
    guard let wish = ProcessInfo.processInfo.environment["SIMCSE_SOAK_CASES"] else { return true }
    return try Regex(wish).firstMatch(in: label) != nil
  }

  /// At once, as a simulation may take long and be watched.
  private func tell(_ line: Any) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }

  @Test func `intervals and tests hold what they claim`() throws {
    tell("seed \(Self.seed)")
    for (group, items) in CoverageCase.groups {
      tell("## \(group)\n\(CoverageRow.heading)")
      for item in items where try Self.isWanted(item.claims[0].label) {
        let rows = try item.rows(
          studies: item.studies, sizes: item.sizes, seed: Self.seed, compute: compute)
        for row in rows {
          tell(row)
          #expect(row.holds, "\(row)")
        }
      }
    }
  }

  @Test func `planted variances are recovered on average`() throws {
    guard try Self.isWanted("planted variances") else { return }
    tell("seed \(Self.seed)\n| design | part | planted | mean |\n|---|---|---|---|")
    for (levels, keeping) in [(5, 1.0), (10, 1.0), (10, 0.75)] {
      let study = PlantedVariances(
        levels: levels, keeping: keeping, studies: keeping == 1 ? 1_000 : 200)
      for part in try study.recovered(seed: Self.seed, compute: compute) {
        let kept = keeping == 1 ? "complete" : "\(Int(100 * keeping)) % of the runs"
        tell("| \(levels) × \(levels) × 2, \(kept) \(part)")
        // Restricted likelihoods allow no estimate below zero, so they are a little high.
        #expect(part.isNear || keeping < 1 && abs(part.mean - part.planted) < 0.02, "\(part)")
      }
    }
  }
}
