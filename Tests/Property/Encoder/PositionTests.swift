import Model
import Support
import Testing

@Suite struct PositionTests {
  /// A tiny encoder whose positions begin behind a padding token, over the same numbers; the rows
  /// before them are filled with others.
  private func shifted(_ plain: Encoder<Double>, paddingID: Int) -> Encoder<Double> {
    var settings = plain.settings
    settings.paddingID = paddingID
    settings.maximumPositions += paddingID + 1
    let name = "embeddings.position_embeddings.weight"
    let parameters = zip(plain.parameters.names, plain.parameters.tensors).map {
      parameter, tensor -> (String, Tensor<Double>) in
      guard parameter == name else { return (parameter, tensor) }
      let before = testTensor([paddingID + 1, settings.width], seed: 9, "before")
      return (
        name,
        Tensor(before.scalars + tensor.scalars, shape: [settings.maximumPositions, settings.width])
      )
    }
    return Encoder(
      settings: settings, parameters: Parameters(parameters), compute: plain.compute)
  }

  @Test(arguments: [0, 1, 5])
  func `RoBERTa's positions are BERT's, moved behind the padding token's, bit for bit`(
    paddingID: Int
  ) {
    let plain = tinyEncoder(seed: 3)
    let other = shifted(plain, paddingID: paddingID)
    #expect(other.settings.maximumTokens == plain.settings.maximumTokens)
    let batch = tinySentences([3, 11, 1, 6], seed: 4)
      .map { $0.map { Int($0) == paddingID ? 20 : $0 } }
    for pooling in Pooling.plain {
      let equal =
        plain.embeddings(of: batch, pooling: pooling)
        == other.embeddings(of: batch, pooling: pooling)
      #expect(equal)
    }
  }

  @Test func `a padding token in a sentence is at its own position and not counted`() {
    let other = shifted(tinyEncoder(seed: 3), paddingID: 1)
    let pack = TokenPack([[0, 7, 1, 8, 2], [1, 1], [0, 2]])
    #expect(other.settings.positions(of: pack) == [2, 3, 1, 4, 5, 1, 1, 2, 3])
    #expect(tinyEncoder(seed: 3).settings.positions(of: pack) == [0, 1, 2, 3, 4, 0, 1, 0, 1])
  }

  @Test func `positions that leave no token are a problem`() {
    var settings = tinyEncoder(seed: 3).settings
    settings.paddingID = 10
    #expect(settings.problem == "maximum-positions is 11; positions begin at 11")
    settings.paddingID = 29
    #expect(settings.problem == "padding-id 29 is no token of 29")
    settings.paddingID = 9
    #expect(settings.problem == nil && settings.maximumTokens == 1)
  }

  @Test func `a token behind the last position is a caller's mistake`() async {
    await #expect(processExitsWith: .failure) {
      let op = Embedding<Double>(rows: [0], positions: [4])
      _ = op.forward([
        Tensor(zeros: [1, 2]), Tensor(zeros: [4, 2]), Tensor(zeros: [1, 2]),
      ])
    }
  }
}
