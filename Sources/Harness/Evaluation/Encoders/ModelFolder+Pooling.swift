import Files
import Foundation
import Model

/// How a folder of sentence-transformers, or of this package, pools.
extension ModelFolder {
  private struct PoolingConfiguration: Decodable {
    let pooling_mode_cls_token: Bool?
    let pooling_mode_mean_tokens: Bool?
    let pooling_mode_max_tokens: Bool?
    let pooling_mode_mean_sqrt_len_tokens: Bool?
    /// Of a pooling that only this package has.
    let pooling: Pooling?
  }

  private struct DenseConfiguration: Decodable { let activation_function: String? }

  private struct Module: Decodable {
    let path: String
    let type: String
  }

  /// The pooling of a folder; nil where `modules.json` is missing, an error where it asks for what is
  /// not computed here.
  ///
  /// A dense layer behind the pooling is the pooler of `cls` when it has its parameters and its tanh.
  static func pooling(
    _ folder: URL, _ parameters: Parameters<Float>
  ) -> Result<Pooling?, any Error> {
    Result {
      let modules = folder.appendingPathComponent("modules.json")
      guard FileManager.default.fileExists(atPath: modules.path) else { return nil }
      let list = try decode([Module].self, try InputFile.read(modules), file: modules.path)
      guard let module = list.first(where: { $0.type.hasSuffix("Pooling") }) else { return nil }
      let file = folder.appendingPathComponent(module.path).appendingPathComponent("config.json")
      let found = try pooling(
        try decode(PoolingConfiguration.self, try InputFile.read(file), file: file.path),
        file: file.path)
      guard let dense = list.first(where: { $0.type.hasSuffix("Dense") }) else { return found }
      let layer = folder.appendingPathComponent(dense.path)
      guard found == .clsBeforePooler, try isPooler(layer, parameters) else {
        throw ModelFolderError(
          file: layer.path,
          problem: "a dense layer behind the pooling is not computed here; say by --pooling how to "
            + "pool without it: " + Pooling.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return .cls
    }
  }

  private static func pooling(
    _ configuration: PoolingConfiguration, file: String
  ) throws -> Pooling {
    if let own = configuration.pooling { return own }
    switch (
      configuration.pooling_mode_cls_token ?? false,
      configuration.pooling_mode_mean_tokens ?? false,
      (configuration.pooling_mode_max_tokens ?? false)
        || (configuration.pooling_mode_mean_sqrt_len_tokens ?? false)
    ) {
    case (true, false, false): return .clsBeforePooler
    case (false, true, false): return .mean
    default:
      throw ModelFolderError(
        file: file,
        problem: "this mixture of poolings is not computed; say --pooling "
          + Pooling.allCases.map(\.rawValue).joined(separator: ", "))
    }
  }

  /// Whether a dense layer is the encoder's own pooler.
  private static func isPooler(_ layer: URL, _ parameters: Parameters<Float>) throws -> Bool {
    let file = layer.appendingPathComponent("config.json")
    let configuration = try decode(
      DenseConfiguration.self, try InputFile.read(file), file: file.path)
    let weights = layer.appendingPathComponent("model.safetensors")
    guard configuration.activation_function?.hasSuffix(".Tanh") == true,
      FileManager.default.fileExists(atPath: weights.path)
    else { return false }
    let entries = try Safetensors.parse(try InputFile.read(weights), file: weights.path).entries
    return ["weight", "bias"].allSatisfy { part in
      guard let pooler = parameters["pooler.dense.\(part)"],
        let own = entries.first(where: { $0.name == "linear.\(part)" })?.tensor
      else { return false }
      return own.shape == pooler.shape
        && zip(own.scalars, pooler.scalars).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
  }
}
