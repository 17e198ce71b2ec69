/// What one step of training was like.
public struct StepRecord: Codable, Sendable, Equatable {
  /// 1-based: the number of updates made.
  public var step: Int
  /// The loss in nats.
  public var loss: Double
  public var learningRate: Double
  /// Before clipping.
  public var gradientNorm: Double
  /// The mean cosine of positive pairs.
  public var positiveCosine: Double
  /// The mean cosine of in-batch negative pairs.
  public var negativeCosine: Double
  /// The loss of the masked language model in nats, without its weight; nil in steps without one.
  public var maskedLoss: Double?
  /// The share of hidden tokens that it found.
  public var maskedAccuracy: Double?
  /// The mean cosine of anchors and negatives from outside the batch; nil in steps without such.
  public var extraNegativeCosine: Double?
  /// The mean over anchors of the largest cosine to one of those.
  public var hardestNegativeCosine: Double?
}

/// Where a stage of a run begins.
public struct StageRecord: Codable, Sendable, Equatable {
  public var label: String
  /// The updates made before it.
  public var updatesBefore: Int

  public init(label: String, updatesBefore: Int) {
    self.label = label
    self.updatesBefore = updatesBefore
  }
}

/// A development score, by which the checkpoint is chosen.
public struct SelectionRecord: Codable, Sendable, Equatable {
  /// The number of updates made; 0 is the untrained encoder.
  public var step: Int
  /// Spearman's correlation, −1…1.
  public var spearman: Double
  /// The masked language model's mean loss on held-out sentences in nats, by which its checkpoint is
  /// chosen; nil in stages of another objective.
  public var heldOutLoss: Double?
  /// The share of hidden tokens of held-out sentences that it found.
  public var heldOutAccuracy: Double?

  public init(
    step: Int, spearman: Double, heldOutLoss: Double? = nil, heldOutAccuracy: Double? = nil
  ) {
    self.step = step
    self.spearman = spearman
    self.heldOutLoss = heldOutLoss
    self.heldOutAccuracy = heldOutAccuracy
  }

  /// Whether the checkpoint is to be preferred to an earlier one: by the held-out loss where both have
  /// it, else by the correlation.
  func isBetter(than other: SelectionRecord) -> Bool {
    guard let heldOutLoss, let least = other.heldOutLoss else { return spearman > other.spearman }
    return heldOutLoss < least
  }
}

/// How the embeddings of the development pairs lie on the sphere after some steps.
public struct DiagnosticRecord: Codable, Sendable, Equatable {
  /// The number of updates made; 0 is the untrained encoder.
  public var step: Int
  /// Over pairs with a gold score above 4; nil where there are none.
  public var alignment: Double?
  public var uniformity: Double
  /// The share of the first principal component, 0…1.
  public var firstComponentShare: Double

  public init(step: Int, alignment: Double?, uniformity: Double, firstComponentShare: Double) {
    self.step = step
    self.alignment = alignment
    self.uniformity = uniformity
    self.firstComponentShare = firstComponentShare
  }
}

/// All that a run logs; kept in its checkpoint, so that a resumed run logs the same.
public struct TrainingLog: Codable, Sendable, Equatable {
  public var steps: [StepRecord] = []
  public var selection: [SelectionRecord] = []
  /// The step at which the loss was no longer finite, or the encoder had no score any more.
  public var divergedAtStep: Int?
  /// How the development embeddings lay at each score; nil where that is not asked for.
  public var diagnostics: [DiagnosticRecord]?
  /// The stages begun; nil in a run without.
  public var stages: [StageRecord]?

  /// The log of a run that has made no step.
  public init() {}

  /// The 0-based stage that the run is in.
  var stage: Int { max(0, (stages?.count ?? 1) - 1) }
  /// The updates made before that stage.
  var updatesBefore: Int { stages?.last?.updatesBefore ?? 0 }

  /// The best score of the stage and its step, the earliest of equals; nil before the first.
  ///
  /// What the stage begins with, the best of the stage before, is no candidate, as in SimCSE, unless
  /// the stage has no score.
  public var best: SelectionRecord? { best(ofStage: stage) }

  private func best(ofStage stage: Int) -> SelectionRecord? {
    let starts = stages?.map(\.updatesBefore) ?? [0]
    let end = stage + 1 < starts.count ? starts[stage + 1] : Int.max
    let candidates = selection.filter { $0.step > starts[stage] && $0.step <= end }
    guard let first = candidates.first else {
      return stage > 0 ? best(ofStage: stage - 1) : selection.first
    }
    return candidates.reduce(first) { $1.isBetter(than: $0) ? $1 : $0 }
  }
}
