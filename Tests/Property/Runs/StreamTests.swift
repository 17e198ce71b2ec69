import Evaluation
import Model
import Runs
import Support
import Testing

/// Streams do not leak into one another.
@Suite struct StreamTests {
  private func training(_ overrides: [String]) throws -> Training {
    let settings = try smallRunSettings(overrides)
    let inputs = try RunInputs(settings, places: noPlaces, threads: 1)
    return Training(
      settings: settings, sentences: inputs.sentences, encoder: inputs.encoder.encoder,
      resuming: nil)
  }

  @Test func `another dropout seed leaves data order and initialization as they are`() throws {
    let (a, b) = (try training([]), try training(["seeds.dropout=2"]))
    #expect(a.order(ofEpoch: 0) == b.order(ofEpoch: 0))
    #expect(a.encoder.parameters == b.encoder.parameters)
    var (c, d) = (a, b)
    c.advance()
    d.advance()
    #expect(c.encoder.parameters != d.encoder.parameters)
  }

  @Test func `another data order leaves masks and initialization as they are`() throws {
    let (a, b) = (try training([]), try training(["seeds.data-order=2"]))
    #expect(a.order(ofEpoch: 0) != b.order(ofEpoch: 0))
    #expect(a.order(ofEpoch: 0).sorted() == b.order(ofEpoch: 0).sorted())
    #expect(a.encoder.parameters == b.encoder.parameters)
    #expect(a.settings.seeds.stream(.dropout) == b.settings.seeds.stream(.dropout))
  }

  @Test func `another initialization leaves data order as it is`() throws {
    let (a, b) = (try training([]), try training(["seeds.initialization=2"]))
    #expect(a.order(ofEpoch: 0) == b.order(ofEpoch: 0))
    #expect(a.encoder.parameters != b.encoder.parameters)
  }

  @Test func `each epoch has an order of its own`() throws {
    let a = try training(["epochs=2"])
    #expect(a.order(ofEpoch: 0) != a.order(ofEpoch: 1))
    #expect(a.stepCount == 12)
  }

  @Test func `without dropout both views are the same and the positives' cosine is one`() throws {
    var a = try training(["hidden-dropout-rate=0", "attention-dropout-rate=0"])
    a.advance()
    let cosine = try #require(a.state.log.steps.first?.positiveCosine)
    #expect(abs(cosine - 1) < 1e-5)
  }
}
