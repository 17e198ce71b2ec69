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

  /// The pooling of the modules behind the encoder; nil where there is none.
  ///
  /// A dense layer behind the pooling is the pooler of `cls` when it has its parameters and its tanh.
  ///
  /// - Throws: `InputError` for what is not computed here.
  func pooling(_ parameters: Parameters<Float>, prompt: String) throws -> Pooling? {
    let poolings = Pooling.allCases.map(\.rawValue).joined(separator: ", ")
    let kinds = modules.map(\.kind).filter { $0 != "Dropout" }
    guard kinds.first == "Pooling" else {
      guard let first = kinds.first else { return nil }
      throw InputError(
        file: file,
        problem: "module '\(first)' behind the encoder is not computed here; say by --pooling how "
          + "to pool without it: " + poolings)
    }
    let rest = kinds.dropFirst()
    guard [[], ["Dense"], ["Normalize"], ["Dense", "Normalize"]].contains(Array(rest)) else {
      throw InputError(
        file: file,
        problem:
          "modules \(rest.joined(separator: ", ")) behind the pooling are not computed here; "
          + "a Dense that is the pooler and a Normalize are; say by --pooling how to pool without "
          + "them: " + poolings)
    }
    guard let place = modules.first(where: { $0.kind == "Pooling" })?.folder else { return nil }
    let settings = PoolingSettings(file: place.appendingPathComponent("config.json"))
    let found = try settings.pooling(
      width: parameters["embeddings.LayerNorm.weight"]?.count, prompt: prompt)
    guard let dense = modules.first(where: { $0.kind == "Dense" })?.folder else { return found }
    guard found == .clsBeforePooler, try isPooler(dense, parameters) else {
      throw InputError(
        file: dense.path,
        problem: "a dense layer behind the pooling is not computed here; say by --pooling how to "
          + "pool without it: " + poolings)
    }
    return .cls
  }

  /// Whether a dense layer is the encoder's own pooler.
  private func isPooler(_ layer: URL, _ parameters: Parameters<Float>) throws -> Bool {
    let json = try JSONNode.read(layer.appendingPathComponent("config.json"))
    guard json["activation_function"]?.text?.hasSuffix(".Tanh") == true else { return false }
    let entries: [Safetensors.Entry]
    do {
      entries = try WeightFiles.read(layer, digest: { _, _ in }).entries
    } catch is InputError { return false }
    return ["weight", "bias"].allSatisfy { part in
      guard let pooler = parameters["pooler.dense.\(part)"],
        let own = entries.first(where: { $0.name == "linear.\(part)" })?.tensor
      else { return false }
      return own.shape == pooler.shape
        && zip(own.scalars, pooler.scalars).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
  }
}

/// `1_Pooling/config.json`: the seven booleans of old, the one word of release 6, or this package's.
struct PoolingSettings {
  let file: URL

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
