import Files
public import Foundation
public import Model

/// Everything that a run needs to go on: parameters, the optimizer's means, the best so far, what the
/// variant carries, the log.
public struct TrainingState: Sendable {
  public var parameters: Parameters<Float>
  public var optimizer: AdamW<Float>
  /// The parameters with the best development score.
  public var best: Parameters<Float>
  /// What the variant carries into the next step.
  public var variant: VariantState
  public var log: TrainingLog

  /// The number of updates made, those of earlier stages included.
  public var step: Int { log.updatesBefore + optimizer.updates }

  public init(
    parameters: Parameters<Float>, optimizer: AdamW<Float>, best: Parameters<Float>,
    variant: VariantState, log: TrainingLog
  ) {
    self.parameters = parameters
    self.optimizer = optimizer
    self.best = best
    self.variant = variant
    self.log = log
  }

  private static let sections = ["parameters", "best", "adamw.first", "adamw.second"]
  private static let variantSection = "variant"
  private static let referenceSection = "reference"

  /// The state as a safetensors file that names the settings it belongs to.
  public func serialized(settingsHash: String) throws -> Data {
    let parts = [
      parameters, best, optimizer.first, optimizer.second, variant.tensors, variant.reference,
    ]
    let sections = Self.sections + [Self.variantSection, Self.referenceSection]
    let entries = zip(sections, parts).flatMap { section, part in
      zip(part.names, part.tensors).map { ("\(section)/\($0)", $1) }
    }
    let log = String(decoding: try StrictJSON.encodeLine(log), as: UTF8.self)
    return try Safetensors.serialized(
      entries.map { (name: $0.0, tensor: $0.1) },
      metadata: ["settings": settingsHash, "updates": String(step), "log": log])
  }

  /// Reads a state back.
  ///
  /// - Throws: `InputError` when it belongs to other settings or lacks a part.
  public init(
    _ data: Data, file: String, settingsHash: String, adamw: AdamW<Float>.Settings
  ) throws {
    try self.init(data, file: file, settingsHash: settingsHash, adamw: [adamw])
  }

  /// Reads back the state of a run of stages, each with its optimizer's settings.
  ///
  /// - Throws: as the reader of one stage.
  public init(
    _ data: Data, file: String, settingsHash: String, adamw: [AdamW<Float>.Settings]
  ) throws {
    let (entries, metadata) = try Safetensors.parse(data, file: file)
    guard metadata["settings"] == settingsHash else {
      throw InputError(
        file: file,
        problem: "it belongs to other settings (hash \(metadata["settings"] ?? "none"), not "
          + "\(settingsHash)); remove the folder or use the settings it was begun with")
    }
    guard let updates = metadata["updates"].flatMap(Int.init), updates >= 0,
      let text = metadata["log"],
      let log = try? StrictJSON.decode(TrainingLog.self, from: Data(text.utf8), file: file)
    else {
      throw InputError(file: file, problem: "its log cannot be read; remove the folder")
    }
    func part(_ section: String) -> [(name: String, tensor: Tensor<Float>)] {
      entries.filter { $0.name.hasPrefix(section + "/") }.map {
        (String($0.name.dropFirst(section.count + 1)), $0.tensor)
      }
    }
    let parts = Self.sections.map { Parameters<Float>(part($0)) }
    guard let first = parts.first, !first.names.isEmpty,
      parts.allSatisfy({ $0.names == first.names })
    else {
      throw InputError(file: file, problem: "it lacks tensors; remove the folder")
    }
    guard updates >= log.updatesBefore, log.stage < adamw.count else {
      throw InputError(
        file: file, problem: "it is in a stage that the settings do not have; remove the folder")
    }
    self.init(
      parameters: parts[0],
      optimizer: AdamW(
        settings: adamw[log.stage], first: parts[2], second: parts[3],
        updates: updates - log.updatesBefore),
      best: parts[1],
      variant: VariantState(
        part(Self.variantSection), reference: part(Self.referenceSection)), log: log)
  }
}
