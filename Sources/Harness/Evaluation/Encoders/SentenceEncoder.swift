public import Model

extension SentenceTemplate {
  /// How many tokens are before and behind the sentence.
  public var shape: TemplateShape { TemplateShape(before: before.count, after: after.count) }
}

/// Sentences in, embeddings out: a tokenizer, an encoder and a pooling together.
public struct SentenceEncoder: Sendable {
  public var encoder: Encoder<Float>
  public let tokenizer: Tokenizer
  public let pooling: Pooling
  /// The longest sentence in tokens, the two special ones included; the rest is cut off.
  public let maximumTokens: Int
  /// What is done to embeddings behind the pooling; nil for nothing.
  public var map: EmbeddingMap?
  /// Whether ``embeddings(of:batch:progress:)`` scales embeddings to length 1, as the folder says.
  public var normalizes = false
  /// Whether the bias of the tokenizer's template is subtracted.
  public var subtractsTemplate = false

  public init(
    encoder: Encoder<Float>, tokenizer: Tokenizer, pooling: Pooling, maximumTokens: Int
  ) {
    self.encoder = encoder
    self.tokenizer = tokenizer
    self.pooling = pooling
    self.maximumTokens = maximumTokens
  }

  /// The width of an embedding: the encoder's, or what the map makes of it.
  public var width: Int { map?.width ?? encoder.settings.width }

  /// The embeddings of sentences (N, H), in their order.
  ///
  /// Sentences are computed `batch` at a time in order of length; their bits depend neither on
  /// that order nor on the size of a batch.
  public func embeddings(
    of sentences: [String], batch: Int, progress: ((_ done: Int) -> Void)?
  ) -> Tensor<Float> {
    let embeddings = embeddings(
      ofTokens: sentences.map { tokenizer.ids($0, maxTokens: maximumTokens) }, batch: batch,
      progress: progress)
    return normalizes ? normalizedRows(embeddings).rows : embeddings
  }

  /// The embeddings of tokenized sentences (N, H), in their order, as they were pooled and
  /// mapped: cosines do not depend on their length.
  public func embeddings(
    ofTokens sentences: [[Int32]], batch: Int, progress: ((_ done: Int) -> Void)?
  ) -> Tensor<Float> {
    precondition(batch >= 1, "a batch of \(batch) holds no sentence")
    let width = width
    var result = Tensor<Float>(zeros: [sentences.count, width])
    let order = sentences.indices.sorted {
      (sentences[$0].count, $0) < (sentences[$1].count, $1)
    }
    for start in stride(from: 0, to: order.count, by: batch) {
      let chosen = order[start..<min(start + batch, order.count)]
      let pooled = encoder.embeddings(
        of: chosen.map { sentences[$0] }, pooling: pooling,
        subtracting: subtractsTemplate ? tokenizer.preparation.template?.shape : nil)
      let rows = map?.applied(to: pooled, compute: encoder.compute) ?? pooled
      for (place, sentence) in chosen.enumerated() {
        result.scalars.replaceSubrange(
          sentence * width..<(sentence + 1) * width, with: rows.row(place))
      }
      progress?(start + chosen.count)
    }
    return result
  }
}
