import Evaluation
import Foundation
import Model
import Support
import Testing

/// Normalized embeddings by sentence-transformers: `ci/reference/embeddings.py`.
@Suite(.enabled(if: RealInputs.model != nil, Comment(rawValue: RealInputs.modelReason)))
struct EmbeddingTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let element, projection: Double }
    struct Entry: Decodable {
      let text: String
      let ids: [Int32]
      let projections: [Double]
      let vector: [Double]?
    }
    let tolerance: Tolerance
    let embeddings: [Entry]
  }

  @Test func `ids and embeddings are sentence-transformers'`() throws {
    let reference: Reference = try Fixture.read("embeddings")
    let encoder = try ModelFolder(try #require(RealInputs.model), blocks: nil).sentenceEncoder(
      pooling: nil, maximumTokens: nil, compute: Compute(product: .exact, threads: 2))
    #expect(encoder.pooling == .mean)
    let texts = reference.embeddings.map(\.text)
    let rows = normalizedRows(encoder.embeddings(of: texts, batch: 16, progress: nil)).rows
    for (place, entry) in reference.embeddings.enumerated() {
      #expect(
        encoder.tokenizer.ids(entry.text, maxTokens: encoder.maximumTokens) == entry.ids,
        "text \(place)")
      let own = rows.row(place).map { Double($0) }
      let summary = TensorSummary(name: "embedding", values: own)
      #expect(
        largestDifference(summary.projections, entry.projections)
          <= reference.tolerance.projection, "text \(place)")
      if let vector = entry.vector {
        #expect(largestDifference(own, vector) <= reference.tolerance.element, "text \(place)")
      }
    }
  }
}
