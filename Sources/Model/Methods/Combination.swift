/// Several variants at once, each for the stages that it changes.
///
/// Methods 14 and 15 of the thesis are adversarial weight perturbation with Gaussian noise or a gradient
/// sign at the input. Where both the weights and the input follow a gradient, both follow the same first
/// one: one step of ascent in both together. arXiv:2004.05884 alternates between them instead, at the
/// cost of a pass more.
///
/// - Relation: parts that are switched off leave ``InBatchNegatives``, bit for bit; one part alone is
///   that part.
/// - Source: the thesis, section 4.2, AWP + GNI and AWP + FGSM.
public struct Combination: Variant {
  public static let name = "combination"
  public static let examples = [
    Self([
      AdversarialWeightPerturbation(size: 0.01),
      InputGaussianNoise(deviation: 0.001, views: .both),
    ]),
    Self([
      AdversarialWeightPerturbation(size: 0.01), InputGradientSign(size: 0.001, views: .both),
    ]),
    Self([
      ViewAugmentation(first: .featureCutoff, second: .tokenShuffle, rate: 0.2), NTXent(),
    ]),
    Self([
      RefinedNoiseNegatives(
        count: 3, weight: 1, steps: 2, stepSize: 0.1, direction: .normalized),
      InstanceWeighting(threshold: 0.8),
    ]),
    Self([
      LabelSmoothing(rate: 0.1), OutputDropout(rate: 0.1), MemoryBank(count: 4, weight: 1),
    ]),
  ]

  /// The variants, each as by itself; at most one for a stage.
  public var parts: [VariantChoice]

  public init(_ parts: [any Variant]) { self.parts = parts.map(VariantChoice.init) }

  public var problem: String? {
    for part in parts {
      if let problem = part.problem { return "part \(problem)" }
    }
    let variants = parts.map(\.variant)
    let stages: [(String, Int)] = [
      ("the positives", variants.count { $0.outputPositives != nil }),
      ("the input", variants.count { $0.inputPerturbation != nil }),
      ("the entry to the first block", variants.count { $0.entryChange != nil }),
      ("the objective", variants.count { $0.objective != nil }),
      ("the weights", variants.count { $0.weightPerturbation != nil }),
      ("the negatives", variants.count { $0.negativeSource != nil }),
    ]
    let further = [
      ("the reference encoder", variants.count { $0.reference != nil }),
      ("the added layers", variants.count { $0.addedHead != nil }),
    ]
    for (stage, count) in stages + further where count > 1 {
      return "\(count) of its parts change \(stage); one may"
    }
    if hasTwin, parts.count > 1 {
      return "a part trains a twin of the encoder, which goes with no other part"
    }
    if outputPositives != nil, reference != nil || addedHead != nil {
      return "a part makes positives of outputs, which do not go with another encoder or layers"
    }
    if detection != nil, outputPositives != nil || readsTokens {
      return "a part lets sentences pass once, which does not go with the detection of tokens"
    }
    if outputPositives != nil, readsSoftNegatives || readsTokens {
      return "a part makes positives of outputs, which do not go with soft negatives or tokens"
    }
    if let objective, !objective.readsNegatives, negativeSource != nil {
      return "its objective does not look at the negatives that another part gives"
    }
    return nil
  }

  private func first<Stage>(_ stage: (any Variant) -> Stage?) -> Stage? {
    parts.compactMap { stage($0.variant) }.first
  }

  public var outputPositives: (any OutputPositives)? { first { $0.outputPositives } }
  public var inputPerturbation: (any InputPerturbation)? { first { $0.inputPerturbation } }
  public var entryChange: (any EntryChange)? { first { $0.entryChange } }
  public var objective: (any Objective)? { first { $0.objective } }
  public var weightPerturbation: (any WeightPerturbation)? { first { $0.weightPerturbation } }
  public var negativeSource: (any NegativeSource)? { first { $0.negativeSource } }
  public var reference: ReferenceEncoder? { first { $0.reference } }
  public var hasTwin: Bool { parts.contains { $0.variant.hasTwin } }
  public var supervision: Supervision? { first { $0.supervision } }
  public var poolSize: Int { parts.map(\.variant.poolSize).max() ?? 0 }
  public var readsSoftNegatives: Bool { parts.contains { $0.variant.readsSoftNegatives } }
  public var readsTokens: Bool { parts.contains { $0.variant.readsTokens } }
  public var detection: TokenDetection? { first { $0.detection } }
  public var addedHead: DenseHead? { first { $0.addedHead } }
  public func trains(_ name: String) -> Bool { parts.allSatisfy { $0.variant.trains(name) } }
}
