public import Data
public import Evaluation
import Files
import Foundation
import Model

/// What a run reads, resolved from its settings: an encoder, tokenized text, and what to score on.
public struct RunInputs: Sendable {
  public let encoder: SentenceEncoder
  /// What each stage trains on.
  public let stages: [Stage]
  /// The tasks of the result.
  public let evaluation: Evaluation
  /// The pairs by which the checkpoint is chosen.
  public let development: Evaluation
  /// The checksums of what was read, by the role it had.
  public let checksums: [String: String]
  /// The lines passed over in a stage's text, by the role of its checksum.
  public let skippedLines: [String: Int]
  /// The text scored on that each stage's text holds.
  public let leaks: [LeakReport]

  /// A stage with its text.
  public struct Stage: Sendable {
    public let label: String
    /// Whole; those of the run where it has no stages.
    public let settings: RunSettings
    public var examples: TrainingExamples
  }

  /// The training sentences of the first stage as token ids.
  public var sentences: [[Int32]] { stages[0].examples.anchors }

  /// Reads what the settings name.
  ///
  /// - Throws: the readers' errors, naming file, line or key.
  public init(_ settings: RunSettings, places: Places, threads: Int) throws {
    if let trainer = settings.trainer {
      throw InputError(
        file: "settings",
        problem: "'\(trainer.words)' trains and embeds, so that there is no encoder to read here")
    }
    var checksums: [String: String] = [:]
    var skippedLines: [String: Int] = [:]
    let compute = Compute(product: settings.product, threads: threads)
    let encoder = try Self.encoder(settings, places, compute, &checksums)
    let longest =
      try settings.stageSettings().map(\.settings.tokenLimit) + [
        settings.evaluation.tokenLimit
      ]
    let most = encoder.encoder.settings.maximumTokens
    let added = settings.template?.addedTokens(encoder.tokenizer) ?? 0
    guard longest.allSatisfy({ $0 + added <= most }) else {
      throw InputError(
        file: "settings",
        problem: "token-limit is beyond the encoder's \(most)"
          + (added > 0 ? ", of which the template takes \(added)" : ""))
    }
    self.encoder = encoder
    let resolved = try settings.stageSettings()
    var stages: [Stage] = []
    var texts: [[(name: String, examples: [[String]])]] = []
    var targets: [LeakTarget] = []
    for (label, own) in resolved {
      var stage = Stage(
        label: label, settings: own,
        examples: TrainingExamples(anchors: [], positives: nil, hardNegatives: nil))
      var names: [(name: String, examples: [[String]])] = []
      if let tasks = own.tasks {
        stage.examples.tasks = try TaskExamples(
          tasks, width: encoder.encoder.settings.width, tokenizer: encoder.tokenizer,
          maximumTokens: own.tokenLimit, places: places, checksums: &checksums, texts: &names,
          targets: &targets)
      } else {
        let (text, heldOut) = try TrainingText.read(
          own.text, heldOut: own.tokenMasking?.heldOut ?? 0, places: places)
        let role = settings.stages == nil ? "text" : "text/" + label
        checksums[role] = text.checksum
        if text.skippedLines > 0 { skippedLines[role] = text.skippedLines }
        names.append((text.name, text.examples))
        stage.examples = try TrainingExamples(
          text, tokenizer: encoder.tokenizer, settings: own, places: places)
        stage.examples.generator = try own.generator.map {
          try Generator(
            try places.resolve($0), tokenizer: encoder.tokenizer, maximumTokens: own.tokenLimit,
            compute: compute, checksums: &checksums)
        }
        if own.tokenMasking != nil {
          stage.examples.masked = try MaskedText(
            heldOut, tokenizer: encoder.tokenizer, maximumTokens: own.tokenLimit)
        }
      }
      stages.append(stage)
      texts.append(names)
    }
    let (tasks, development) = try Self.tasks(settings.evaluation, places)
    for task in tasks + [development] {
      for (path, digest) in task.checksums { checksums["sts/" + path] = digest }
    }
    evaluation = Evaluation(
      tasks, tokenizer: encoder.tokenizer, maximumTokens: settings.evaluation.tokenLimit)
    self.development = Evaluation(
      [development], tokenizer: encoder.tokenizer,
      maximumTokens: settings.evaluation.tokenLimit)
    self.checksums = checksums
    self.skippedLines = skippedLines
    leaks = try Self.checked(
      &stages, texts, scored: tasks.map { LeakTarget($0) } + targets,
      development: LeakTarget(development))
    self.stages = stages
    if let last = stages.last {
      try settings.afterTraining?.check(
        width: encoder.encoder.settings.width, examples: last.examples.anchors.count)
    }
  }

  /// What is scored, and the pairs by which a checkpoint is chosen.
  static func tasks(
    _ source: EvaluationSource, _ places: Places
  ) throws -> (tasks: [STSTask], development: STSTask) {
    if source.syntheticSeed == nil {
      return try ScoredPairs(source, places).read()
    }
    let (seed, count) = (source.syntheticSeed ?? 0, source.pairs ?? 0)
    func task(_ name: String, _ purpose: String) -> STSTask {
      STSTask(
        name: name,
        subsets: [
          PairSubset(
            name: purpose,
            pairs: SyntheticEnglish(seed: seed, purpose: purpose).pairs(count))
        ], checksums: [:])
    }
    return (
      [task("synthetic-english", "test")], task("synthetic-english-development", "development")
    )
  }

  /// What the pairs scored on are; nil for generated ones.
  var contents: [String: TaskContent]? {
    guard evaluation.tasks.contains(where: { !$0.checksums.isEmpty }) else { return nil }
    return Dictionary(
      evaluation.tasks.map { ($0.name, TaskContent($0)) }, uniquingKeysWith: { first, _ in first })
  }

