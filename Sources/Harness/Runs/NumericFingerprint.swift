import Files
import Foundation
public import Model

/// Digests of probe computations: two machines with equal digests give a run equal bits.
public enum NumericFingerprint {
  /// The digest of all probes under a backend of matrix products.
  public static func digest(product: MatrixProduct) -> String {
    let lines = probes(product: product).map { "\($0.name) \($0.digest)\n" }
    return SHA256.hexDigest(of: Data(lines.joined().utf8))
  }

  /// The digest of each probe, so that a difference names what differs.
  public static func probes(product: MatrixProduct) -> [(name: String, digest: String)] {
    let compute = Compute(product: product, threads: 1)
    var probes: [(name: String, digest: String)] = []
    func add(_ name: String, _ tensors: Tensor<Float>...) {
      var hash = SHA256()
      for scalar in tensors.flatMap(\.scalars) {
        hash.update([0, 8, 16, 24].map { UInt8(truncatingIfNeeded: scalar.bitPattern >> $0) })
      }
      probes.append((name, hash.finalize()))
    }
    for (m, n, k) in [(1, 1, 1), (7, 17, 33), (64, 96, 300), (130, 40, 520)] {
      add(
        "product \(m)×\(n)×\(k)",
        compute.product(
          probe([m, k], "a"), transposed: false, probe([n, k], "b"), transposed: true))
    }
    let x = probe([3, 104], "x")
    add("exponential", mapped(x) { Float.exponential(8 * $0) })
    add("error function", mapped(x) { Float.errorFunction($0) })
    add("hyperbolic tangent", mapped(x) { Float.hyperbolicTangent($0) })
    add("logarithm", mapped(x) { Float.logarithm(abs($0)) })
    let gelu = Elementwise<Float, Gelu>(Gelu.self, compute: compute).forward([x])
    add("gelu", gelu.output, gelu.saved)
    let norm = LayerNorm<Float>(epsilon: 1e-12, compute: compute)
    let vectors = [x, probe([104], "gain"), probe([104], "bias")]
    let (normalized, saved) = norm.forward(vectors)
    let normGradients = norm.backward(probe([3, 104], "dy"), inputs: vectors, saved: saved)
    add("layer norm", normalized, normGradients[0], normGradients[1], normGradients[2])
    let softmax = InfoNCE<Float>(logWeights: Array(repeating: 0, count: 104)).forward([x])
    add("softmax", softmax.output, softmax.saved)
    let mask = DropoutMask(rate: 0.1, stream: RandomStream(seed: 1, name: .dropout))
    let attention = Attention<Float>(
      heads: 2, starts: [0, 1, 12], queries: .all,
      dropout: (
        mask,
        (0..<2).map { DropoutMask.Position(step: 1, view: 0, example: $0, site: 1) }
      ), compute: compute)
    add("attention", attention.forward(["q", "k", "v"].map { probe([12, 16], $0) }).output)
    let stream = RandomStream(seed: 1, label: "philox")
    add(
      "philox",
      Tensor((0..<64).map { Float(stream.bits(at: $0) >> 40) }, shape: [64]))
    add(
      "normal",
      Tensor(RandomStream(seed: 1, label: "normal").normal(64).map { Float($0) }, shape: [64]))
    return probes
  }

  private static func probe(_ shape: [Int], _ label: String) -> Tensor<Float> {
    let draws = RandomStream(seed: 1, label: label).uniform(shape.reduce(1, *))
    return Tensor(draws.map { Float(8 * $0 - 4) }, shape: shape)
  }

  private static func mapped(
    _ x: Tensor<Float>, _ function: (Float) -> Float
  ) -> Tensor<Float> {
    Tensor(x.scalars.map(function), shape: x.shape)
  }
}
