import Evaluation
import Files
import Foundation
import Model

/// The options by which commands choose an encoder and how to compute with it.
enum ModelOptions {
  static let model = Option<URL>.folder(
    "model",
    "a Hugging Face or sentence-transformers folder, what 'simcse train' saved, or ORG/NAME in the "
      + "hub's cache"
  ).otherwise("the environment variable SIMCSE_MODEL")
  static let blocks = Option<Int>.whole("blocks", "keep the first N blocks only", atLeast: 1)
    .formerly("layers")
  static let pooling = pooling(
    "how a sentence becomes a vector: \(poolings.joined(separator: ", ")), or as SimCSE says it; "
      + "leaves out a map behind the folder's own pooling"
  )
  .otherwise("what the folder says, else cls-before-pooler")
  static let poolings = Pooling.allCases.map(\.rawValue)

  /// A pooling by this package's name or SimCSE's.
  static func pooling(_ meaning: String) -> Option<Pooling> {
    Option("pooling", "NAME", meaning) { name in
      guard let pooling = Pooling(named: name) else {
        throw UsageError(
          "--pooling names '\(name)'"
            + Suggestion.ending(for: name, among: poolings + Pooling.simcseNames.keys.sorted()))
      }
      return pooling
    }.known(poolings)
  }

  static let template = Option<String>(
    "template", "TEXT",
    "what sentences are set in, such as 'This sentence : \" [X] \" means [MASK] .'; the pooling is then "
      + "mask unless --pooling says otherwise"
  ) { text in
    if let problem = SentenceTemplate.problem(text) { throw UsageError("--template: " + problem) }
    return text
  }.otherwise("what the folder says, else none")
  static let subtractsTemplate = Flag(
    "subtract-template", "subtract the template's own state at the mask token"
  ).needing(template)

  static let tokenLimit = Option<Int>.whole(
    "token-limit", "cut sentences after N tokens", atLeast: 3
  ).formerly("max-tokens").otherwise("what the folder says, else all positions")
  static let batchSize = Option<Int>.whole(
    "batch-size", "sentences computed at once; changes no bit", atLeast: 1
  ).or(128).formerly("batch")

  static let group = OptionGroup(
    "Model",
    [
      model, blocks, pooling, template, subtractsTemplate, tokenLimit, batchSize,
      ComputeOptions.threads, ComputeOptions.product,
    ])

  /// The template that is named; nil for none.
  static func template(_ input: Input) throws -> FolderTemplate? {
    try input[template].map {
      FolderTemplate(text: $0, isSubtracted: input[subtractsTemplate])
    }
  }

  /// Options of an encoder have no meaning beside what needs none.
  static func requireNone(_ input: Input, beside other: String) throws {
    for option in [model, pooling, tokenLimit] as [any Declared]
    where input.text(of: option) != nil {
      throw UsageError(
        "--\(option.declaration.name) has no meaning beside \(other); leave it out")
    }
  }

  /// The folder that is named.
  ///
  /// - Throws: ``UsageError`` where none is.
  static func folder(_ input: Input, _ context: Context) throws -> URL {
    guard let url = try context.model(input, model) else {
      throw UsageError("which model? say --model DIR or set SIMCSE_MODEL; ci/fetch-model gets one")
    }
    return url
  }
}

/// An encoder as the options choose it.
struct ChosenModel {
  let sentenceEncoder: SentenceEncoder
  let folder: ModelFolder
  let batchSize: Int

  /// - Inputs: `hashesFiles`, whether the folder's checksums are wanted.
  init(_ input: Input, _ context: Context, hashesFiles: Bool = false) throws {
    folder = try ModelFolder(
      try ModelOptions.folder(input, context), blocks: try input[ModelOptions.blocks],
      hashesFiles: hashesFiles)
    batchSize = try input[ModelOptions.batchSize]
    sentenceEncoder = try folder.sentenceEncoder(
      pooling: try input[ModelOptions.pooling], template: try ModelOptions.template(input),
      maximumTokens: try input[ModelOptions.tokenLimit],
      compute: try ComputeOptions.compute(input, context))
  }
}
