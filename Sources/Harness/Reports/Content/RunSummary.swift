import Files
package import Model
public import Runs

/// One run of a study: its seeds, its scores and the curves it left.
public struct RunSummary: Codable, Sendable, Equatable {
  public var id: String
  public var variant: String
  /// The seed of every stream.
  @ListedByStream public var seeds: RunSettings.Seeds
  /// The score of each task, in −1…1, in the order of ``StudySummary/tasks``; nil without one.
  public var scores: [Double?]
  /// The average over the tasks, in −1…1.
  public var average: Double?
  /// The score of each task before training and, after them, the average; nil where all runs start
  /// from the same scores.
  public var before: [Double?]?
  /// The same by the other correlation; nil where scores are none, or it was not kept.
  public var other: OtherScores?
  /// The score that the checkpoint is selected by, over the steps.
  public var selection: [SelectionPoint]
  /// Loss, cosines and gradient norms over the steps.
  public var training: [TrainingPoint]
  /// How the development embeddings lay on the sphere over the steps; nil where that was not logged.
  public var diagnostics: [DiagnosticPoint]?
  /// The step at which the loss stopped being a number, for a run that diverged.
  public var divergedAtStep: Int?
  /// Alignment and uniformity of its embeddings, where the data have them.
  public var alignment: Double?
  public var uniformity: Double?
  /// The trained numbers that its kind of dropout adds; nil for one rate throughout.
  public var addedParameters: Int?
  /// What it took; nil in older runs and in those of other programs.
  public var cost: Cost?
  /// Who computed the scores of an imported run, and how they were rounded; nil for one trained here.
  public var imported: ImportedSummary?
  /// The settings beside its seeds that not all runs share, in the order of their keys.
  public var settings: [StudySummary.Entry]

  /// Committed reports have two of these keys in camel case.
  enum CodingKeys: String, KeysAsWritten {
    case id, variant, seeds, scores, average, before, other, selection, training, diagnostics
    case divergedAtStep, alignment, uniformity, addedParameters, cost, imported, settings
  }

  public init(
    id: String, variant: String, seeds: RunSettings.Seeds, scores: [Double?], average: Double?,
    before: [Double?]? = nil, other: OtherScores? = nil, selection: [SelectionPoint],
    training: [TrainingPoint], diagnostics: [DiagnosticPoint]? = nil, divergedAtStep: Int?,
    alignment: Double?, uniformity: Double?, addedParameters: Int? = nil,
    cost: Cost? = nil, imported: ImportedSummary? = nil,
    settings: [StudySummary.Entry]
  ) {
    self.id = id
    self.variant = variant
    self.seeds = seeds
    self.scores = scores.map(finite)
    self.average = finite(average)
    self.before = before?.map(finite)
    self.other = other
    self.selection = selection
    self.training = training
    self.diagnostics = diagnostics
    self.divergedAtStep = divergedAtStep
    self.alignment = finite(alignment)
    self.uniformity = finite(uniformity)
    self.addedParameters = addedParameters
    self.cost = cost
    self.imported = imported
    self.settings = settings
  }

  /// The scores of the tasks and, after them, the average.
  package var columns: [Double?] { scores + [average] }

  /// The seed of a stream.
  package func seed(of stream: RandomStream.Name) -> UInt64 { seeds.seed(stream) }
}

extension RunSummary {
  /// What a run took of the machine.
  public struct Cost: Codable, Sendable, Equatable {
    /// The numbers that it trained.
    public var trainedParameters: Int?
    /// Over all its threads, in seconds.
    public var processorSeconds: Double?
    /// The most memory that it held, in bytes.
    public var peakBytes: Int?

    public init(trainedParameters: Int?, processorSeconds: Double?, peakBytes: Int?) {
      self.trainedParameters = trainedParameters
      self.processorSeconds = finite(processorSeconds)
      self.peakBytes = peakBytes
    }

    init?(_ manifest: Manifest) {
      self.init(
        trainedParameters: manifest.trainedParameters, processorSeconds: manifest.processorSeconds,
        peakBytes: manifest.peakBytes)
      if trainedParameters == nil, processorSeconds == nil, peakBytes == nil { return nil }
    }
  }
}

/// A run's scores by Pearson's correlation where the report is by Spearman's, and the other way around.
public struct OtherScores: Codable, Sendable, Equatable {
  /// In −1…1, one a task.
  public var scores: [Double?]
  public var average: Double?

