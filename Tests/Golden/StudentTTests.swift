import Decisions
import Model
import Statistics
import Support
import Testing

/// Student's quantiles and Welch's test by SciPy, tails by mpmath: `ci/reference/gates.py`.
@Suite struct StudentTTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let relative: Double }
    struct Quantile: Decodable { let degrees, tail, quantile: Double }
    struct Tail: Decodable { let degrees, t, twoSided: Double }
    struct Welch: Decodable {
      let baseline, new: [Double]
      let degrees, pValue, lower, upper: Double
    }
    let tolerance: Tolerance
    let quantiles: [Quantile]
    let tails: [Tail]
    let welch: [Welch]
  }

  private func isNear(_ own: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(own - expected) <= tolerance * abs(expected)
  }

  @Test func `quantiles are SciPy's, tails mpmath's`() throws {
    let reference: Reference = try Fixture.read("gates")
    let relative = reference.tolerance.relative
    for item in reference.quantiles {
      let own = StudentT(degreesOfFreedom: item.degrees).upperQuantile(item.tail)
      #expect(isNear(own, item.quantile, relative), "\(item): \(own)")
    }
    for item in reference.tails {
      let own = StudentT(degreesOfFreedom: item.degrees).twoSidedTail(item.t)
      #expect(isNear(own, item.twoSided, relative), "\(item): \(own)")
    }
    #expect(reference.quantiles.count >= 100 && reference.tails.count >= 90)
  }

  @Test func `the noise between seeds is Welch's by SciPy`() throws {
    let reference: Reference = try Fixture.read("gates")
    let relative = reference.tolerance.relative
    for item in reference.welch {
      let difference = try Difference(
        unpaired: item.new, .independent, item.baseline, .independent)
      let interval = difference.interval(level: 0.95)
      #expect(isNear(difference.degreesOfFreedom, item.degrees, relative))
      // A difference of means that are near one another has lost some digits.
      #expect(isNear(difference.p(), item.pValue, 1e-9))
      #expect(abs(interval.lower - item.lower) < 1e-12)
      #expect(abs(interval.upper - item.upper) < 1e-12)
    }
    #expect(reference.welch.count >= 5)
  }
}
