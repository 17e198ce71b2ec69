public import Model

/// Dropout other than of one rate throughout, as settings write it.
///
///     { "name": "curriculum", "growth": 0.13 }
///     { "name": "adaptive", "belief": "dense", "start-rate": 0.1 }
///     { "name": "gate", "belief": "dense", "start-rate": 0.1 }
public struct DropoutChoice: Codable, Sendable, Equatable {
  public enum Name: String, Codable, Sendable, CaseIterable {
    case curriculum, adaptive, gate
  }

  public var name: Name
  /// How fast a curriculum rises, a step.
  public var growth: Double?
  /// What rates are computed from.
  public var belief: AdaptiveDropout.Belief?
  /// The computed rate at the first step.
  public var startRate: Double?

  /// What is wrong with the settings, in words; nil when they are sound.
  var problem: String? {
    switch (name, growth, belief, startRate) {
    case (.curriculum, let growth?, nil, nil):
      return CurriculumDropout(finalRate: 0, growth: growth).problem
    case (.curriculum, _, _, _): return "curriculum takes 'growth' and nothing else"
    case (_, nil, let belief?, let startRate?):
      return AdaptiveDropout(belief: belief, startRate: startRate).problem
    default: return "\(name.rawValue) takes 'belief' and 'start-rate' and nothing else"
    }
  }

  /// The kind; nil where the settings are not sound.
  var kind: EncoderDropoutKind? {
    switch (name, growth, belief, startRate) {
    case (.curriculum, let growth?, _, _): .curriculum(growth: growth)
    case (.adaptive, _, let belief?, let rate?):
      .adaptive(AdaptiveDropout(belief: belief, startRate: rate))
    case (.gate, _, let belief?, let rate?):
      .gate(AdaptiveDropout(belief: belief, startRate: rate))
    default: nil
    }
  }
}
