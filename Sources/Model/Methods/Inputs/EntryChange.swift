/// Changes what enters the first block: the positions of tokens, and their embeddings once position and
/// type have joined them and they are normalized.
///
/// Dropout is unchanged; the change is a constant for differentiation.
public protocol EntryChange: Sendable {
  /// What is done to all tokens of a step (T).
  ///
  /// - Randomness: `stream` is `augmentation`, forked by the step.
  func entry(of tokens: InputTokens, stream: RandomStream) -> EncoderEntry
}
