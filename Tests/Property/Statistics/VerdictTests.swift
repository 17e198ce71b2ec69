import Decisions
import Model
import Statistics
import Testing

@Suite struct VerdictTests {
  /// Differences of −0.1 … 0.4 around 0.2: the interval holds zero and ends beyond 0.3.
  @Test(arguments: [1.0, -1])
  func `an interval beyond the margin on one side does not resolve`(_ sign: Double) throws {
    let differences = [-0.1, 0.1, 0.3, 0.4].map { sign * $0 }
    let comparison = try PairedComparison(differences, [0, 0, 0, 0], level: 0.95)
    let interval = comparison.interval
    #expect(interval.contains(0) && max(abs(interval.lower), abs(interval.upper)) > 0.3)
    #expect(min(abs(interval.lower), abs(interval.upper)) < 0.3)
    guard case .unresolved = Verdict(comparison, margin: 0.3) else {
      Issue.record("\(Verdict(comparison, margin: 0.3))")
      return
    }
    #expect(Verdict(comparison, margin: 1) == .noDifferenceLarger(than: 1))
  }
}
