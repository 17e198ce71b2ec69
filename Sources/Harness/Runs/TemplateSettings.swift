import Model

/// What sentences are set in before they pass the encoder, with the poolings at the mask token.
///
///     { "text": "This sentence of \" [X] \" means [MASK] .",
///       "positive": "This sentence : \" [X] \" means [MASK] .", "subtracted": "in-training" }
///
/// That is PromptBERT, with the pooling `mask-before-pooler`. Limits of tokens count the sentence and the first
/// and last token of a text, not the template.
///
/// - Source: arXiv:2201.04337, sections 4.1 and 4.2.
public struct TemplateSettings: Codable, Sendable, Equatable {
  /// Where the template's own bias is subtracted from the state at the mask token.
  public enum Subtraction: String, Codable, Sendable, CaseIterable {
    /// As PromptBERT without supervision does: scoring is plain.
    case inTraining = "in-training"
    case always
  }

  /// The anchors' template, and that of everything that is scored.
  public var text: String
  /// The template of positives and of negatives; absent for the anchors'.
  public var positive: String?
  /// Absent for nowhere.
  public var subtracted: Subtraction?

  /// What is wrong with the settings, in words; nil when they are sound.
  var problem: String? {
    SentenceTemplate.problem(text).map { "text " + $0 }
      ?? positive.flatMap(SentenceTemplate.problem).map { "positive " + $0 }
  }

  /// The tokenizer of a view: 0 for anchors and scoring, 1 for positives, 2 for negatives.
  func tokenizer(_ tokenizer: Tokenizer, ofView view: Int) -> Tokenizer {
    var own = tokenizer
    own.preparation.template = nil
    own.preparation.template = SentenceTemplate(
      view == 0 ? text : positive ?? text, tokenizer: own)
    return own
  }

  /// The tokens that the longer template adds to a sentence.
  func addedTokens(_ tokenizer: Tokenizer) -> Int {
    [0, 1].compactMap { self.tokenizer(tokenizer, ofView: $0).preparation.template?.addedTokens }
      .max() ?? 0
  }
}

extension TrainingSettings {
  /// What is wrong with the template and what goes with it, as (key, words).
  var templateProblem: (key: String, words: String)? {
    guard let template else {
      return pooling.needsTemplate
        ? (
          "template",
          "is missing; the pooling '\(pooling.rawValue)' takes the state at its mask token"
        ) : nil
    }
    if !pooling.needsTemplate {
      return (
        "template",
        "goes with the poolings 'mask' and 'mask-before-pooler', not "
          + "'\(pooling.rawValue)'; leave it out or change the pooling"
      )
    }
    if tokenMasking != nil {
      return ("token-masking", "does not go with a template, which has a mask token of its own")
    }
    let method = variant.variant
    if template.positive != nil, method.outputPositives != nil || method.readsTokens || tasks != nil
    {
      return (
        "template.positive",
        "has no use where sentences pass once; leave it out"
      )
    }
    guard template.subtracted != nil else { return nil }
    let key = "template.subtracted"
    if tasks != nil { return (key, "does not go with tasks; leave it out") }
    if method.hasTwin || method.reference?.outputs == .views {
      return (
        key,
        "does not go with \(variant.name), whose second encoder has a bias of its own; leave it "
          + "out"
      )
    }
    return nil
  }
}
