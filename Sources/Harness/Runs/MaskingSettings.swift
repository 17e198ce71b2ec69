import Model

/// What a stage minimizes over its text.
public enum TrainingObjective: String, Codable, Sendable, CaseIterable {
  /// SimCSE's, or what the variant has in its place.
  case contrastive
  /// The tokens that were hidden, from the rest of their sentence.
  case maskedLanguageModel = "masked-language-model"
}

/// How the tanh layer over CLS begins, SimCSE's MLP head.
public enum HeadStart: String, Codable, Sendable, CaseIterable {
  /// At random, as in SimCSE.
  ///
  /// - Source: arXiv:2104.08821, footnote 9.
  case fresh
  /// As the folder has it.
  case pretrained
}

/// How tokens are hidden from a masked language model, and what it is scored on.
///
/// - Source: arXiv:1810.04805, section 3.1; as SimCSE's auxiliary objective, arXiv:2104.08821, section 6.3.
public struct MaskingSettings: Codable, Sendable, Equatable {
  /// The chance that a token is chosen; 0.15 in BERT.
  public var probability: Double
  /// The share of chosen tokens that the mask token replaces; 0.8 in BERT.
  public var maskReplace: Double
  /// The share of chosen tokens that a random token replaces; 0.1 in BERT.
  public var randomReplace: Double
  /// How many sentences the model is scored on: those of the text that follow the training sentences.
  /// Of the objective alone.
  public var heldOut: Int?
  /// What the loss weighs beside the contrastive one; 0.1 in SimCSE. Of the auxiliary objective alone.
  public var weight: Double?

  /// The part that a step needs.
  var tokens: TokenMasking {
    TokenMasking(
      probability: probability, maskReplace: maskReplace, randomReplace: randomReplace)
  }
}

extension TrainingSettings {
  /// Whether the stage is a masked language model's and nothing else.
  var isMaskedLanguageModel: Bool { objective == .maskedLanguageModel }

  /// What is wrong with the objective and its masking, as (key, words).
  var objectiveProblem: (key: String, words: String)? {
    if let steps = keepSteps {
      if let bad = steps.first(where: { $0 < 0 }) {
        return ("keep-steps", "has \(bad); a number of updates is 0 or more")
      }
      if Set(steps).count < steps.count { return ("keep-steps", "names one update twice") }
    }
    if head != nil, !pooling.needsDense {
      return (
        "head",
        "goes with the poolings 'cls', 'cls-before-pooler' and 'mask-before-pooler', not "
          + "'\(pooling.rawValue)'"
      )
    }
    if sharedMasks == true {
      let passesTwice =
        tasks == nil && !isMaskedLanguageModel && variant.variant.outputPositives == nil
        && !variant.variant.readsTokens
      if !passesTwice {
        return ("shared-masks", "goes with sentences that pass the encoder twice; leave it out")
      }
    }
    if afterTraining != nil, tasks != nil {
      return ("after-training", "does not go with tasks, which are scored by their heads")
    }
    if diagnostics == true, tasks != nil {
      return ("diagnostics", "does not go with tasks, which have no embeddings of pairs to look at")
    }
    guard let masking = tokenMasking else {
      return isMaskedLanguageModel
        ? ("token-masking", "is missing; the objective 'masked-language-model' needs it") : nil
    }
    if let words = masking.tokens.problem { return ("token-masking", words) }
    if isMaskedLanguageModel {
      if masking.weight != nil {
        return ("token-masking.weight", "goes with the contrastive objective; leave it out")
      }
      guard let heldOut = masking.heldOut else {
        return (
          "token-masking.held-out", "is missing; name how many sentences the model is scored on"
        )
      }
      if let words = NumberRule.problem("held-out", heldOut, atLeast: 1) {
        return ("token-masking", words)
      }
      return maskedObjectiveProblem
    }
    guard let weight = masking.weight else {
      return (
        "token-masking.weight",
        "is missing; beside the contrastive objective the masked language model needs a weight"
      )
    }
    if let words = NumberRule.notNegative.problem(weight) { return ("token-masking.weight", words) }
    if masking.heldOut != nil {
      return (
        "token-masking.held-out", "goes with the objective 'masked-language-model'; leave it out"
      )
    }
    if tasks != nil { return ("token-masking", "does not go with tasks") }
    if variant.variant.hasTwin {
      return ("token-masking", "does not go with \(variant.name), which trains two encoders")
    }
    if pieceSize != nil { return ("token-masking", "does not go with piece-size") }
    return nil
  }

  /// What else the settings ask for that the objective would pass over, as (key, words).
  private var maskedObjectiveProblem: (key: String, words: String)? {
    let name = "the objective 'masked-language-model'"
    if text.examples != nil {
      return ("text", "has 'examples', but \(name) reads one sentence at a time; use 'column'")
    }
    if variant.name != InBatchNegatives.name {
      return ("variant", "is \(variant.name), which \(name) has no use for; leave it out")
    }
    let others: [(String, Bool)] = [
      ("tasks", tasks != nil), ("augment", augment != nil), ("piece-size", pieceSize != nil),
      ("hard-negative-weight", hardNegativeWeight != nil),
    ]
    for case (let key, true) in others { return (key, "does not go with \(name); leave it out") }
    return nil
  }
}

extension RunSettings {
  /// The seed of masking is there where tokens are masked, and only there.
  var maskingSeedProblem: (key: String, words: String)? {
    guard let training else { return nil }
    let masks =
      training.tokenMasking != nil
      || (training.stages ?? []).contains { stage in
        stage.set.keys.contains { $0 == "token-masking" || $0.hasPrefix("token-masking.") }
      }
    switch (masks, seeds.masking) {
    case (true, nil): return ("seeds.masking", "is missing; 'token-masking' draws from that stream")
    case (false, .some):
      return ("seeds.masking", "belongs to runs with 'token-masking'; leave it out")
    default: return nil
    }
  }
}
