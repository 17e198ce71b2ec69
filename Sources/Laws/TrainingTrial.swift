import Evaluation
package import Model
package import Runs

/// A training in memory, done as often as it takes to see that it ends in the same bits.
package struct TrainingTrial {
  private let settings: RunSettings
  private let sentences: [[Int32]]
  private let encoder: Encoder<Float>
  private var generator: Generator?

  package init(settings: RunSettings, sentences: [[Int32]], encoder: Encoder<Float>) {
    self.settings = settings
    self.sentences = sentences
    self.encoder = encoder
  }

  /// Five steps of a variant on generated English.
  init(_ variant: any Variant, threads: Int) throws {
    var settings = try smallRunSettings(["text.sentences=40", "batch-size=9"])
    settings.variant = VariantChoice(variant)
    let inputs = try RunInputs(settings, places: noPlaces, threads: threads)
    self.init(
      settings: settings, sentences: inputs.sentences, encoder: inputs.encoder.encoder)
    generator = variant.detection.map { _ in Self.generator(inputs.encoder) }
  }

  /// An untrained masked language model of an encoder's shape.
  private static func generator(_ encoder: SentenceEncoder) -> Generator {
    let settings = encoder.encoder.settings
    let stream = RandomStream(seed: 11, name: .initialization)
    return Generator(
      encoder: Encoder(
        settings: settings,
        parameters: Parameters(
          fresh: settings.parameterLayout + LanguageModelHead.parameterLayout(of: settings),
          deviation: 0.3, stream: stream), compute: encoder.encoder.compute),
      vocabulary: MaskableVocabulary(
        mask: encoder.tokenizer.maskID, special: [], count: settings.vocabularySize))
  }

  /// The training at its beginning, or where a checkpoint left it.
  package func training(from state: TrainingState?) -> Training {
    var examples = TrainingExamples(anchors: sentences, positives: nil, hardNegatives: nil)
    switch settings.variant.variant.supervision {
    case .labels: examples.labels = sentences.indices.map { $0 % 3 }
    case .scores: examples.scores = sentences.indices.map { Double($0 % 6) / 5 }
    case .contradictions: examples.hardNegatives = sentences.reversed()
    case nil: break
    }
    examples.generator = generator
    if settings.variant.variant.readsSoftNegatives { examples.softNegatives = sentences.reversed() }
    return Training(
      settings: settings, examples: examples, encoder: encoder, log: TrainingLog(),
      resuming: state)
  }

  /// The training at its end.
  package func finished(from state: TrainingState?) -> Training {
    var training = training(from: state)
    while !training.isFinished { training.advance() }
    return training
  }

  /// A checkpoint as a file keeps it.
  package func reread(_ state: TrainingState) throws -> TrainingState {
    let hash = try settings.hash
    return try TrainingState(
      state.serialized(settingsHash: hash), file: "the checkpoint", settingsHash: hash,
      adamw: settings.adamw)
  }

  /// In what two finished trainings differ.
  package static func difference(_ subject: String, _ run: Training, from other: Training)
    -> [String]
  {
    if run.state.log != other.state.log { return ["\(subject): another log of steps"] }
    if run.encoder.parameters.digest != other.encoder.parameters.digest {
      return ["\(subject): other parameters"]
    }
    return run.state.variant == other.state.variant ? [] : ["\(subject): another state"]
  }
}
