import Model
import Support
import Testing

/// The projections that Swift draws are those of ci/reference/fixture.py.
@Suite struct TensorSummaryTests {
  struct File: Decodable {
    var tensors: [String: Tensor]
    var meanVectorsOf: [Int]
  }

  struct Tensor: Decodable {
    var sentences: [TensorSummary]
    var vectors: [[Double]]
  }

  // The vectors carry 14 digits.
  @Test func `a vector kept whole has the summary kept beside it`() throws {
    let file = try Fixture.read("encoder_layers", as: File.self)
    let means = try #require(file.tensors["mean"])
    for (vector, sentence) in zip(means.vectors, file.meanVectorsOf) {
      let found = TensorSummary(name: "mean", values: vector)
      #expect(found.difference(from: means.sentences[sentence], scale: found.norm) < 1e-12)
      let misnamed = TensorSummary(name: "block.5", values: vector)
      #expect(misnamed.difference(from: means.sentences[sentence], scale: found.norm) > 1e-3)
    }
  }
}
