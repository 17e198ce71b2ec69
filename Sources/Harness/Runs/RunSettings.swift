public import Model

/// Everything that moves a number of a run; nothing has a default.
///
/// A run is trained by this program, and then has all of ``TrainingSettings``, or by another program,
/// and then has none of them. In JSON all keys are side by side.
@dynamicMemberLookup
public struct RunSettings: Sendable, Equatable {
  public var evaluation: EvaluationSource
  public var seeds: Seeds
  /// How this program trains; nil where ``trainer`` does.
  var training: TrainingSettings?
  /// The program that trains and embeds in the place of this one.
  public var trainer: Trainer?

  /// A setting of this program's own training.
  ///
  /// - Precondition: no other program trains.
  public subscript<Value>(dynamicMember key: WritableKeyPath<TrainingSettings, Value>) -> Value {
    get {
      guard let training else { preconditionFailure("the settings of a trainer have no \(key)") }
      return training[keyPath: key]
    }
    set {
      precondition(training != nil, "the settings of a trainer have no \(key)")
      training?[keyPath: key] = newValue
    }
  }

  /// A seed for each random stream.
  public struct Seeds: Codable, Sendable, Equatable {
    public var initialization: UInt64
    public var dataOrder: UInt64
    public var dropout: UInt64
    public var augmentation: UInt64
    public var negatives: UInt64
    /// Of masked language modelling; absent in runs without.
    public var masking: UInt64?

    public init(
      initialization: UInt64, dataOrder: UInt64, dropout: UInt64, augmentation: UInt64,
      negatives: UInt64, masking: UInt64? = nil
    ) {
      self.initialization = initialization
      self.dataOrder = dataOrder
      self.dropout = dropout
      self.augmentation = augmentation
      self.negatives = negatives
      self.masking = masking
    }

    /// The stream of a name under its seed.
    public func stream(_ name: RandomStream.Name) -> RandomStream {
      RandomStream(seed: seed(name), name: name)
    }

    /// The seed of a stream.
    ///
    /// - Precondition: `masking` is asked for in runs that have it.
    public func seed(_ name: RandomStream.Name) -> UInt64 {
      switch name {
      case .initialization: initialization
      case .dataOrder: dataOrder
      case .dropout: dropout
      case .augmentation: augmentation
      case .negatives: negatives
      case .masking:
        masking ?? { preconditionFailure("a run without a seed of masking masks nothing") }()
      }
    }

    /// Whether two runs have the same seed in every stream that both draw from.
    package func agree(with other: Seeds) -> Bool {
      var own = self
      if masking == nil || other.masking == nil { own.masking = other.masking }
      return own == other
    }

    /// The same with another seed for some streams, and for masking where there is any.
    package func giving(_ seed: UInt64, to streams: [RandomStream.Name]) -> Seeds {
      func own(_ name: RandomStream.Name) -> UInt64 {
        streams.contains(name) ? seed : self.seed(name)
      }
      return Seeds(
        initialization: own(.initialization), dataOrder: own(.dataOrder), dropout: own(.dropout),
        augmentation: own(.augmentation), negatives: own(.negatives),
        masking: masking.map { streams.contains(.masking) ? seed : $0 })
    }
  }

  /// What is wrong with the settings, as (key, words); nil when they are sound.
  public var problem: (key: String, words: String)? {
    if let words = evaluation.problem { return ("evaluation", words) }
    if let words = trainer?.problem { return ("trainer", words) }
    return training?.problem ?? maskingSeedProblem ?? stagesProblem.map { ("stages", $0) }
  }
}

extension RunSettings: Codable {
  private enum CodingKeys: String, CodingKey {
    case evaluation, seeds, trainer
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    trainer = try values.decodeIfPresent(Trainer.self, forKey: .trainer)
    evaluation = try values.decode(EvaluationSource.self, forKey: .evaluation)
    seeds = try values.decode(Seeds.self, forKey: .seeds)
    training = trainer == nil ? try TrainingSettings(from: decoder) : nil
  }

  public func encode(to encoder: any Swift.Encoder) throws {
    try training?.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(evaluation, forKey: .evaluation)
    try values.encode(seeds, forKey: .seeds)
    try values.encodeIfPresent(trainer, forKey: .trainer)
  }
}
