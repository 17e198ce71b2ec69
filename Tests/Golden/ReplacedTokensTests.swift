import Evaluation
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

/// DiffCSE's detection of replaced tokens against PyTorch: `ci/reference/replaced_tokens.py`.
@Suite struct ReplacedTokensTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let absolute: Double }
    let tolerance: Tolerance
    let views, edited: [[[Int32]]]
    let temperature, weight, loss, detection: Double
    let gradients: [String: [Double]]
    let hidden, filled: [[Int32]]
  }

  private func centered(_ name: String, _ shape: Int...) -> Tensor<Double> {
    let stream = RandomStream(seed: 5, label: "replaced-tokens").fork(name)
    return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
  }

  @Test func `a generator fills in what PyTorch finds most likely`() throws {
    let reference: Reference = try Fixture.read("replaced_tokens")
    let folder = try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
    let generator = Generator(
      encoder: Encoder(
        settings: folder.settings,
        parameters: folder.parameters.appending(try #require(folder.languageModelHead)),
        compute: oneThread),
      vocabulary: MaskableVocabulary(mask: 4, special: [0, 2, 3], count: 60))
    let hidden = reference.hidden.flatMap { $0 }
    let places = hidden.indices.filter { hidden[$0] == 4 }
    let found = generator.filled(
      MaskedSentences(
        sentences: reference.hidden, places: places, labels: places.map { _ in 0 }),
      of: reference.views[0])
    // Tokens that are not hidden stay those of the sentences.
    #expect(found == reference.filled)
  }

  @Test func `the loss of both encoders and its gradients are PyTorch's`() throws {
    let reference: Reference = try Fixture.read("replaced_tokens")
    let folder = try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
    let width = folder.settings.width
    let own = folder.parameters.converted(to: Double.self).appending(
      Parameters([
        ("pooler.dense.weight", centered("pooler weight", width, width)),
        ("pooler.dense.bias", centered("pooler bias", width)),
      ]))
    let parameters = own.appending(own.twin).appending(
      Parameters([
        ("head.replaced.0.weight", centered("head weight", 2, width)),
        ("head.replaced.0.bias", centered("head bias", 2)),
      ]))
    func step(_ weight: Double) -> TrainingStep<Double> {
      var call = TrainingStep<Double>.Call(
        encoder: Encoder(settings: folder.settings, parameters: parameters, compute: oneThread),
        views: (reference.views[0], reference.views[1]),
        variant: ReplacedTokenDetection(weight: weight, probability: 0.3),
        settings: .init(
          pooling: .clsBeforePooler, temperature: reference.temperature, hiddenDropoutRate: 0,
          attentionDropoutRate: 0),
        dropout: nil, augmentation: RandomStream(seed: 1, name: .augmentation),
        negatives: RandomStream(seed: 1, name: .negatives), state: .empty, held: nil,
        observer: nil)
      call.edited = reference.edited[0] + reference.edited[1]
      return TrainingStep(call)
    }
    let (made, off) = (step(reference.weight), step(0))
    let tolerance = reference.tolerance.absolute
    #expect(abs(made.loss - reference.loss) <= tolerance)
    #expect(abs(made.loss - off.loss - reference.weight * reference.detection) <= tolerance)
    for (name, expected) in reference.gradients {
      let place = try #require(parameters.place(name))
      let shape = parameters.tensors[place].shape
      let found = made.gradients[place].dense(shape: shape).scalars
      #expect(largestDifference(found, expected) <= tolerance, "\(name)")
    }
  }
}
