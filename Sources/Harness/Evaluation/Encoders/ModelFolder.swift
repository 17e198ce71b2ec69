import Files
public import Foundation
public import Model

/// A Hugging Face or sentence-transformers folder: encoder, tokenizer and how to pool.
public struct ModelFolder: Sendable {
  /// The settings of the encoder kept, after `blocks` cut it.
  public let settings: EncoderSettings
  /// The parameters of the blocks kept, and the pooler's and convolutions' where the file has them.
  public let parameters: Parameters<Float>
  /// The head of a masked language model; nil where the file has none.
  public let languageModelHead: Parameters<Float>?
  public let tokenizer: Tokenizer
  /// The pooling that the folder asks for: nil in a plain folder, an error where it is none of ours.
  public let pooling: Result<Pooling?, any Error>
  /// What the folder does to embeddings behind the pooling; nil where it does nothing, or where
  /// ``pooling`` is an error.
  public let map: EmbeddingMap?
  /// What the folder sets sentences in; nil for nothing, or where ``pooling`` is an error.
  public let template: FolderTemplate?
  /// The longest sentence that the folder asks for, in tokens.
  public let maximumTokens: Int?
  public let hiddenDropoutRate: Double
  public let attentionDropoutRate: Double
  /// Whether the folder scales embeddings to length 1 (`2_Normalize`).
  public let normalizes: Bool
  /// The file of the weights, or of their index.
  let weights: String
  /// SHA-256 of `config.json`, the weights and the tokenizer's files, by file name; empty where they
  /// were not asked for.
  public let checksums: [String: String]
  /// That of `tokenizer_config.json`, where there is one.
  public let tokenizerChecksum: String?

  /// Reads a folder; `blocks` keeps the first blocks only, nil all. `hashesFiles` says whether their
  /// checksums are wanted, which take longer than the reading.
  ///
  /// - Throws: `InputError`, `TensorFileError` and the tokenizer's errors, naming the file.
  public init(_ folder: URL, blocks: Int?, hashesFiles: Bool = true) throws {
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw InputError(
        file: folder.path,
        problem: "there is no such model folder; ci/fetch-model fetches one, and --model or "
          + "SIMCSE_MODEL names it")
    }
    let root = try ModelPlace.snapshot(in: folder)
    let modules = try SentenceModules(root)
    let encoder = modules?.encoder ?? root
    var checksums: [String: String] = [:]
    func read(_ name: String) throws -> Data {
      let data = try InputFile.read(encoder.appendingPathComponent(name))
      if hashesFiles { checksums[name] = SHA256.hexDigest(of: data) }
      return data
    }
    let configFile = encoder.appendingPathComponent("config.json").path
    guard FileManager.default.fileExists(atPath: configFile) else {
      throw InputError(
        file: encoder.path,
        problem: "it has no config.json, so it is no model's folder; name the folder in which "
          + "config.json and the weights are")
    }
    let configData = try read("config.json")
    let kind = try Kind(configuration: configData, file: configFile)
    let configuration = try BERTConfiguration.read(configData, kind: kind, file: configFile)
    var settings = try configuration.settings(kind: kind, file: configFile)
    let wholeBlocks = settings.blocks
    if let blocks {
      guard (1...settings.blocks).contains(blocks) else {
        throw InputError(
          file: configFile,
          problem: "\(blocks) blocks were asked for; the encoder has \(settings.blocks)")
      }
      settings.blocks = blocks
    }
    let (entries, weights) = try WeightFiles.read(encoder) {
      if hashesFiles { checksums[$0] = SHA256.hexDigest(of: $1) }
    }
    (parameters, languageModelHead) = try Self.parameters(
      entries, kind: kind, settings: settings, file: weights)

    let own = try SentenceConfiguration(root: root, encoder: encoder)
    var tokenizer = try Self.tokenizer(encoder, kind: kind)
    tokenizer.tokenizer.preparation = own.preparation
    for name in tokenizer.files { _ = try read(name) }
    let tokenizerSettings = encoder.appendingPathComponent("tokenizer_config.json")
    tokenizerChecksum =
      hashesFiles && FileManager.default.fileExists(atPath: tokenizerSettings.path)
      ? SHA256.hexDigest(of: try InputFile.read(tokenizerSettings)) : nil
    self.tokenizer = tokenizer.tokenizer
    guard tokenizer.tokenizer.idCount <= settings.vocabularySize else {
      throw InputError(
        file: self.tokenizer.vocabulary.source,
        problem: "\(tokenizer.tokenizer.idCount) tokens, but the encoder embeds "
          + "\(settings.vocabularySize)")
    }
    let found = parameters
    let read = Result {
      try modules?.reading(
        found, prompt: own.preparation.prompt, isCut: settings.blocks < wholeBlocks)
    }
    pooling = read.map { $0?.pooling }
    map = try? read.get()?.map
    template = try? read.get()?.template
    normalizes = modules?.normalizes ?? false
    maximumTokens = own.maximumTokens ?? tokenizer.maximumTokens
    self.weights = weights
    self.settings = settings
    hiddenDropoutRate = configuration.hidden_dropout_prob
    attentionDropoutRate = configuration.attention_probs_dropout_prob
    self.checksums = checksums
  }

  /// The tensors that the settings name, with any prefix that the file gives them.
  private static func parameters(
    _ entries: [Safetensors.Entry], kind: Kind, settings: EncoderSettings, file: String
  ) throws -> (encoder: Parameters<Float>, head: Parameters<Float>?) {
    // So that a number of layers out of the air takes no memory.
    guard settings.blocks <= entries.count else {
      throw InputError(
        file: file,
        problem: "\(entries.count) tensors do not make the \(settings.blocks) layers of config.json"
      )
    }
    let found = try TensorNames(kind: kind).table(entries, settings: settings, file: file)
    func required(_ layout: ParameterLayout) throws -> [(name: String, tensor: Tensor<Float>)] {
      try layout.map { name, shape, _ in
        guard let tensor = found[name] else {
          throw InputError(
            file: file,
            problem:
              "there is no tensor '\(name)'; is this an encoder of model_type '\(kind.rawValue)'?")
        }
        guard tensor.shape == shape else {
          throw InputError(
            file: file,
            problem: "tensor '\(name)' has shape \(tensor.shape); config.json asks for \(shape)")
        }
        if let bad = tensor.scalars.firstIndex(where: { !$0.isFinite }) {
          throw InputError(
            file: file, problem: "tensor '\(name)' is not finite at number \(bad)")
        }
        return (name, tensor)
      }
    }
    /// The tensors of a layout where the file has them all.
    func whole(_ layout: ParameterLayout) throws -> [(name: String, tensor: Tensor<Float>)] {
      layout.allSatisfy { found[$0.name] != nil } ? try required(layout) : []
    }
    let pooler = EncoderSettings.poolerLayout(width: settings.width)
    let convolutions = Convolutions.parameterLayout(width: settings.width)
    let head = try whole(LanguageModelHead.parameterLayout(of: settings))
    return (
      Parameters(try required(settings.parameterLayout) + whole(pooler) + whole(convolutions)),
      head.isEmpty ? nil : Parameters(head)
    )
  }
}
