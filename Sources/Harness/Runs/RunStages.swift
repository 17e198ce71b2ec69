public import Files
import Model

extension RunSettings {
  /// One of the parts that a run is trained in, each from the best checkpoint of the one before.
  public struct Stage: Codable, Sendable, Equatable {
    /// What logs and reports call it.
    public var label: String
    /// Settings by key path that differ from the run's own while it lasts.
    public var set: [String: JSONValue]
  }

  /// Settings that a stage cannot change: what the run begins with, and how it is scored.
  private static let fixed = [
    "encoder", "pooling", "evaluation", "product", "seeds", "stages", "dropout-kind", "trainer",
    "keep-steps", "head", "after-training", "template",
  ]

  /// Keys that may be left out, so that a base file need not have them.
  package static let optionalKeys: Set<String> = [
    "variant", "stages", "hard-negative-weight", "piece-size", "leaks", "augment", "dropout-kind",
    "tasks", "objective", "token-masking", "keep-steps", "seeds.masking", "head", "shared-masks",
    "diagnostics", "after-training", "template", "generator",
    "adamw.spares-biases-and-norms", "trainer.repetition",
  ]

  /// The settings of each stage, whole; of a run without stages, its own.
  ///
  /// - Throws: `InputError` naming stage and key, for settings that do not fit.
  public func stageSettings() throws -> [(label: String, settings: RunSettings)] {
    guard let stages = self.stages else { return [("training", self)] }
    var own = self
    own.stages = nil
    let base = try JSONValue(own)
    return try stages.enumerated().map { place, stage in
      let name = "stages[\(place)] (\(stage.label))"
      var value = base
      for key in stage.set.keys.sorted() {
        let path = Self.keyOfToday(key, file: name).split(separator: ".").map(String.init)
        guard let first = path.first, !Self.fixed.contains(first) else {
          throw InputError(
            file: name, problem: "'\(key)' belongs to the whole run; move it out of 'stages'")
        }
        guard let new = stage.set[key], let changed = value.setting(path[...], to: new) else {
          throw InputError(
            file: name, problem: "'\(key)' leads through something that is not there")
        }
        value = changed
      }
      let settings = try RunSettings(value, file: name, catalog: self.variant.catalog)
      guard settings.epochs >= 1 else {
        throw InputError(
          file: name, problem: "epochs is \(settings.epochs); a stage has at least 1")
      }
      return (stage.label, settings)
    }
  }

  /// What is wrong with the stages, in words.
  var stagesProblem: String? {
    guard let stages = training?.stages else { return nil }
    if stages.isEmpty { return "is empty; list at least one stage, or leave it out" }
    if Set(stages.map(\.label)).count < stages.count {
      return "has two stages with the same label; rename one"
    }
    do { _ = try stageSettings() } catch { return "does not resolve: \(error)" }
    return nil
  }
}

extension TrainingSettings {
  /// What is wrong with the settings of supervision, as (key, words).
  var supervisionProblem: (key: String, words: String)? {
    let weightKey = "hard-negative-weight"
    let supervision = variant.variant.supervision
    let hasOpposites = augment?.antonyms != nil
    let isGiven = hasOpposites && text.examples == nil && supervision == .contradictions
    if let needed = supervision?.examples, text.examples != needed, !isGiven {
      return (
        "text.examples",
        "is not '\(needed.rawValue)', which \(variant.name) needs; say it"
          + (supervision == .contradictions ? ", or give 'augment' a list of antonyms" : "")
      )
    }
    let kind = hasOpposites ? "antonyms" : text.examples?.rawValue ?? "triples"
    switch (hasOpposites || text.examples?.hasContradictions == true, hardNegativeWeight) {
    case (true, .some) where supervision == .contradictions:
      return (
        weightKey, "does not go with \(variant.name), which weighs no negative; leave it out"
      )
    case (true, nil) where supervision == .contradictions: break
    case (true, nil):
      return (weightKey, "is missing; \(kind) need it, 0 being a negative like any other")
    case (true, .some(let weight)):
      if let words = NumberRule.finite.problem(weight) { return (weightKey, words) }
      if !variant.variant.takesHardNegatives {
        return (
          "variant",
          "is \(variant.name), which has no place for the hard negatives of \(kind); train it on pairs"
        )
      }
    case (false, .some):
      return (weightKey, "belongs to text of triples or quadruples, or to antonyms")
    case (false, nil): break
    }
    let unused: [TextSource.Examples: String] = [.labelledPairs: "labels", .scoredPairs: "scores"]
    if let examples = text.examples, let name = unused[examples], supervision?.examples != examples
    {
      return (
        "variant",
        "is \(variant.name), which has no use for \(name); train it on 'pairs', or name a method that "
          + "reads \(name)"
      )
    }
    if variant.variant.readsTokens, text.examples != nil || augment != nil {
      return (
        text.examples != nil ? "text.examples" : "augment",
        "has no use with \(variant.name), whose sentences pass once; leave it out"
      )
    }
    if text.examples != nil, variant.variant.outputPositives != nil {
      return (
        "variant", "\(variant.name) makes positives, but the text has its own; choose one"
      )
    }
    if augment != nil {
      if text.examples != nil { return ("augment", "does not go with text that gives positives") }
      if variant.variant.outputPositives != nil {
        return ("augment", "does not go with \(variant.name)")
      }
    }
    if let tasks, !tasks.trainsEncoder, adamw.weightDecay != 0 {
      return (
        "adamw.weight-decay", "is not 0, but tasks.trains-encoder leaves the encoder as it is"
      )
    }
    if !variant.variant.trains("embeddings.word_embeddings.weight"), adamw.weightDecay != 0 {
      return (
        "adamw.weight-decay",
        "is not 0, but \(variant.name) leaves the embeddings as they are; say 0"
      )
    }
    if let pieceSize {
      if tasks != nil {
        return ("piece-size", "does not go with tasks, whose batches are whole")
      }
      let key = "piece-size"
      if let words = NumberRule.problem(pieceSize, atLeast: 1) { return (key, words) }
      if !variant.variant.takesPieces {
        return (
          key, "does not go with \(variant.name), which needs the batch at once"
        )
      }
    }
    return nil
  }
}

extension Supervision {
  /// The examples of text that give it.
  fileprivate var examples: TextSource.Examples {
    switch self {
    case .labels: .labelledPairs
    case .scores: .scoredPairs
    case .contradictions: .triples
    }
  }
}

extension RandomStream {
  /// The stream of a 0-based stage; that of the first stage is the stream itself, so that it draws
  /// what a run of no stages draws.
  func stage(_ index: Int) -> RandomStream { index == 0 ? self : fork("stage").fork(index) }
}
