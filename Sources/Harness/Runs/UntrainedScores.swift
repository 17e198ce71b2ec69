import Evaluation
import Files
import Foundation
import Model

/// Scores of encoders before their first step, kept so that the runs of a study that begin alike
/// evaluate their beginning once.
///
/// A score is a pure function of what its name is the checksum of, so that a kept score and a
/// computed one are the same to the bit. Several processes may use one folder.
struct UntrainedScores {
  let folder: URL

  /// The kept scores, or else those that `compute` gives, which are then kept.
  ///
  /// - Throws: `InputError` for a damaged file, and what `compute` throws.
  func scores(
    _ inputs: RunInputs, settings: RunSettings, compute: () throws -> EvaluationResult
  ) throws -> EvaluationResult {
    try kept(try Self.name(inputs, settings: settings), compute)
  }

  /// The same of the development pairs, with the shape of their embeddings or without it.
  func development(
    _ inputs: RunInputs, settings: RunSettings, withShape: Bool,
    compute: () throws -> DevelopmentScore
  ) throws -> DevelopmentScore {
    let kind = withShape ? "diagnostics" : "development"
    return try kept("\(kind)-\(try Self.name(inputs, settings: settings))", compute)
  }

  private func kept<Value: Codable>(_ name: String, _ compute: () throws -> Value) throws -> Value {
    let file = folder.appendingPathComponent(name + ".json")
    if let known = try RunFolder.kept(Value.self, at: file) { return known }
    let result = try compute()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try AtomicFile.write(try StrictJSON.encode(result), to: file)
    return result
  }

  /// The checksum of all that an untrained encoder's scores depend on.
  private static func name(_ inputs: RunInputs, settings: RunSettings) throws -> String {
    var hash = SHA256()
    func add(_ text: String) { hash.update(Array((text + "\n").utf8)) }
    add(Provenance.commit)
    add(NumericFingerprint.digest(product: settings.product))
    add(inputs.encoder.encoder.parameters(readBy: settings.pooling).digest)
    hash.update(Array(try StrictJSON.encode(inputs.encoder.encoder.settings)))
    hash.update(Array(try RunSettings.hashed(settings.evaluation)))
    add(settings.pooling.rawValue)
    if let template = settings.template {
      add(template.text)
      add(template.subtracted?.rawValue ?? "")
    }
    for (name, checksum) in inputs.checksums.sorted(by: { $0.key < $1.key })
    where !name.hasPrefix("text") {
      add("\(name) \(checksum)")
    }
    return hash.finalize()
  }
}

/// What a look at the development pairs found.
struct DevelopmentScore: Codable {
  var spearman: Double
  /// The shape of their embeddings; nil where no diagnostics are asked for.
  var shape: Evaluation.Shape?
}
