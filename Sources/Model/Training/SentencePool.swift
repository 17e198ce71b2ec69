/// Further sentences of the text in a step: a method chooses its negatives among them.
public struct SentencePool: Sendable, Equatable {
  public var sentences: [[Int32]]

  public init(_ sentences: [[Int32]]) { self.sentences = sentences }

  /// Draws sentences that are not in a batch, each once; fewer where the text has no more.
  ///
  /// A sentence of the text is drawn with equal chances, and drawn again where it is in `batch` or was
  /// drawn before, by its tokens; after eight draws a sentence asked for it ends.
  ///
  /// - Randomness: `stream` is the step's own.
  public init(_ count: Int, of text: [[Int32]], besides batch: [[Int32]], stream: RandomStream) {
    var seen = Set(batch)
    var drawn: [[Int32]] = []
    for place in 0..<8 * count where drawn.count < count {
      let sentence = text[stream.integer(at: place, below: text.count)]
      if seen.insert(sentence).inserted { drawn.append(sentence) }
    }
    sentences = drawn
  }

  /// Their pooled vectors (P, H) under the encoder of a step, without dropout.
  package func vectors<Scalar: BLASScalar>(of call: TrainingStep<Scalar>.Call) -> Tensor<Double>? {
    guard !sentences.isEmpty else { return nil }
    let vectors = call.encoder.embeddings(
      of: sentences, pooling: call.settings.pooling, subtracting: nil, training: true,
      observer: call.observer)
    return Tensor(vectors.scalars.map { Double($0) }, shape: vectors.shape)
  }
}
