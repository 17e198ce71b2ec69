/// Beside the contrastive loss, a second encoder finds which tokens of an edited sentence were replaced, given the
/// sentence's vector.
///
///     loss = ℓ + weight · mean over tokens of −log p(replaced or not | D(x″, h))
///
/// x″ is the sentence with some tokens hidden and filled in by a generator, the run's `generator`: a masked language
/// model that is not trained. D begins as the encoder and is trained beside it; on the way into its first block
/// the state of the first token is h, the sentence's pooled vector, through which the gradient flows. Both views
/// are edited, each on its own.
///
/// DiffCSE is a `weight` of 0.005 and a `probability` of 0.3, with the pooling `cls-before-pooler` and a learning
/// rate of 7e-6. Its code lets the generator write every token anew, hidden or not, counts padding among the tokens,
/// and has a projection with batch normalization in the place of SimCSE's head, which is not computed here.
///
/// - Relation: `weight` 0 is ``InBatchNegatives``, bit for bit.
/// - Randomness: `augmentation`, forked as `replaced-tokens` and by the place among the step's sentences; of the
///   hidden tokens 80 % are the mask token, 10 % a random one, the rest as they were.
/// - Source: arXiv:2204.10298, section 3; `models.py` of its code.
public struct ReplacedTokenDetection: Variant {
  public static let name = "replaced-token-detection"
  public static let examples = [
    Self(weight: 0.5, probability: 0.3), Self(weight: 1, probability: 0.9),
  ]

  /// What the detection weighs beside the contrastive loss, λ.
  public var weight: Double
  /// The chance that a token is hidden from the generator.
  public var probability: Double

  public init(weight: Double, probability: Double) {
    self.weight = weight
    self.probability = probability
  }

  public var problem: String? {
    NumberRule.notNegative.problem("weight", weight)
      ?? NumberRule.share.problem("probability", probability)
  }
  public var detection: TokenDetection? {
    weight > 0 ? TokenDetection(weight: weight, probability: probability) : nil
  }
  public var addedHead: DenseHead? { detection?.head }
}

/// How replaced tokens are found.
public struct TokenDetection: Sendable, Equatable {
  /// What it weighs beside the objective.
  public let weight: Double
  /// The chance that a token is hidden from the generator.
  public let probability: Double

  /// From a token's state to whether it was replaced.
  public var head: DenseHead {
    DenseHead(
      name: TaskHead.prefix + "replaced", vectors: 1, widths: [2], activation: .identity)
  }
}
