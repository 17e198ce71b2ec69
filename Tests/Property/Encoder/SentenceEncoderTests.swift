import Evaluation
import Model
import Runs
import Support
import Testing

@Suite struct SentenceEncoderTests {
  @Test(arguments: [1, 2, 5, 7, 16, 17])
  func `sentences have the same bits in any batch and in any order`(_ batch: Int) throws {
    let inputs = try RunInputs(smallRunSettings([]), places: noPlaces, threads: 1)
    let sentences = Array(inputs.sentences.prefix(17))
    func rows(_ order: [Int], batch: Int, threads: Int) -> [[Float]] {
      var encoder = inputs.encoder
      encoder.encoder.compute.threads = threads
      let found = encoder.embeddings(
        ofTokens: order.map { sentences[$0] }, batch: batch, progress: nil)
      return order.indices.map { found.row($0) }
    }
    let alone = sentences.indices.map { rows([$0], batch: 1, threads: 1)[0] }
    let order = RandomStream(seed: 3, label: "order").permutation(sentences.count)
    for threads in [1, 2, 3, 8] {
      let together = rows(Array(sentences.indices), batch: batch, threads: threads) == alone
      let shuffled = rows(order, batch: batch, threads: threads) == order.map { alone[$0] }
      #expect(together && shuffled, "\(threads) threads")
    }
  }

  @Test func `cut anywhere into two calls, sentences have the same bits`() throws {
    let inputs = try RunInputs(smallRunSettings([]), places: noPlaces, threads: 2)
    let sentences = Array(inputs.sentences.prefix(9))
    func scalars(_ part: ArraySlice<[Int32]>) -> [Float] {
      inputs.encoder.embeddings(ofTokens: Array(part), batch: 4, progress: nil).scalars
    }
    let whole = scalars(sentences[...])
    for cut in 0...sentences.count {
      let isEqual = scalars(sentences[..<cut]) + scalars(sentences[cut...]) == whole
      #expect(isEqual, "cut at \(cut)")
    }
  }
}
