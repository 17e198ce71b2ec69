import Files
import Foundation
import Model

/// What `modules.json` of sentence-transformers says: where the encoder is and what follows it.
struct SentenceModules {
  /// The encoder's folder.
  let encoder: URL
  /// The modules behind the encoder, by the last word of their type.
  private let modules: [(kind: String, folder: URL)]
  /// `modules.json`.
  private let file: String

  /// Types of the encoder's module, those before release 1.0 included.
  private static let encoders = ["Transformer", "BERT", "RoBERTa", "DistilBERT"]

  /// Nil where a folder has no `modules.json`.
  ///
  /// - Throws: `InputError` for a first module that is no encoder.
  init?(_ folder: URL) throws {
    let place = folder.appendingPathComponent("modules.json")
    guard FileManager.default.fileExists(atPath: place.path) else { return nil }
    file = place.path
    func fail(_ problem: String) -> InputError {
      InputError(file: place.path, problem: problem)
    }
    guard let list = try JSONNode.read(place).list, !list.isEmpty else {
      throw fail("it is not a list of modules")
    }
    var modules: [(kind: String, folder: URL)] = []
    for module in list {
      guard let type = module["type"]?.text, let path = module["path"]?.text else {
        throw fail("a module lacks 'type' or 'path'")
      }
      guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
        throw fail("the path '\(path)' of a module leaves the folder")
      }
      let kind = type.split(separator: ".").last.map(String.init) ?? ""
      modules.append((kind, path.isEmpty ? folder : folder.appendingPathComponent(path)))
    }
    guard Self.encoders.contains(modules[0].kind) else {
      throw fail(
        "the first module is '\(modules[0].kind)'; only a Transformer is computed here")
    }
    encoder = modules[0].folder
    self.modules = Array(modules.dropFirst())
  }

  /// Whether embeddings are scaled to length 1.
  var normalizes: Bool { modules.contains { $0.kind == "Normalize" } }

  /// What the modules behind the encoder do.
  struct Reading {
    var pooling: Pooling
    /// A dense layer with identity activation.
    var map: EmbeddingMap?
    var template: FolderTemplate?
  }

  /// What the modules behind the encoder do; nil where there is none.
  ///
  /// The first dense layer is the pooler of `cls` when it has its parameters and its tanh; one with
  /// identity activation is a map of embeddings.
  ///
  /// - Inputs: `isCut`, whether blocks of the encoder are left out.
  /// - Throws: `InputError` for what is not computed here.
  func reading(_ parameters: Parameters<Float>, prompt: String, isCut: Bool) throws -> Reading? {
    let kinds = modules.map(\.kind).filter { $0 != "Dropout" }
    guard kinds.first == "Pooling" else {
      guard let first = kinds.first else { return nil }
      throw InputError(
        file: file,
        problem: "module '\(first)' behind the encoder is not computed here; say by --pooling how "
          + "to pool without it: " + Self.poolings)
    }
    let rest = Array(kinds.dropFirst())
    let dense = rest.prefix { $0 == "Dense" }.count
    guard dense <= 2, [[], ["Normalize"]].contains(Array(rest.dropFirst(dense))) else {
      throw InputError(
        file: file,
        problem:
          "modules \(rest.joined(separator: ", ")) behind the pooling are not computed here; "
          + "a Dense that is the pooler, one with identity activation and a Normalize are; say by "
          + "--pooling how to pool without them: " + Self.poolings)
    }
    guard let place = modules.first(where: { $0.kind == "Pooling" })?.folder else { return nil }
    let settings = PoolingSettings(file: place.appendingPathComponent("config.json"))
    let width = parameters["embeddings.LayerNorm.weight"]?.count
    var reading = Reading(pooling: try settings.pooling(width: width, prompt: prompt))
    reading.template = try settings.template(of: reading.pooling)
    var layers = modules.filter { $0.kind == "Dense" }.map { DenseModule(folder: $0.folder) }
    if reading.pooling == .clsBeforePooler, let first = layers.first,
      try first.isPooler(of: parameters)
    {
      reading.pooling = .cls
      layers.removeFirst()
    }
    guard let last = layers.popLast() else { return reading }
    guard layers.isEmpty, let map = try last.map(width: width) else {
      throw InputError(
        file: last.settings.path,
        problem:
          "this dense layer behind the pooling is not computed here; say by --pooling how to "
          + "pool without it: " + Self.poolings)
    }
    guard !isCut else {
      throw InputError(
        file: last.folder.path,
        problem:
          "it was fitted to the whole encoder, of which blocks are left out; say by --pooling "
          + "how to pool without it: " + Self.poolings)
    }
    reading.map = map
    return reading
  }

  private static let poolings = Pooling.allCases.map(\.rawValue).joined(separator: ", ")
}

