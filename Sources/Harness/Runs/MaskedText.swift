import Files
public import Model

/// What a stage with masked language modelling needs beside its sentences.
public struct MaskedText: Sendable, Equatable {
  /// The tokens that are hidden, and those that never are.
  public var vocabulary: MaskableVocabulary
  /// The sentences that the model is scored on; none where it is not scored by itself.
  public var heldOut: [[Int32]]

  public init(vocabulary: MaskableVocabulary, heldOut: [[Int32]]) {
    self.vocabulary = vocabulary
    self.heldOut = heldOut
  }

  /// - Throws: `InputError` for a tokenizer without a mask token.
  init(_ heldOut: [String], tokenizer: Tokenizer, maximumTokens: Int) throws {
    guard let vocabulary = tokenizer.maskable else {
      throw InputError(
        file: tokenizer.vocabulary.source,
        problem: "it has no mask token, which 'token-masking' needs; use another vocabulary")
    }
    self.init(
      vocabulary: vocabulary,
      heldOut: heldOut.map { tokenizer.ids($0, maxTokens: maximumTokens) })
  }

  /// The mean loss on the held-out sentences in nats, and the share of their hidden tokens found.
  ///
  /// - Randomness: `masking`, forked by `held-out` and by a batch's number, so that every score is on
  ///   the same masks.
  func score(
    _ encoder: Encoder<Float>, masking: TokenMasking, stream: RandomStream
  ) -> (loss: Double, accuracy: Double) {
    let stream = stream.fork("held-out")
    var (loss, found, count) = (0.0, 0.0, 0)
    for (number, start) in stride(from: 0, to: heldOut.count, by: Self.batchSize).enumerated() {
      let batch = MaskedSentences(
        Array(heldOut[start..<min(start + Self.batchSize, heldOut.count)]), by: masking,
        of: vocabulary, stream: stream.fork(number))
      let score = MaskedStep.score(encoder, batch)
      loss += score.loss
      found += score.found
      count += batch.places.count
    }
    let share = 1 / Double(max(1, count))
    return (loss * share, found * share)
  }

  /// Part of the definition: another size would draw other masks.
  private static let batchSize = 64
}

extension Tokenizer {
  /// What masked language modelling hides and never hides; nil without a mask token.
  var maskable: MaskableVocabulary? {
    switch self {
    case .wordPiece(let tokenizer):
      let settings = tokenizer.settings
      guard let mask = tokenizer.vocabulary.id(of: settings.mask) else { return nil }
      let special = [settings.classification, settings.separator, settings.padding]
      return MaskableVocabulary(
        mask: Int32(mask),
        special: Set(special.compactMap { tokenizer.vocabulary.id(of: $0).map { Int32($0) } }),
        count: idCount)
    case .bytePair(let tokenizer):
      return MaskableVocabulary(
        mask: tokenizer.maskID,
        special: [tokenizer.classificationID, tokenizer.separatorID, tokenizer.paddingID],
        count: idCount)
    }
  }
}
