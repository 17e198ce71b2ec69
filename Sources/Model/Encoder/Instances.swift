// Generic code called from another module runs unspecialized, about fifty times slower. These
// instances, reached through the protocol, are compiled inside the module for each type.

extension Float {
  public static func embeddings(
    _ encoder: Encoder<Float>, of sentences: [[Int32]], pooling: Pooling
  ) -> Tensor<Float> {
    encoder.computedEmbeddings(of: sentences, pooling: pooling)
  }

  public static func trainingStep(_ call: TrainingStep<Float>.Call) -> TrainingStep<Float> {
    TrainingStep(computing: call)
  }

  public static func taskStep(_ call: TaskStep<Float>.Call) -> TaskStep<Float> {
    TaskStep(computing: call)
  }

  public static func loss(
    _ objective: any Objective, _ head: LossHead<Float>
  ) -> Variable<Float> {
    objective.loss(head)
  }

  public static func update(
    _ optimizer: inout AdamW<Float>, _ parameters: inout Parameters<Float>,
    by gradients: [Gradient<Float>], times factor: Double, learningRate: Double, compute: Compute
  ) {
    optimizer.computeUpdate(
      &parameters, by: gradients, times: factor, learningRate: learningRate, compute: compute)
  }

  public static func squaredNorm(_ tensor: Tensor<Float>, compute: Compute) -> Double {
    tensor.computedSquaredNorm(compute: compute)
  }

  public static func scaled(_ tensor: Tensor<Float>, by factor: Float) -> Tensor<Float> {
    tensor.computedScale(by: factor)
  }
}

extension Double {
  public static func embeddings(
    _ encoder: Encoder<Double>, of sentences: [[Int32]], pooling: Pooling
  ) -> Tensor<Double> {
    encoder.computedEmbeddings(of: sentences, pooling: pooling)
  }

  public static func trainingStep(_ call: TrainingStep<Double>.Call) -> TrainingStep<Double> {
    TrainingStep(computing: call)
  }

  public static func taskStep(_ call: TaskStep<Double>.Call) -> TaskStep<Double> {
    TaskStep(computing: call)
  }

  public static func loss(
    _ objective: any Objective, _ head: LossHead<Double>
  ) -> Variable<Double> {
    objective.loss(head)
  }

  public static func update(
    _ optimizer: inout AdamW<Double>, _ parameters: inout Parameters<Double>,
    by gradients: [Gradient<Double>], times factor: Double, learningRate: Double, compute: Compute
  ) {
    optimizer.computeUpdate(
      &parameters, by: gradients, times: factor, learningRate: learningRate, compute: compute)
  }

  public static func squaredNorm(_ tensor: Tensor<Double>, compute: Compute) -> Double {
    tensor.computedSquaredNorm(compute: compute)
  }

  public static func scaled(_ tensor: Tensor<Double>, by factor: Double) -> Tensor<Double> {
    tensor.computedScale(by: factor)
  }
}
