import Evaluation
import Foundation
import Model
import Support
import Testing

/// The poolers of SimCSE over MiniLM's layers by PyTorch: `ci/reference/poolers.py`.
@Suite(.enabled(if: RealInputs.model != nil, Comment(rawValue: RealInputs.modelReason)))
struct PoolerTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let double, float: Double }
    struct Pooled: Decodable {
      let sentences: [TensorSummary]
      let vectors: [[Double]]
    }
    let tolerance: Tolerance
    let ids: [[Int32]]
    let vectorsOf: [Int]
    let poolers: [String: Pooled]
  }

  @Test(arguments: Pooling.plain)
  func `a pooled sentence is the reference's`(_ pooling: Pooling) throws {
    let reference: Reference = try Fixture.read("poolers")
    let expected = try #require(reference.poolers[pooling.rawValue])
    let folder = try ModelFolder(try #require(RealInputs.model), blocks: nil)
    let encoder = Encoder<Double>(
      settings: folder.settings, parameters: folder.parameters.converted(to: Double.self),
      compute: Compute(product: .exact, threads: 2))
    let rows = encoder.embeddings(of: reference.ids, pooling: pooling)
    for (sentence, summary) in expected.sentences.enumerated() {
      let own = TensorSummary(name: pooling.rawValue, values: rows.row(sentence))
      // The root of 384 times an element's tolerance, for norms and projections.
      #expect(own.difference(from: summary, scale: 20) <= reference.tolerance.double)
    }
    for (place, sentence) in reference.vectorsOf.enumerated() {
      let difference = largestDifference(rows.row(sentence), expected.vectors[place])
      #expect(difference <= reference.tolerance.double)
    }
  }
}
