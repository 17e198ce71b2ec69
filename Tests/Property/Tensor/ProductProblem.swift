import Model

/// Random scalars in −1…1 with all bits in use, from a fixed stream.
func randomScalars<Scalar: BLASScalar>(_ count: Int, _ label: String) -> [Scalar] {
  RandomStream(seed: 1, label: label).uniform(count).map { Scalar(2 * $0 - 1) }
}

/// Two factors and an old C in memory, with strides longer than their rows.
struct ProductProblem<Scalar: BLASScalar> {
  let m: Int
  let n: Int
  let k: Int
  let aTransposed: Bool
  let bTransposed: Bool
  let aStride: Int
  let bStride: Int
  let cStride: Int
  let a: [Scalar]
  let b: [Scalar]
  let c: [Scalar]

  init(m: Int, n: Int, k: Int, aTransposed: Bool, bTransposed: Bool) {
    self.m = m
    self.n = n
    self.k = k
    self.aTransposed = aTransposed
    self.bTransposed = bTransposed
    self.aStride = (aTransposed ? m : k) + 3
    self.bStride = (bTransposed ? k : n) + 1
    self.cStride = n + 2
    self.a = randomScalars((aTransposed ? k : m) * aStride, "a")
    self.b = randomScalars((bTransposed ? n : k) * bStride, "b")
    self.c = randomScalars(m * cStride, "c")
  }

  /// A layout's lowest bits tell which factors are transposed.
  init(_ size: ProductSize, layout: Int) {
    self.init(
      m: size.m, n: size.n, k: size.k, aTransposed: layout & 1 != 0, bTransposed: layout & 2 != 0)
  }

  /// C after the product under test; what lies between its rows is part of it.
  func result(_ compute: Compute, accumulating: Bool) -> [Scalar] {
    var result = c
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe result.withUnsafeMutableBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          unsafe compute.multiply(
            m: m, n: n, k: k, a, stride: aStride, transposed: aTransposed,
            b, stride: bStride, transposed: bTransposed,
            into: c, stride: cStride, from: accumulating ? .output : .zero)
        }
      }
    }
    return result
  }

  /// The oracle: a plain loop, one fused multiply-add after another along K.
  func chained(accumulating: Bool) -> [Scalar] {
    folded(accumulating: accumulating) { sum, a, b in sum.addingProduct(a, b) }
  }

  /// Σ|a||b| for each output, plus |c| when accumulating.
  func magnitudes(accumulating: Bool) -> [Scalar] {
    folded(accumulating: accumulating) { sum, a, b in abs(sum) + abs(a * b) }
  }

  /// C without what lies between its rows.
  func inside(_ c: [Scalar]) -> [Scalar] {
    (0..<m).flatMap { c[$0 * cStride..<$0 * cStride + n] }
  }

  private func folded(
    accumulating: Bool, _ step: (_ sum: Scalar, _ a: Scalar, _ b: Scalar) -> Scalar
  ) -> [Scalar] {
    var result = c
    for row in 0..<m {
      for column in 0..<n {
        var sum = accumulating ? c[row * cStride + column] : 0
        for place in 0..<k {
          let a = a[aTransposed ? place * aStride + row : row * aStride + place]
          let b = b[bTransposed ? column * bStride + place : place * bStride + column]
          sum = step(sum, a, b)
        }
        result[row * cStride + column] = sum
      }
    }
    return result
  }
}