  public init(scores: [Double?], average: Double?) {
    self.scores = scores.map(finite)
    self.average = finite(average)
  }
}

/// What a report's numbers need to know of an imported run.
public struct ImportedSummary: Codable, Sendable, Equatable {
  public var program: String
  /// The streams whose seeds are stated; of the others nothing is known.
  public var streams: [String]
  /// How far a task's score may be from the one computed; absent for no rounding.
  public var rounding: [String: Double]

  init?(_ run: FinishedRun) {
    guard let origin = run.imported else { return nil }
    program = origin.program
    streams = origin.seeds.keys.sorted()
    rounding = Dictionary(
      origin.tasks.compactMap { task in task.rounding.map { (task.name, $0) } }
    ) { first, _ in first }
  }
}

extension RunSummary {
  /// The seed of a stream as text; nil for one that an imported run does not state.
  package func seedText(of stream: RandomStream.Name) -> String? {
    guard imported?.streams.contains(stream.rawValue) ?? true else { return nil }
    return String(seed(of: stream))
  }

  /// How far the score of a column may be from the one computed: of the average, that of `tasks`.
  func rounding(_ column: String, tasks: [String]) -> Double {
    guard let imported else { return 0 }
    guard column == StudySummary.average else { return imported.rounding[column] ?? 0 }
    return tasks.reduce(0) { $0 + (imported.rounding[$1] ?? 0) } / Double(max(1, tasks.count))
  }
}

/// Seeds as a report's file lists them: `[{"stream": "data-order", "seed": 1}, …]`.
@propertyWrapper
public struct ListedByStream: Codable, Sendable, Equatable {
  public var wrappedValue: RunSettings.Seeds

  public init(wrappedValue: RunSettings.Seeds) { self.wrappedValue = wrappedValue }

  private struct StreamSeed: Codable {
    var stream: String
    var seed: UInt64
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    try RandomStream.Name.allCases.map {
      StreamSeed(stream: $0.rawValue, seed: wrappedValue.seed($0))
    }.encode(to: encoder)
  }

  public init(from decoder: any Decoder) throws {
    let listed = try [StreamSeed](from: decoder)
    func seed(_ name: RandomStream.Name) throws -> UInt64 {
      guard let found = listed.first(where: { $0.stream == name.rawValue }) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "no seed of the stream '\(name.rawValue)'"))
      }
      return found.seed
    }
    wrappedValue = RunSettings.Seeds(
      initialization: try seed(.initialization), dataOrder: try seed(.dataOrder),
      dropout: try seed(.dropout), augmentation: try seed(.augmentation),
      negatives: try seed(.negatives))
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

/// How the development embeddings lay on the sphere after some steps; step 0 is before training.
public struct DiagnosticPoint: Codable, Sendable, Equatable {
  public var step: Int
  public var alignment: Double?
  public var uniformity: Double?
  /// The share of the first principal component, 0…1.
  public var firstComponentShare: Double?

  public init(step: Int, alignment: Double?, uniformity: Double?, firstComponentShare: Double?) {
    self.step = step
    self.alignment = finite(alignment)
    self.uniformity = finite(uniformity)
    self.firstComponentShare = finite(firstComponentShare)
  }
}

/// What one training step saw: its loss in nats, the mean cosines of its pairs, and the norm of its
/// gradient before clipping.
public struct TrainingPoint: Codable, Sendable, Equatable {
  public var step: Int
  public var loss: Double?
  public var positiveCosine: Double?
  public var negativeCosine: Double?
  /// Nil in reports that were written without it.
  public var gradientNorm: Double?

  /// Committed reports have two of these keys in camel case.
  enum CodingKeys: String, KeysAsWritten {
    case step, loss, positiveCosine, negativeCosine
    case gradientNorm = "gradient-norm"
  }

  public init(
    step: Int, loss: Double?, positiveCosine: Double?, negativeCosine: Double?,
    gradientNorm: Double? = nil
  ) {
    self.step = step
    self.loss = finite(loss)
    self.positiveCosine = finite(positiveCosine)
    self.negativeCosine = finite(negativeCosine)
    self.gradientNorm = finite(gradientNorm)
  }
}

/// JSON has no way to write infinities and not-a-numbers.
private func finite(_ value: Double?) -> Double? {
  value.flatMap { $0.isFinite ? $0 : nil }
}
