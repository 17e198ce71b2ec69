import Evaluation
import Foundation
import Laws
import Model
import Support
import Testing

/// PromptBERT's templates, states, biases and loss against PyTorch: `ci/reference/prompts.py`.
@Suite struct PromptsTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let absolute: Double }
    struct Prompts: Decodable {
      let templates, sentences: [String]
      let temperature, loss: Double
      let ids: [[[Int32]]]
      let states, biases: [[[Double]]]
      let gradients: [String: [Double]]
    }
    struct Margin: Decodable {
      let rows, width: Int
      let temperature, alpha, beta, weight, loss: Double
      let vectors, gradients: [[Double]]
    }
    let tolerance: Tolerance
    let prompts: Prompts
    let softNegatives: Margin
  }

  private func centered(_ name: String, _ shape: Int...) -> Tensor<Double> {
    let stream = RandomStream(seed: 5, label: "prompts").fork(name)
    return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
  }

  private func folder() throws -> ModelFolder {
    try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
  }

  /// The encoder in Double, which knows its mask token.
  private func encoder(_ folder: ModelFolder) -> Encoder<Double> {
    var settings = folder.settings
    settings.maskID = folder.tokenizer.maskID
    let width = settings.width
    return Encoder(
      settings: settings,
      parameters: folder.parameters.converted(to: Double.self).appending(
        Parameters([
          ("pooler.dense.weight", centered("pooler weight", width, width)),
          ("pooler.dense.bias", centered("pooler bias", width)),
        ])), compute: oneThread)
  }

  private func template(_ text: String, _ folder: ModelFolder) -> (Tokenizer, SentenceTemplate) {
    var tokenizer = folder.tokenizer
    let template = SentenceTemplate(text, tokenizer: tokenizer)
    tokenizer.preparation.template = template
    return (tokenizer, template)
  }

  @Test(arguments: [0, 1])
  func `ids, states at the mask and the templates' own states are the reference's`(
    _ view: Int
  ) throws {
    let reference: Reference = try Fixture.read("prompts")
    let (own, folder) = (reference.prompts, try folder())
    let (tokenizer, template) = template(own.templates[view], folder)
    let ids = own.sentences.map { tokenizer.ids($0, maxTokens: 12) }
    #expect(ids == own.ids[view])
    let encoder = encoder(folder)
    let plain = encoder.embeddings(of: ids, pooling: .mask)
    let subtracted = encoder.embeddings(of: ids, pooling: .mask, subtracting: template.shape)
    for row in ids.indices {
      let (state, bias) = (own.states[view][row], own.biases[view][row])
      #expect(largestDifference(plain.row(row), state) <= reference.tolerance.absolute)
      #expect(
        largestDifference(subtracted.row(row), zip(state, bias).map { $0 - $1 })
          <= reference.tolerance.absolute)
    }
  }

  @Test func `the loss of two templates without their biases and its gradients are PyTorch's`()
    throws
  {
    let reference: Reference = try Fixture.read("prompts")
    let (own, folder) = (reference.prompts, try folder())
    let encoder = encoder(folder)
    let templates = own.templates.map { template($0, folder).1.shape }
    var call = TrainingStep<Double>.Call(
      encoder: encoder, views: (own.ids[0], own.ids[1]), variant: InBatchNegatives(),
      settings: .init(
        pooling: .maskBeforePooler, temperature: own.temperature, hiddenDropoutRate: 0,
        attentionDropoutRate: 0),
      dropout: nil, augmentation: RandomStream(seed: 1, name: .augmentation),
      negatives: RandomStream(seed: 1, name: .negatives), state: .empty, held: nil, observer: nil)
    call.templates = templates
    let step = TrainingStep(call)
    #expect(abs(step.loss - own.loss) <= reference.tolerance.absolute)
    for (name, expected) in own.gradients {
      let place = try #require(encoder.parameters.place(name))
      let shape = encoder.parameters.tensors[place].shape
      let found = step.gradients[place].dense(shape: shape).scalars
      #expect(largestDifference(found, expected) <= reference.tolerance.absolute, "\(name)")
    }
  }

  @Test func `SNCSE's margin over the contrastive loss and its gradients are PyTorch's`() throws {
    let reference: Reference = try Fixture.read("prompts")
    let own = reference.softNegatives
    let tape = Tape<Double>(compute: oneThread, observer: nil)
    let vectors = own.vectors.map {
      tape.variable(Tensor($0, shape: [own.rows, own.width]))
    }
    var context = VariantHead<Double>.Context(
      augmentation: RandomStream(seed: 1, name: .augmentation),
      negatives: RandomStream(seed: 1, name: .negatives), state: .empty,
      temperature: own.temperature, compute: oneThread)
    context.softNegatives = vectors[2]
    let head = VariantHead(
      SoftNegatives(leastGap: own.alpha, greatestGap: own.beta, weight: own.weight),
      anchors: vectors[0], positives: vectors[1], hardNegatives: nil, held: nil, context, on: tape)
    #expect(abs(head.result.loss.value.scalars[0] - own.loss) <= reference.tolerance.absolute)
    let found = tape.gradients(of: head.result.loss, seed: Tensor([1], shape: []), by: vectors)
    for (gradient, expected) in zip(found, own.gradients) {
      #expect(largestDifference(gradient.scalars, expected) <= reference.tolerance.absolute)
    }
  }
}
