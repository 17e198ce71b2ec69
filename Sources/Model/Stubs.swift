internal import Foundation
extension BLASScalar {
  static func map8(_ x: SIMD8<Self>, _ f: (Double) -> Double) -> SIMD8<Self> {
    var y = x
    for i in 0..<8 { y[i] = Self(f(Double(x[i]))) }
    return y
  }
  public static func exponential(_ x: SIMD8<Self>) -> SIMD8<Self> { map8(x, Foundation.exp) }
  public static func exponential(_ x: Self) -> Self { Self(Foundation.exp(Double(x))) }
  public static func errorFunction(_ x: SIMD8<Self>) -> SIMD8<Self> { map8(x, Foundation.erf) }
  public static func hyperbolicTangent(_ x: SIMD8<Self>) -> SIMD8<Self> { map8(x, Foundation.tanh) }
  public static func logarithm(_ x: Self) -> Self { Self(Foundation.log(Double(x))) }
}
extension DropoutMask {
  package func apply<Scalar: BLASScalar>(
    _ input: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>, elements: Range<Int>,
    at position: Position
  ) {
    for e in elements {
      unsafe output[e - elements.lowerBound] =
        keeps(e, at: position) ? input[e - elements.lowerBound] * Scalar(keptFactor) : 0
    }
  }
  package func factors<Scalar: BLASScalar>(
    elements: Range<Int>, at position: Position, into output: UnsafeMutablePointer<Scalar>
  ) {
    for e in elements {
      unsafe output[e - elements.lowerBound] = keeps(e, at: position) ? Scalar(keptFactor) : 0
    }
  }
}
extension RandomStream {
  public func normal(_ count: Int) -> [Double] { (0..<count).map { uniform(at: $0) } }
}
