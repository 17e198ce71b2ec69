import Model
import Runs
import Support
import Testing

/// What each interval and test claims of itself, tried on a few hundred simulated studies.
@Suite struct CoverageTests {
  @Test func `intervals and tests of small studies hold what they claim`() throws {
    for item in CoverageCase.comparisons + CoverageCase.quickEstimates {
      let rows = try item.rows(studies: 200, sizes: [5, 10], seed: 11, compute: oneThread)
      for row in rows { #expect(row.holds, "\(row)") }
      #expect(rows.count >= item.claims.count)
    }
  }

  /// Each is simulated in earnest by the soak; a few studies of the smallest size show that it can be.
  @Test func `tails, families, odd shapes and gates can be simulated and hold their claims`() throws
  {
    let items =
      CoverageCase.tails + CoverageCase.families + CoverageCase.shapes + CoverageCase.gates
    for item in items {
      let rows = try item.rows(
        studies: 24, sizes: Array(item.sizes.prefix(1)), seed: 11, compute: oneThread)
      for row in rows { #expect(row.holds, "\(row)") }
      #expect(rows.count == item.claims.count)
    }
  }

  /// Each row is named once: results of several runs are joined by their names.
  @Test func `no two rows of the table have the same name`() {
    let names = CoverageCase.groups.flatMap(\.cases).flatMap { item in
      item.claims.flatMap { claim in item.sizes.map { "\(claim.label) \($0)" } }
    }
    #expect(Set(names).count == names.count && names.count > 200)
  }

  @Test func `planted variances are recovered on average`() throws {
    let study = PlantedVariances(levels: 5, keeping: 1, studies: 300)
    for part in try study.recovered(seed: 11, compute: oneThread) {
      #expect(part.isNear, "\(part)")
    }
  }

  /// The row itself is shown to fail when the share is not what it claims.
  @Test func `a row far from its claim does not hold`() {
    let claim = CoverageCase.Claim(label: "", share: 0.95...0.95)
    func holds(_ hits: Int) -> Bool {
      CoverageRow(claim: claim, size: 5, studies: 400, hits: hits).holds
    }
    #expect(holds(380) && holds(370) && !holds(350) && !holds(400))
  }
}
