import Foundation
import Model
import Support
import Testing

/// Our functions against 40 digits of mpmath: `ci/reference/elementary_functions.py`.
@Suite struct ElementaryFunctionsTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let float, floatErf, double: Double }
    let tolerance: Tolerance
    let exponential, errorFunction, hyperbolicTangent, logarithm: [[Double]]
  }

  @Test func `in Double every function is right to a few roundings`() throws {
    let reference: Reference = try Fixture.read("elementary_functions")
    let t = reference.tolerance.double
    #expect(worst(reference.exponential) { Double.exponential($0) } <= t)
    #expect(worst(reference.errorFunction) { Double.errorFunction($0) } <= t)
    #expect(worst(reference.hyperbolicTangent) { Double.hyperbolicTangent($0) } <= t)
    #expect(worst(reference.logarithm) { Double.logarithm($0) } <= t)
  }

  @Test func `in Float every function is right to two units in the last place`() throws {
    let reference: Reference = try Fixture.read("elementary_functions")
    let t = reference.tolerance
    #expect(worst(reference.exponential) { Double(Float.exponential(Float($0))) } <= t.float)
    #expect(
      worst(reference.hyperbolicTangent) { Double(Float.hyperbolicTangent(Float($0))) } <= t.float)
    #expect(worst(reference.logarithm) { Double(Float.logarithm(Float($0))) } <= t.float)
    let absolute = reference.errorFunction.reduce(0) {
      max($0, abs(Double(Float.errorFunction(Float($1[0]))) - $1[1]))
    }
    #expect(absolute <= t.floatErf)
  }

  /// The largest relative error; 0 must be met exactly.
  private func worst(_ points: [[Double]], _ function: (Double) -> Double) -> Double {
    points.reduce(0) { worst, point in
      let value = function(point[0])
      let error = abs(value - point[1])
      return max(worst, point[1] == 0 ? (error == 0 ? 0 : .infinity) : error / abs(point[1]))
    }
  }
}
