import Foundation
import Model
import Support
import Testing

/// Every pooler against its definition, from the hidden states.
@Suite struct PoolingTests {
  @Test(arguments: Pooling.plain, [true, false])
  func `a pooled sentence is its definition`(_ pooling: Pooling, training: Bool) throws {
    let encoder = tinyEncoder(seed: 3)
    let width = encoder.settings.width
    let pack = TokenPack(tinySentences([3, 1, 11], seed: 4))
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let leaves = encoder.leaves(for: pack, on: tape, trainable: false)
    let states = encoder.hiddenStates(of: pack, leaves: leaves, on: tape, dropout: nil)
    let found = encoder.pooled(
      states, of: pack, by: pooling, training: training, leaves: leaves, on: tape
    ).value
    let (weight, bias) = (
      try #require(encoder.parameters["pooler.dense.weight"]),
      try #require(encoder.parameters["pooler.dense.bias"])
    )
    func state(_ number: Int, _ token: Int) -> [Double] { states[number].value.row(token) }
    func mean(_ sentence: Int, _ numbers: [Int]) -> [Double] {
      let tokens = pack.tokens(of: sentence)
      return (0..<width).map { column in
        tokens.reduce(0.0) { sum, token in
          sum + numbers.reduce(0) { $0 + state($1, token)[column] } / Double(numbers.count)
        } / Double(tokens.count)
      }
    }
    func dense(_ x: [Double]) -> [Double] {
      (0..<width).map { row in
        tanh(zip(weight.row(row), x).reduce(bias.scalars[row]) { $0 + $1.0 * $1.1 })
      }
    }
    // State 0 is the embeddings', state 2 the last block's.
    for sentence in 0..<3 {
      let cls = state(2, pack.starts[sentence])
      let expected =
        switch pooling {
        case .cls: dense(cls)
        case .clsBeforePooler: training ? dense(cls) : cls
        case .mean: mean(sentence, [2])
        case .meanTop2: mean(sentence, [1, 2])
        case .meanFirstLast: mean(sentence, [1, 2])
        case .meanEmbeddings: mean(sentence, [0])
        case .mask, .maskBeforePooler, .meanConvolutions: [] as [Double]
        }
      #expect(largestDifference(found.row(sentence), expected) < 1e-14)
    }
  }
}