/// The template that a folder's sentences are set in.
public struct FolderTemplate: Sendable, Equatable {
  public let text: String
  /// Whether its own bias is subtracted.
  public let isSubtracted: Bool

  public init(text: String, isSubtracted: Bool) {
    self.text = text
    self.isSubtracted = isSubtracted
  }
}

/// `1_Pooling/config.json`: the seven booleans of old, the one word of release 6, or this package's.
struct PoolingSettings {
  let file: URL

  /// The template of a pooling at its mask token; nil for other poolings.
  ///
  /// - Throws: `InputError` for one that is missing or is none.
  func template(of pooling: Pooling) throws -> FolderTemplate? {
    guard pooling.needsTemplate else { return nil }
    func fail(_ problem: String) -> InputError {
      InputError(file: file.path, problem: problem)
    }
    let json = try JSONNode.read(file)
    guard let text = json["template"]?.text else {
      throw fail("pooling '\(pooling.rawValue)' needs the text 'template'; save the model again")
    }
    if let problem = SentenceTemplate.problem(text) { throw fail("template " + problem) }
    guard let isSubtracted = json["subtracts_template"]?.flag else {
      throw fail("key 'subtracts_template' is not true or false; save the model again")
    }
    return FolderTemplate(text: text, isSubtracted: isSubtracted)
  }

  /// - Throws: `InputError` for a pooling or a mixture that is not computed.
  func pooling(width: Int?, prompt: String) throws -> Pooling {
    func fail(_ problem: String) -> InputError {
      InputError(file: file.path, problem: problem)
    }
    let json = try JSONNode.read(file)
    if let own = json["pooling"]?.text {
      guard let pooling = Pooling(rawValue: own) else {
        throw fail("pooling '\(own)' is not known")
      }
      return pooling
    }
    for key in ["embedding_dimension", "word_embedding_dimension"] {
      if let found = json[key]?.whole, let width, found != width {
        throw fail("\(key) is \(found); the encoder's is \(width)")
      }
    }
    if json["include_prompt"]?.flag == false, !prompt.isEmpty {
      throw fail(
        "include_prompt is false: the default prompt '\(prompt)' would be left out of the pooling, "
          + "which is not computed here")
    }
    var names = (json.members ?? []).filter {
      $0.key.hasPrefix("pooling_mode_") && $0.value == .bool(true)
    }.map { String($0.key.dropFirst("pooling_mode_".count)) }
    if let mode = json["pooling_mode"] {
      names += mode.text.map { [$0] } ?? mode.list?.compactMap(\.text) ?? ["?"]
    }
    switch Set(names.map { $0.replacing("_tokens", with: "").replacing("_token", with: "") }) {
    case ["cls"]: return .clsBeforePooler
    case ["mean"]: return .mean
    default:
      throw fail(
        (names.isEmpty
          ? "it names no pooling"
          : "this \(names.count == 1 ? "pooling" : "mixture of poolings") is not computed: "
            + names.joined(separator: ", "))
          + "; say --pooling " + Pooling.allCases.map(\.rawValue).joined(separator: ", "))
    }
  }
}
