import Statistics
import Support
import Testing

/// Spearman's and Pearson's correlation by SciPy on awkward vectors: `ci/reference/correlations.py`.
@Suite struct CorrelationTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let spearman, ranks: Double }
    struct Case: Decodable, Sendable {
      let name: String
      let x, y: [Double]
      let ranksOfX: [Double]
      let spearman, spearmanNearest, pearson: Double?
      let pearsonTolerance: Double
    }
    let tolerance: Tolerance
    let cases: [Case]
  }

  @Test func `two rankings of one correlation have it to the bit`() throws {
    let reference: Reference = try Fixture.read("correlations")
    let equal = reference.cases.filter { $0.name.hasPrefix("one of two equal") }
    let values = try equal.map { try RankCorrelation($0.x, $0.y) }
    #expect(values.count == 2 && values[0] == values[1])
    #expect(values[0].value == values[1].value && values[0].value > 0)
  }

  @Test func `ranks and correlations are SciPy's`() throws {
    let reference: Reference = try Fixture.read("correlations")
    for item in reference.cases {
      #expect(ranks(item.x) == item.ranksOfX, "\(item.name)")
      compare(item.spearman, reference.tolerance.spearman, item.name) {
        try spearman(item.x, item.y)
      }
      compare(item.spearmanNearest, 0, item.name) { try spearman(item.x, item.y) }
      compare(item.pearson, item.pearsonTolerance, item.name) { try pearson(item.x, item.y) }
    }
    #expect(reference.cases.count >= 20)
  }

  /// Where SciPy gives NaN, ours names the constant side.
  private func compare(
    _ expected: Double?, _ tolerance: Double, _ name: String, _ value: () throws -> Double
  ) {
    do {
      let own = try value()
      guard let expected else {
        Issue.record("\(name): \(own), where SciPy has no correlation")
        return
      }
      #expect(abs(own - expected) <= tolerance, "\(name)")
    } catch let error as StatisticError {
      guard case .constantInput = error, expected == nil else {
        Issue.record("\(name): \(error)")
        return
      }
    } catch {
      Issue.record("\(name): \(error)")
    }
  }
}
