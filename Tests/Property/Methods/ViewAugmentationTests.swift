import Foundation
import Laws
import Model
import Support
import Testing

@Suite struct ViewAugmentationTests {
  private func entry(
    _ first: ViewAugmentation.Change, _ second: ViewAugmentation.Change, rate: Double = 0.3,
    lengths: [Int] = [4, 7], views: Int = 2, width: Int = 10
  ) -> EncoderEntry {
    let sentences = (0..<views).flatMap { _ in lengths }.map { [Int32](repeating: 1, count: $0) }
    return ViewAugmentation(first: first, second: second, rate: rate).entry(
      of: InputTokens(TokenPack(sentences), examples: lengths.count, width: width),
      stream: RandomStream(seed: 1, name: .augmentation))
  }

  @Test func `a shuffle permutes the positions of each sentence of its view alone`() throws {
    let found = entry(.none, .tokenShuffle, rate: 0)
    let positions = try #require(found.positions)
    #expect(found.embeddings == nil)
    #expect(Array(positions.prefix(11)) == Array(0..<11))
    #expect(positions[11..<15].sorted() == Array(11..<15))
    #expect(positions[15..<22].sorted() == Array(15..<22))
    #expect(Array(positions[11...]) != Array(11..<22))
  }

  /// The zeros of each token and feature in the second sentence of the first view, of 7 tokens.
  private func zeros(_ change: ViewAugmentation.Change) throws -> (tokens: [Int], features: [Int]) {
    let factors = try #require(entry(change, .none).embeddings?.factors)
    #expect(factors.suffix(110).allSatisfy { $0 == 1 })
    let own = Array(factors[40..<110])
    #expect(own.allSatisfy { $0 == 0 || $0 == 1 })
    return (
      (0..<7).map { token in (0..<10).count { own[token * 10 + $0] == 0 } },
      (0..<10).map { feature in (0..<7).count { own[$0 * 10 + feature] == 0 } }
    )
  }

  @Test func `a cutoff zeroes the rounded-down part of tokens, features or elements`() throws {
    #expect(try zeros(.tokenCutoff).tokens.sorted() == [0, 0, 0, 0, 0, 10, 10])
    #expect(try zeros(.featureCutoff).features.sorted() == [0, 0, 0, 0, 0, 0, 0, 7, 7, 7])
    let elements = try zeros(.elementCutoff)
    #expect(elements.tokens.reduce(0, +) == 21)
    #expect(elements.tokens.contains { $0 > 0 && $0 < 10 })
  }

  @Test(arguments: [
    ViewAugmentation.Change.tokenShuffle, .tokenCutoff, .featureCutoff, .elementCutoff,
  ])
  func `a sentence's draws do not depend on the others' lengths`(
    _ change: ViewAugmentation.Change
  ) {
    func second(_ lengths: [Int]) -> [Float] {
      let found = entry(change, change, rate: 0.5, lengths: lengths)
      let start = lengths[0]
      return (found.positions.map { $0[start..<start + 6].map { Float($0 - start) } } ?? [])
        + (found.embeddings?.factors.map { Array($0[start * 10..<(start + 6) * 10]) } ?? [])
    }
    #expect(second([2, 6]) == second([7, 6, 1]))
  }

  @Test func `two views of one kind are changed apart, and a third view stays`() throws {
    let found = entry(.featureCutoff, .featureCutoff, lengths: [5], views: 3, width: 40)
    let factors = try #require(found.embeddings?.factors)
    #expect(factors[0..<200] != factors[200..<400])
    #expect(factors[400..<600].allSatisfy { $0 == 1 })
  }

  @Test func `a rate without a cutoff is refused, saying what to do`() {
    let idle = ViewAugmentation(first: .tokenShuffle, second: .none, rate: 0.2)
    #expect(idle.problem == "rate is 0.2, but neither view is cut; say 0")
    #expect(ViewAugmentation(first: .tokenShuffle, second: .none, rate: 0).problem == nil)
    #expect(ViewAugmentation(first: .tokenCutoff, second: .none, rate: 1).problem != nil)
  }

  @Test func `two parts that change the entry are refused`() {
    let part = ViewAugmentation(first: .tokenShuffle, second: .none, rate: 0)
    let problem = Combination([part, part]).problem
    #expect(problem == "2 of its parts change the entry to the first block; one may")
  }
}

@Suite struct NTXentTests {
  private func loss(_ variant: any Variant, _ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    return VariantHead(
      variant, anchors: tape.constant(a), positives: tape.constant(b), hardNegatives: nil,
      held: nil,
      .init(
        augmentation: RandomStream(seed: 1, name: .augmentation),
        negatives: RandomStream(seed: 1, name: .negatives), state: .empty, temperature: 0.3,
        compute: oneThread), on: tape
    ).result.loss.value.scalars[0]
  }

  @Test func `it is the mean of both directions with the own view's others as columns`() {
    let (a, b) = (testTensor([4, 9], seed: 1, "a"), testTensor([4, 9], seed: 1, "b"))
    func cosine(_ x: [Double], _ y: [Double]) -> Double {
      func product(_ x: [Double], _ y: [Double]) -> Double {
        zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return product(x, y) / (product(x, x) * product(y, y)).squareRoot()
    }
    func direction(_ from: Tensor<Double>, _ to: Tensor<Double>) -> Double {
      (0..<4).reduce(0) { sum, row in
        let columns =
          (0..<4).map { exp(cosine(from.row(row), to.row($0)) / 0.3) }
          + (0..<4).filter { $0 != row }.map { exp(cosine(from.row(row), from.row($0)) / 0.3) }
        return sum + log(columns.reduce(0, +)) - log(columns[row])
      } / 4
    }
    let expected = (direction(a, b) + direction(b, a)) / 2
    #expect(abs(loss(NTXent(), a, b) - expected) < 1e-13)
  }

  @Test func `a batch of one has no negative and no loss`() {
    let (a, b) = (testTensor([1, 5], seed: 1, "a"), testTensor([1, 5], seed: 1, "b"))
    #expect(loss(NTXent(), a, b) == 0)
  }

  @Test func `exchanging the views changes nothing but rounding`() {
    let (a, b) = (testTensor([5, 6], seed: 2, "a"), testTensor([5, 6], seed: 2, "b"))
    #expect(abs(loss(NTXent(), a, b) - loss(NTXent(), b, a)) < 1e-14)
  }
}
