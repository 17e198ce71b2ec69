/// A variant of SimCSE: what it puts in the place of each stage of a step.
///
/// A stage that is nil is plain SimCSE's. A variant whose settings switch it off (a rate, a count, a
/// radius of 0) answers nil, so that it is plain SimCSE to the bit by construction. Stages are plain
/// values, not code over a scalar type, so that they are compiled once and for their types: they see
/// outputs in Double and answer with constants; the step alone differentiates.
public protocol Variant: Codable, Sendable, Equatable {
  /// The published name, kebab-case, never reused.
  static var name: String { get }
  /// Settings on which the contract tests run.
  static var examples: [Self] { get }
  /// What is wrong with the settings, in words; nil when they are sound.
  var problem: String? { get }

  /// Makes the second view from the encoder's output; nil where each sentence passes twice.
  var outputPositives: (any OutputPositives)? { get }
  /// Changes the word embeddings of tokens, on top of dropout.
  var inputPerturbation: (any InputPerturbation)? { get }
  /// Changes positions, and what enters the first block.
  var entryChange: (any EntryChange)? { get }
  /// What is minimized; nil for the contrastive loss.
  var objective: (any Objective)? { get }
  /// Moves the weights before the gradient that counts is taken.
  var weightPerturbation: (any WeightPerturbation)? { get }
  /// Gives further columns of the softmax.
  var negativeSource: (any NegativeSource)? { get }
  /// A second encoder that the objective or the negatives look at.
  var reference: ReferenceEncoder? { get }
  /// Whether the anchors pass a twin of the encoder, which begins as the encoder and is trained beside it.
  var hasTwin: Bool { get }
  /// Layers of the objective's own, trained with the encoder and kept beside it.
  var addedHead: DenseHead? { get }
  /// What the objective needs of each pair of the batch; nil for nothing.
  var supervision: Supervision? { get }
  /// How many further sentences of the text are drawn for each step, for ``negativeSource`` to choose
  /// from.
  var poolSize: Int { get }
  /// Whether each anchor comes with its negation, which passes the encoder too.
  var readsSoftNegatives: Bool { get }
  /// Whether the objective looks at the anchors' tokens; sentences then pass once.
  var readsTokens: Bool { get }
  /// How a twin of the encoder finds tokens that a generator replaced; nil where none does.
  var detection: TokenDetection? { get }
  /// Whether a parameter of a name is trained.
  func trains(_ name: String) -> Bool
}

extension Variant {
  public var problem: String? { nil }
  public var outputPositives: (any OutputPositives)? { nil }
  public var inputPerturbation: (any InputPerturbation)? { nil }
  public var entryChange: (any EntryChange)? { nil }
  public var objective: (any Objective)? { nil }
  public var weightPerturbation: (any WeightPerturbation)? { nil }
  public var negativeSource: (any NegativeSource)? { nil }
  public var reference: ReferenceEncoder? { nil }
  public var hasTwin: Bool { false }
  public var addedHead: DenseHead? { nil }
  public var supervision: Supervision? { nil }
  public var poolSize: Int { 0 }
  public var readsSoftNegatives: Bool { false }
  public var readsTokens: Bool { false }
  public var detection: TokenDetection? { nil }
  public func trains(_ name: String) -> Bool { true }

  /// Whether a batch may be differentiated piece by piece: nothing but outputs is changed.
  package var takesPieces: Bool {
    inputPerturbation == nil && entryChange == nil && weightPerturbation == nil && reference == nil
      && addedHead == nil && !hasTwin && !readsTokens && detection == nil
  }

  /// Whether a further negative of each anchor may come with the batch: both views are then the batch's,
  /// and the loss reads columns besides the positives.
  public var takesHardNegatives: Bool {
    outputPositives == nil && !readsSoftNegatives && detection == nil
      && (objective?.readsNegatives ?? true || supervision == .contradictions)
  }
}
