import Files
import Foundation
import Model

/// A dense layer of sentence-transformers behind the pooling: `config.json` and its weights.
struct DenseModule {
  let folder: URL

  /// Its `config.json`.
  var settings: URL { folder.appendingPathComponent("config.json") }

  /// The word that ends the name of its activation function.
  private func activation() throws -> String? {
    try JSONNode.read(settings)["activation_function"]?.text?
      .split(separator: ".").last.map(String.init)
  }

  private func weights() throws -> (entries: [Safetensors.Entry], file: String) {
    try WeightFiles.read(folder, digest: { _, _ in })
  }

  /// Whether it is the encoder's own pooler.
  func isPooler(of parameters: Parameters<Float>) throws -> Bool {
    guard try activation() == "Tanh" else { return false }
    let entries: [Safetensors.Entry]
    do { entries = try weights().entries } catch is InputError { return false }
    return ["weight", "bias"].allSatisfy { part in
      guard let pooler = parameters["pooler.dense.\(part)"],
        let own = entries.first(where: { $0.name == "linear.\(part)" })?.tensor
      else { return false }
      return own.shape == pooler.shape
        && zip(own.scalars, pooler.scalars).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
  }

  /// The map of embeddings that it is; nil where its activation is another than the identity.
  ///
  /// - Inputs: `width`, that of an embedding before it.
  /// - Throws: `InputError` for weights that are missing or do not fit.
  func map(width: Int?) throws -> EmbeddingMap? {
    guard try activation() == "Identity" else { return nil }
    let json = try JSONNode.read(settings)
    if let input = json["module_input_name"]?.text, input != "sentence_embedding" {
      throw InputError(
        file: settings.path,
        problem: "module_input_name is '\(input)'; only 'sentence_embedding' is computed here")
    }
    let (entries, file) = try weights()
    func fail(_ problem: String) -> InputError {
      InputError(file: file, problem: problem + "; save the model again")
    }
    guard let weight = entries.first(where: { $0.name == "linear.weight" })?.tensor,
      weight.shape.count == 2
    else { throw fail("there is no matrix 'linear.weight'") }
    let bias = entries.first { $0.name == "linear.bias" }?.tensor
    let hasBias = json["bias"]?.flag ?? true
    guard weight.columns == width, hasBias == (bias != nil),
      bias?.count ?? weight.rows == weight.rows
    else {
      throw fail(
        "'linear.weight' of shape \(weight.shape) with "
          + (bias.map { "'linear.bias' of shape \($0.shape)" } ?? "no 'linear.bias'")
          + " does not fit embeddings of \(width ?? 0) numbers and 'bias' of \(settings.path)")
    }
    let numbers = bias?.scalars ?? [Float](repeating: 0, count: weight.rows)
    guard (weight.scalars + numbers).allSatisfy(\.isFinite) else {
      throw fail("its numbers are not all finite")
    }
    return EmbeddingMap(weight: weight, bias: numbers)
  }
}
