import Files
public import Foundation
public import Model

/// A Hugging Face or sentence-transformers folder: encoder, tokenizer and how to pool.
public struct ModelFolder: Sendable {
  /// The settings of the encoder kept, after `blocks` cut it.
  public let settings: EncoderSettings
  /// The parameters of the blocks kept, and the pooler's where the file has them.
  public let parameters: Parameters<Float>
  public let tokenizer: Tokenizer
  /// The pooling that the folder asks for: nil in a plain folder, an error where it is none of ours.
  public let pooling: Result<Pooling?, any Error>
  /// The longest sentence that a sentence-transformers folder asks for, in tokens.
  public let maximumTokens: Int?
  public let hiddenDropoutRate: Double
  public let attentionDropoutRate: Double
  /// SHA-256 of `config.json`, `model.safetensors` and the tokenizer's files, by file name.
  public let checksums: [String: String]
  /// That of `tokenizer_config.json`, where there is one.
  public let tokenizerChecksum: String?

  /// Reads a folder; `blocks` keeps the first blocks only, nil all.
  ///
  /// - Throws: ``ModelFolderError``, `SafetensorsError` and the tokenizer's errors, naming the file.
  public init(_ folder: URL, blocks: Int?) throws {
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw ModelFolderError(
        file: folder.path,
        problem: "there is no such model folder; ci/fetch-model fetches one, and --model or "
          + "SIMCSE_MODEL names it")
    }
    var checksums: [String: String] = [:]
    func read(_ name: String) throws -> Data {
      let data = try InputFile.read(folder.appendingPathComponent(name))
      checksums[name] = SHA256.hexDigest(of: data)
      return data
    }
    let configFile = folder.appendingPathComponent("config.json").path
    let configData = try read("config.json")
    let kind = try Kind(configuration: configData, file: configFile)
    let configuration = try Self.decode(BERTConfiguration.self, configData, file: configFile)
    var settings = try configuration.settings(kind: kind, file: configFile)
    if let blocks {
      guard (1...settings.blocks).contains(blocks) else {
        throw ModelFolderError(
          file: configFile,
          problem: "\(blocks) blocks were asked for; the encoder has \(settings.blocks)")
      }
      settings.blocks = blocks
    }
    let weights = folder.appendingPathComponent("model.safetensors").path
    let entries = try Safetensors.parse(try read("model.safetensors"), file: weights).entries
    parameters = try Self.parameters(entries, kind: kind, settings: settings, file: weights)

    tokenizer = try Self.tokenizer(folder, kind: kind)
    for name in kind.tokenizerFiles { _ = try read(name) }
    let tokenizerSettings = folder.appendingPathComponent("tokenizer_config.json")
    tokenizerChecksum =
      FileManager.default.fileExists(atPath: tokenizerSettings.path)
      ? SHA256.hexDigest(of: try InputFile.read(tokenizerSettings)) : nil
    guard tokenizer.vocabulary.count <= settings.vocabularySize else {
      throw ModelFolderError(
        file: tokenizer.vocabulary.source,
        problem: "\(tokenizer.vocabulary.count) tokens, but the encoder embeds "
          + "\(settings.vocabularySize)")
    }
    pooling = Self.pooling(folder, parameters)
    maximumTokens = try Self.maximumTokens(folder)
    self.settings = settings
    hiddenDropoutRate = configuration.hidden_dropout_prob
    attentionDropoutRate = configuration.attention_probs_dropout_prob
    self.checksums = checksums
  }

  /// The tensors that the settings name, with any prefix that the file gives them.
  private static func parameters(
    _ entries: [Safetensors.Entry], kind: Kind, settings: EncoderSettings, file: String
  ) throws -> Parameters<Float> {
    // So that a number of layers out of the air takes no memory.
    guard settings.blocks <= entries.count else {
      throw ModelFolderError(
        file: file,
        problem: "\(entries.count) tensors do not make the \(settings.blocks) layers of config.json"
      )
    }
    var found: [String: Tensor<Float>] = [:]
    for entry in entries {
      let name =
        entry.name.hasPrefix(kind.prefix)
        ? String(entry.name.dropFirst(kind.prefix.count)) : entry.name
      // Names of the first checkpoints, before layer norms had weights and biases.
      let modern = name.replacingOccurrences(of: "LayerNorm.gamma", with: "LayerNorm.weight")
        .replacingOccurrences(of: "LayerNorm.beta", with: "LayerNorm.bias")
      found[modern] = entry.tensor
    }
    var kept: [(String, Tensor<Float>)] = []
    let pooler = EncoderSettings.poolerLayout(width: settings.width)
    for (name, shape, _) in settings.parameterLayout + pooler {
      guard let tensor = found[name] else {
        if name.hasPrefix("pooler.") { continue }
        throw ModelFolderError(
          file: file,
          problem:
            "there is no tensor '\(name)'; is this an encoder of model_type '\(kind.rawValue)'?")
      }
      guard tensor.shape == shape else {
        throw ModelFolderError(
          file: file,
          problem: "tensor '\(name)' has shape \(tensor.shape); config.json asks for \(shape)")
      }
      if let bad = tensor.scalars.firstIndex(where: { !$0.isFinite }) {
        throw ModelFolderError(
          file: file, problem: "tensor '\(name)' is not finite at number \(bad)")
      }
      kept.append((name, tensor))
    }
    if kept.count == settings.parameterLayout.count + 1 { kept.removeLast() }
    return Parameters(kept)
  }

  static func decode<T: Decodable>(_ type: T.Type, _ data: Data, file: String) throws -> T {
    do {
      return try StrictJSON.decodePart(type, from: data, file: file)
    } catch let error as StrictJSONError {
      throw ModelFolderError(file: file, problem: error.problem)
    }
  }
}
