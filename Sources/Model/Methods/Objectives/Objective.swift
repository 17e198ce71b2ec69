/// What is minimized in the place of the contrastive loss.
///
/// Its form is marked `@specialized` for both scalar types, because a generic called through a protocol
/// runs about fifty times slower than a compiled instance.
public protocol Objective: Sendable {
  /// Whether extra negatives enter the loss.
  var readsNegatives: Bool { get }
  /// The loss in nats, shape ().
  func loss<Scalar: BLASScalar>(_ head: LossHead<Scalar>) -> Variable<Scalar>
}

/// What an objective is computed from.
public struct LossHead<Scalar: BLASScalar> {
  /// The two views (N, H).
  public let anchors: Variable<Scalar>
  public let positives: Variable<Scalar>
  /// The cosines over the temperature (N, N + M).
  public let logits: Variable<Scalar>
  /// The logarithm of each column's weight (N + M).
  public let logWeights: [Scalar]
  public let temperature: Double
  /// The vectors (M, H) of the columns behind the N-th, constants; nil for none.
  public let extra: ExtraNegatives?
  /// Every parameter by name, those of ``Variant/addedHead`` among them; nil where there are none.
  public let leaves: HeadLeaves<Scalar>?
  /// What ``Variant/reference`` gives; nil where there is none.
  public let reference: ReferenceOutputs<Scalar>?
  /// The vectors (N, H) of the sentences that contradict the anchors; nil where there are none.
  public let contradictions: Variable<Scalar>?
  /// The label of each pair (N), from 0; nil where there are none.
  public let labels: [Int]?
  /// How alike people found each pair (N), 0…1; nil where there are none.
  public let scores: [Double]?
  /// The vectors of the anchors' negations (N, H); nil where there are none.
  public let softNegatives: Variable<Scalar>?
  /// What stands for the anchors' tokens; nil where ``Variant/readsTokens`` is not.
  public let tokens: TokenStates<Scalar>?
  public let compute: Compute
  public let tape: Tape<Scalar>
}

/// What stands for each token of the anchors.
public struct TokenStates<Scalar: BLASScalar> {
  /// (T, H).
  public let states: Variable<Scalar>
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]

  package init(states: Variable<Scalar>, starts: [Int]) {
    self.states = states
    self.starts = starts
  }
}
