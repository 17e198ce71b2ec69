/// What is minimized in the place of the contrastive loss.
///
/// Two requirements of one form, so that it is compiled for each scalar type; a generic one, called
/// through the protocol, would run about fifty times slower.
public protocol Objective: Sendable {
  /// Whether extra negatives enter the loss.
  var readsNegatives: Bool { get }
  /// The loss in nats, shape ().
  func loss(_ head: LossHead<Float>) -> Variable<Float>
  func loss(_ head: LossHead<Double>) -> Variable<Double>
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
  public let compute: Compute
  public let tape: Tape<Scalar>
}
