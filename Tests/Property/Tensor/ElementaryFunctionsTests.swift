import Model
import Testing

@Suite struct ElementaryFunctionsTests {
  static let points: [Float] = (-2000...2000).map { Float($0) / 97 }

  @Test func `a lane has the bits that it has beside any others`() {
    for start in stride(from: 0, to: Self.points.count - 8, by: 8) {
      var x = SIMD8<Float>()
      for lane in 0..<8 { x[lane] = Self.points[start + lane] }
      let (e, f, t) = (
        Float.exponential(x), Float.errorFunction(x), Float.hyperbolicTangent(x)
      )
      for lane in 0..<8 {
        #expect(e[lane] == Float.exponential(x[lane]))
        #expect(f[lane] == Float.errorFunction(x[lane]))
        #expect(t[lane] == Float.hyperbolicTangent(x[lane]))
      }
    }
  }

  @Test func `erf and tanh are odd and stay within one`() {
    for x in Self.points {
      #expect(Float.errorFunction(-x) == -Float.errorFunction(x))
      #expect(Float.hyperbolicTangent(-x) == -Float.hyperbolicTangent(x))
      #expect(abs(Float.errorFunction(x)) <= 1)
      #expect(abs(Float.hyperbolicTangent(x)) <= 1)
    }
  }

  @Test func `the limits are reached`() {
    #expect(Float.exponential(-.infinity) == 0)
    #expect(Float.exponential(Float.infinity) == .infinity)
    #expect(Float.exponential(Float(0)) == 1)
    #expect(Float.exponential(Float.nan).isNaN)
    #expect(Float.errorFunction(Float.infinity) == 1)
    #expect(Float.errorFunction(Float.nan).isNaN)
    #expect(Float.hyperbolicTangent(-Float.infinity) == -1)
    #expect(Double.exponential(-.infinity) == 0)
    #expect(Double.errorFunction(-Double.infinity) == -1)
    #expect(Double.logarithm(0) == -.infinity)
    #expect(Double.logarithm(-1).isNaN)
    #expect(Double.logarithm(1) == 0)
  }
}
