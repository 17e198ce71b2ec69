/// Makes the second view of a batch from the encoder's outputs: the sentences pass once.
///
/// The gradient flows through the anchors and, by the factors, through the positives made from them;
/// factors and addends themselves are constants.
public protocol OutputPositives: Sendable {
  /// What turns each anchor into its positive.
  ///
  /// - Inputs: `outputs` (N, H).
  /// - `gradient`: the gradient (N, H) of the loss by the positives where they equal the
  ///   anchors and no extra negatives take part; computed when called.
  /// - Randomness: `stream` is `augmentation`, forked by the step.
  func change(
    of outputs: Tensor<Double>, gradient: () -> Tensor<Double>, stream: RandomStream
  ) -> ElementChange
}
