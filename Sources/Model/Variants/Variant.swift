/// Further columns of the softmax: vectors that no sentence of the batch gave.
public struct ExtraNegatives<Scalar: BLASScalar>: Sendable {
  /// The vectors (M, H); their length does not matter.
  public var vectors: Tensor<Scalar>
  /// The logarithm of what each weighs against an in-batch column.
  public var logWeight: Scalar

  public init(vectors: Tensor<Scalar>, logWeight: Scalar) {
    self.vectors = vectors
    self.logWeight = logWeight
  }
}

/// A variant of SimCSE; the default hooks are plain SimCSE.
public protocol Variant: Codable, Sendable, Equatable {
  /// The published name, kebab-case, never reused.
  static var name: String { get }
  /// Settings on which the contract tests run.
  static var examples: [Self] { get }
  /// What is wrong with the settings, in words; nil when they are sound.
  var problem: String? { get }

  /// Columns to join to the softmax of every row; nil for none.
  func extraNegatives<Scalar: BLASScalar>(
    width: Int, stream: RandomStream, as: Scalar.Type
  ) -> ExtraNegatives<Scalar>?
}

extension Variant {
  public var problem: String? { nil }

  public func extraNegatives<Scalar: BLASScalar>(
    width: Int, stream: RandomStream, as: Scalar.Type
  ) -> ExtraNegatives<Scalar>? { nil }
}
