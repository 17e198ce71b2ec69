import Evaluation
import Foundation
import Model
import Support
import Testing

/// Every layer of all-MiniLM-L6-v2 against PyTorch in Double: `ci/reference/encoder_layers.py`.
@Suite(.enabled(if: RealInputs.model != nil, Comment(rawValue: RealInputs.modelReason)))
struct EncoderLayersTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let double, float: Double }
    struct Layer: Decodable {
      let sentences: [TensorSummary]
      let vectors: [[Double]]
    }
    let tolerance: Tolerance
    let sentences: [String]
    let ids: [[Int32]]
    let wholeSentence: Int
    let wholeTokens: [Int]
    let meanVectorsOf: [Int]
    let tensors: [String: Layer]
  }

  @Test func `every layer in Double is PyTorch's`() throws {
    let reference: Reference = try Fixture.read("encoder_layers")
    try compare(Double.self, reference, tolerance: reference.tolerance.double)
  }

  @Test func `every layer in Float is PyTorch's within Float's rounding`() throws {
    let reference: Reference = try Fixture.read("encoder_layers")
    try compare(Float.self, reference, tolerance: reference.tolerance.float)
  }

  private func compare<Scalar: BLASScalar>(
    _: Scalar.Type, _ reference: Reference, tolerance: Double
  ) throws {
    let folder = try ModelFolder(try #require(RealInputs.model), blocks: nil)
    #expect(
      reference.sentences.map { folder.tokenizer.ids($0, maxTokens: nil) } == reference.ids)
    let encoder = Encoder<Scalar>(
      settings: folder.settings, parameters: folder.parameters.converted(to: Scalar.self),
      compute: Compute(product: .exact, threads: 2))
    let pack = TokenPack(reference.ids)
    let tape = Tape<Scalar>(compute: oneThread, observer: nil)
    let leaves = encoder.leaves(for: pack, on: tape, trainable: false)
    let states = encoder.hiddenStates(of: pack, leaves: leaves, on: tape, dropout: nil)
    #expect(states.count == 7)
    let width = folder.settings.width
    for (index, state) in states.enumerated() {
      let name = index == 0 ? "embeddings" : "block.\(index - 1)"
      let layer = try #require(reference.tensors[name])
      let values = doubles(state.value)
      for (sentence, expected) in layer.sentences.enumerated() {
        let tokens = pack.tokens(of: sentence)
        let own = Array(values[tokens.lowerBound * width..<tokens.upperBound * width])
        // An element differs by the tolerance at most, a sum by the root of their number times it.
        let difference = TensorSummary(name: name, values: own)
          .difference(from: expected, scale: Double(own.count).squareRoot())
        #expect(difference <= tolerance, "\(name), sentence \(sentence)")
      }
      let first = pack.tokens(of: reference.wholeSentence).lowerBound
      for (place, token) in reference.wholeTokens.enumerated() {
        let start = (first + token) * width
        let difference = largestDifference(
          Array(values[start..<start + width]), layer.vectors[place])
        #expect(difference <= tolerance, "\(name), token \(token)")
      }
    }
    let means = encoder.embeddings(of: reference.ids, pooling: .mean)
    let layer = try #require(reference.tensors["mean"])
    for (place, sentence) in reference.meanVectorsOf.enumerated() {
      #expect(largestDifference(means.row(sentence), layer.vectors[place]) <= tolerance)
    }
    for (sentence, expected) in layer.sentences.enumerated() {
      let own = TensorSummary(name: "mean", values: means.row(sentence).map { Double($0) })
      #expect(own.difference(from: expected, scale: Double(width).squareRoot()) <= tolerance)
    }
  }
}
