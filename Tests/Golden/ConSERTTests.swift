import Evaluation
import Foundation
import Laws
import Model
import Support
import Testing

/// ConSERT's views and loss against PyTorch: `ci/reference/consert.py`.
@Suite struct ConSERTTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let hidden, loss: Double }
    struct Loss: Decodable {
      let rows, width: Int
      let temperature, loss: Double
      let gradients: [[Double]]
    }
    let tolerance: Tolerance
    let sentences: [[Int32]]
    let positions: [[Int]]
    let cut: [[[Int]]]
    let hidden: [[[Double]]]
    let ntXent: Loss
  }

  @Test func `permuted positions and cut embeddings give the reference's tokens`() throws {
    let reference: Reference = try Fixture.read("consert")
    let folder = try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
    let encoder = Encoder<Double>(
      settings: folder.settings, parameters: folder.parameters.converted(to: Double.self),
      compute: oneThread)
    let pack = TokenPack(reference.sentences)
    let width = folder.settings.width
    var factors = [Float](repeating: 1, count: pack.tokenCount * width)
    for (sentence, places) in reference.cut.enumerated() {
      for place in places { factors[(pack.starts[sentence] + place[0]) * width + place[1]] = 0 }
    }
    let entry = EncoderEntry(
      positions: zip(pack.starts, reference.positions).flatMap { start, own in
        own.map { start + $0 }
      }, embeddings: .times(factors))
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let last = encoder.hiddenStates(
      of: pack, entry: entry, for: nil,
      leaves: encoder.leaves(for: pack, on: tape, trainable: false), on: tape, dropout: nil)[
        folder.settings.blocks
      ].value
    for (token, expected) in reference.hidden.flatMap({ $0 }).enumerated() {
      #expect(largestDifference(last.row(token), expected) <= reference.tolerance.hidden)
    }
  }

  @Test func `NT-Xent and its gradients are PyTorch's`() throws {
    let reference: Reference = try Fixture.read("consert")
    let expected = reference.ntXent
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let views = ["anchors", "positives"].map { name in
      let stream = RandomStream(seed: 5, label: "consert").fork(name)
      let numbers = stream.uniform(expected.rows * expected.width).map { 2 * $0 - 1 }
      return tape.variable(Tensor(numbers, shape: [expected.rows, expected.width]))
    }
    let head = VariantHead(
      NTXent(), anchors: views[0], positives: views[1], hardNegatives: nil, held: nil,
      .init(
        augmentation: RandomStream(seed: 1, name: .augmentation),
        negatives: RandomStream(seed: 1, name: .negatives), state: .empty,
        temperature: expected.temperature, compute: oneThread), on: tape)
    #expect(abs(head.result.loss.value.scalars[0] - expected.loss) <= reference.tolerance.loss)
    let found = tape.gradients(of: head.result.loss, seed: Tensor([1], shape: []), by: views)
    for (own, expected) in zip(found, expected.gradients) {
      #expect(largestDifference(own.scalars, expected) <= reference.tolerance.loss)
    }
  }
}