  private static func encoder(
    _ settings: RunSettings, _ places: Places, _ compute: Compute,
    _ checksums: inout [String: String]
  ) throws -> SentenceEncoder {
    var parameters: Parameters<Float>
    var encoderSettings: EncoderSettings
    var tokenizer: Tokenizer
    var deviation = 0.02
    var head: Parameters<Float>?
    if let folder = settings.encoder.folder {
      let model = try ModelFolder(try places.resolve(folder), blocks: settings.encoder.blocks)
      for (file, digest) in model.checksums { checksums["model/" + file] = digest }
      (encoderSettings, parameters, tokenizer) = (model.settings, model.parameters, model.tokenizer)
      head = model.languageModelHead
      if let count = settings.encoder.freshBlocks {
        guard count <= encoderSettings.blocks else {
          throw InputError(
            file: "settings",
            problem: "encoder.fresh-blocks is \(count), but the encoder has "
              + "\(encoderSettings.blocks) blocks")
        }
        parameters.makeFresh(
          lastBlocks: count, of: encoderSettings, deviation: deviation,
          stream: settings.seeds.stream(.initialization))
      }
    } else if let fresh = settings.encoder.fresh {
      let read = try fresh.vocabulary.tokenizer(of: settings, places: places)
      checksums.merge(read.checksums) { $1 }
      tokenizer = read.tokenizer
      encoderSettings = fresh.settings(vocabularySize: tokenizer.vocabulary.count)
      deviation = fresh.deviation
      parameters = Parameters(
        fresh: encoderSettings.parameterLayout, deviation: deviation,
        stream: settings.seeds.stream(.initialization))
    } else {
      throw InputError(file: "settings", problem: "encoder needs either 'folder' or 'fresh'")
    }
    // A new pooler is made where none is given, as SimCSE does, and left out where unused.
    let pooler = EncoderSettings.poolerLayout(width: encoderSettings.width)
    if settings.head == .pretrained, parameters.place(pooler[0].name) == nil {
      throw InputError(
        file: "settings",
        problem: "head is 'pretrained', but the encoder has no pooler; say 'fresh'")
    }
    if settings.head == .fresh { parameters = parameters.withoutPooler }
    let hasPooler = parameters.place(pooler[0].name) != nil
    if settings.pooling.needsDense && !hasPooler {
      parameters = parameters.appending(
        Parameters(
          fresh: pooler, deviation: deviation, stream: settings.seeds.stream(.initialization)))
    } else if !settings.pooling.needsDense && hasPooler {
      parameters = parameters.withoutPooler
    }
    let convolutions = Convolutions.parameterLayout(width: encoderSettings.width)
    if settings.pooling != .meanConvolutions {
      parameters = parameters.without(prefix: Convolutions.prefix)
    } else if parameters.place(convolutions[0].name) == nil {
      parameters = parameters.appending(
        Parameters(
          fresh: convolutions, deviation: deviation,
          stream: settings.seeds.stream(.initialization)))
    }
    parameters = try Self.extended(parameters, head: head, settings, encoderSettings)
    if let template = settings.template {
      tokenizer = template.tokenizer(tokenizer, ofView: 0)
      encoderSettings.maskID = tokenizer.maskID
    }
    var encoder = SentenceEncoder(
      encoder: Encoder(settings: encoderSettings, parameters: parameters, compute: compute),
      tokenizer: tokenizer, pooling: settings.pooling,
      maximumTokens: settings.evaluation.tokenLimit)
    encoder.subtractsTemplate = settings.template?.subtracted == .always
    return encoder
  }

  /// An encoder's parameters with those of computed dropout and of all heads after them.
  ///
  /// - Inputs: `head`, the head of a masked language model that the encoder's folder has; where one is
  ///   needed and there is none, it is fresh.
  /// - Randomness: `initialization`, forked by the parameter's name.
  private static func extended(
    _ parameters: Parameters<Float>, head: Parameters<Float>?, _ settings: RunSettings,
    _ encoder: EncoderSettings
  ) throws -> Parameters<Float> {
    var own = settings.dropoutKind?.kind?.extended(parameters, of: encoder) ?? parameters
    let stages = try settings.stageSettings().map(\.settings)
    let sources = stages.compactMap(\.tasks)
    let variants = stages.map(\.variant.variant)
    if variants.contains(where: { $0.hasTwin || $0.detection != nil }) {
      own = own.appending(own.twin)
    }
    var layout: ParameterLayout = []
    if stages.contains(where: { $0.tokenMasking != nil }) {
      if let head {
        own = own.appending(head)
      } else {
        layout = LanguageModelHead.parameterLayout(of: encoder)
      }
    }
    for entry in variants.compactMap(\.addedHead).flatMap({
      $0.parameterLayout(width: encoder.width)
    })
    where !layout.contains(where: { $0.name == entry.name }) {
      layout.append(entry)
    }
    for head in sources.flatMap(\.heads) {
      for entry in TaskSource.head(head, width: encoder.width).parameterLayout
      where !layout.contains(where: { $0.name == entry.name }) {
        layout.append(entry)
      }
    }
    return own.appending(
      Parameters(
        fresh: layout, deviation: 0.02, stream: settings.seeds.stream(.initialization)))
  }
}

extension Parameters<Float> {
  fileprivate var withoutPooler: Parameters<Float> { without(prefix: "pooler.") }

  fileprivate func without(prefix: String) -> Parameters<Float> {
    Parameters(zip(names, tensors).filter { !$0.0.hasPrefix(prefix) }.map { ($0, $1) })
  }
}
