import Foundation
public import Model

/// A digest of probe computations: two machines with equal digests give a run equal bits.
public enum NumericFingerprint {
  /// The digest under a backend of matrix products.
  public static func digest(product: MatrixProduct) -> String {
    let compute = Compute(product: product, threads: 1)
    var hash = SHA256()
    func add(_ tensor: Tensor<Float>) {
      for scalar in tensor.scalars {
        withUnsafeBits(of: scalar.bitPattern) { hash.update($0) }
      }
    }
    func probe(_ shape: [Int], _ label: String) -> Tensor<Float> {
      let draws = RandomStream(seed: 1, label: label).uniform(shape.reduce(1, *))
      return Tensor(draws.map { Float(8 * $0 - 4) }, shape: shape)
    }
    for (m, n, k) in [(1, 1, 1), (7, 17, 33), (64, 96, 300), (130, 40, 520)] {
      add(
        compute.product(
          probe([m, k], "a"), transposed: false, probe([n, k], "b"), transposed: true))
    }
    let x = probe([3, 101], "x")
    add(Elementwise(Gelu.self, compute: compute).forward([x]).output)
    add(Elementwise(GeluTanh.self, compute: compute).forward([x]).output)
    let norm = LayerNorm<Float>(epsilon: 1e-12, compute: compute)
    add(norm.forward([x, probe([101], "gain"), probe([101], "bias")]).output)
    add(InfoNCE(logWeights: Array(repeating: 0, count: 101)).forward([x]).output)
    add(Tensor(RandomStream(seed: 1, label: "normal").normal(64).map { Float($0) }, shape: [64]))
    return hash.finalize()
  }

  private static func withUnsafeBits(of bits: UInt32, _ body: ([UInt8]) -> Void) {
    body([0, 8, 16, 24].map { UInt8(truncatingIfNeeded: bits >> $0) })
  }
}
