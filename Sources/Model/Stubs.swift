internal import Foundation
extension BLASScalar {
  static func map8(_ x: SIMD8<Self>, _ f: (Double) -> Double) -> SIMD8<Self> {
    var y = x
    for i in 0..<8 { y[i] = Self(f(Double(x[i]))) }
    return y
  }
  public static func exponential(_ x: SIMD8<Self>) -> SIMD8<Self> { map8(x, Foundation.exp) }
  public static func errorFunction(_ x: SIMD8<Self>) -> SIMD8<Self> { map8(x, Foundation.erf) }
  public static func hyperbolicTangent(_ x: SIMD8<Self>) -> SIMD8<Self> { map8(x, Foundation.tanh) }
  public static func logarithm(_ x: Self) -> Self { Self(Foundation.log(Double(x))) }
}
extension Compute {
  package func multiply<Scalar: BLASScalar>(
    m: Int, n: Int, k: Int,
    _ a: UnsafePointer<Scalar>, aStride: Int, aTransposed: Bool,
    _ b: UnsafePointer<Scalar>, bStride: Int, bTransposed: Bool,
    into c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulating: Bool
  ) {
    for i in 0..<m {
      for j in 0..<n {
        var s: Scalar = accumulating ? unsafe c[i * cStride + j] : 0
        for l in 0..<k {
          unsafe s = s.addingProduct(
            a[aTransposed ? l * aStride + i : i * aStride + l],
            b[bTransposed ? j * bStride + l : l * bStride + j])
        }
        unsafe c[i * cStride + j] = s
      }
    }
  }
  public func product<Scalar: BLASScalar>(
    _ a: Tensor<Scalar>, aTransposed: Bool, _ b: Tensor<Scalar>, bTransposed: Bool
  ) -> Tensor<Scalar> {
    let m = aTransposed ? a.columns : a.rows, k = aTransposed ? a.rows : a.columns
    let n = bTransposed ? b.rows : b.columns
    return Tensor.filling([m, n]) { c in
      a.reading { a in
        b.reading { b in
          unsafe multiply(
            m: m, n: n, k: k, a.pointer, aStride: aTransposed ? m : k, aTransposed: aTransposed,
            b.pointer, bStride: bTransposed ? k : n, bTransposed: bTransposed, into: c.pointer,
            cStride: n, accumulating: false)
        }
      }
    }
  }
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
