import Files

/// One run of a study: its seeds, its scores and the curves it left.
public struct RunSummary: Codable, Sendable, Equatable {
  public var id: String
  public var variant: String
  /// The seeds by stream, in the order to show them.
  public var seeds: [StreamSeed]
  /// The score of each task, in −1…1, in the order of ``StudySummary/tasks``; nil without one.
  public var scores: [Double?]
  /// The average over the tasks, in −1…1.
  public var average: Double?
  /// The score that the checkpoint is selected by, over the steps.
  public var selection: [SelectionPoint]
  /// Loss and cosines over the steps.
  public var training: [TrainingPoint]
  /// The step at which the loss stopped being a number, for a run that diverged.
  public var divergedAtStep: Int?
  /// Alignment and uniformity of its embeddings, where the data have them.
  public var alignment: Double?
  public var uniformity: Double?
  /// The trained numbers that its kind of dropout adds; nil for one rate throughout.
  public var addedParameters: Int?
  /// The settings beside its seeds that not all runs share, in the order of their keys.
  public var settings: [StudySummary.Entry]

  /// Committed reports have two of these keys in camel case.
  enum CodingKeys: String, KeysAsWritten {
    case id, variant, seeds, scores, average, selection, training, divergedAtStep, alignment
    case uniformity, addedParameters, settings
  }

  public init(
    id: String, variant: String, seeds: [StreamSeed], scores: [Double?], average: Double?,
    selection: [SelectionPoint], training: [TrainingPoint], divergedAtStep: Int?,
    alignment: Double?, uniformity: Double?, addedParameters: Int? = nil,
    settings: [StudySummary.Entry]
  ) {
    self.id = id
    self.variant = variant
    self.seeds = seeds
    self.scores = scores.map(finite)
    self.average = finite(average)
    self.selection = selection
    self.training = training
    self.divergedAtStep = divergedAtStep
    self.alignment = finite(alignment)
    self.uniformity = finite(uniformity)
    self.addedParameters = addedParameters
    self.settings = settings
  }

  /// The scores of the tasks and, after them, the average.
  package var columns: [Double?] { scores + [average] }

  /// The seed of a stream, if the run has one.
  package func seed(of stream: String) -> UInt64? {
    seeds.first { $0.stream == stream }?.seed
  }
}

/// The seed of one random stream of a run.
public struct StreamSeed: Codable, Sendable, Equatable {
  public var stream: String
  public var seed: UInt64

  public init(stream: String, seed: UInt64) {
    self.stream = stream
    self.seed = seed
  }
}

/// A selection score, in −1…1, and the step it was taken at.
public struct SelectionPoint: Codable, Sendable, Equatable {
  public var step: Int
  public var score: Double?

  public init(step: Int, score: Double?) {
    self.step = step
    self.score = finite(score)
  }
}

/// What one training step saw: its loss in nats and the mean cosines of its pairs.
public struct TrainingPoint: Codable, Sendable, Equatable {
  public var step: Int
  public var loss: Double?
  public var positiveCosine: Double?
  public var negativeCosine: Double?

  /// Committed reports have two of these keys in camel case.
  enum CodingKeys: String, KeysAsWritten { case step, loss, positiveCosine, negativeCosine }

  public init(step: Int, loss: Double?, positiveCosine: Double?, negativeCosine: Double?) {
    self.step = step
    self.loss = finite(loss)
    self.positiveCosine = finite(positiveCosine)
    self.negativeCosine = finite(negativeCosine)
  }
}

/// JSON has no way to write infinities and not-a-numbers.
private func finite(_ value: Double?) -> Double? {
  value.flatMap { $0.isFinite ? $0 : nil }
}
