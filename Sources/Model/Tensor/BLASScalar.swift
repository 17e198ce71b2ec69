/// The scalar types a study runs in (`Float`) and a gradient check runs in (`Double`).
public protocol BLASScalar: ElementaryFunctions, SIMDScalar, BinaryFloatingPoint, BitwiseCopyable,
  Codable, Sendable
where
  SIMD2Storage: BitwiseCopyable, SIMD4Storage: BitwiseCopyable,
  SIMD8Storage: BitwiseCopyable & Sendable
{
  /// A product by ``MatrixProduct/exact``; compiled for the type, whoever calls.
  static func exactProduct(_ call: ProductCall<Self>, on compute: Compute)
  /// A product by ``MatrixProduct/openblas``.
  static func blasProduct(_ call: ProductCall<Self>, on compute: Compute)
  /// ``Encoder/embeddings(of:pooling:)``; compiled for the type, whoever calls.
  static func embeddings(
    _ encoder: Encoder<Self>, of sentences: [[Int32]], pooling: Pooling
  ) -> Tensor<Self>
  /// ``TrainingStep``; compiled for the type, whoever calls.
  static func trainingStep(_ call: TrainingStep<Self>.Call) -> TrainingStep<Self>
  /// ``TaskStep``; compiled for the type, whoever calls.
  static func taskStep(_ call: TaskStep<Self>.Call) -> TaskStep<Self>
  /// An objective's loss, in the form that is compiled for the type.
  static func loss(_ objective: any Objective, _ head: LossHead<Self>) -> Variable<Self>
  /// ``AdamW/update(_:by:times:learningRate:compute:)``; compiled for the type, whoever calls.
  static func update(
    _ optimizer: inout AdamW<Self>, _ parameters: inout Parameters<Self>,
    by gradients: [Gradient<Self>], times factor: Double, learningRate: Double, compute: Compute)
  /// The sum of squares of a tensor; compiled for the type, whoever calls.
  static func squaredNorm(_ tensor: Tensor<Self>, compute: Compute) -> Double
  /// A tensor times a factor; compiled for the type, whoever calls.
  static func scaled(_ tensor: Tensor<Self>, by factor: Self) -> Tensor<Self>
}

extension Float: BLASScalar {
  public static func exactProduct(_ call: ProductCall<Float>, on compute: Compute) {
    ExactProduct<SIMD8<Float>>.multiply(call, on: compute)
  }

  public static func blasProduct(_ call: ProductCall<Float>, on compute: Compute) {
    BLAS.multiply(call, on: compute)
  }
}

extension Double: BLASScalar {
  public static func exactProduct(_ call: ProductCall<Double>, on compute: Compute) {
    ExactProduct<SIMD4<Double>>.multiply(call, on: compute)
  }

  public static func blasProduct(_ call: ProductCall<Double>, on compute: Compute) {
    BLAS.multiply(call, on: compute)
  }
}
