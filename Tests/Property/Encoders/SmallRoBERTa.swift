import Evaluation
import Foundation
import Model
import Support

/// A small fresh RoBERTa: 2 blocks of width 6, 9 positions, of which sentences use 7.
enum SmallRoBERTa {
  static func encoder() throws -> SentenceEncoder {
    let tokenizer = try SmallBytePairs(merges: [("o", "a"), ("oa", "t"), ("Ġ", "g")])
      .tokenizer(.roberta)
    let settings = EncoderSettings(
      vocabularySize: tokenizer.vocabulary.count + 3, width: 6, blocks: 2, heads: 3,
      feedForwardWidth: 5, maximumPositions: 9, paddingID: 1, tokenTypes: 1,
      layerNormEpsilon: 1e-5, activation: .gelu)
    let parameters = Parameters<Float>(
      fresh: settings.parameterLayout, deviation: 0.3,
      stream: RandomStream(seed: 1, name: .initialization))
    return SentenceEncoder(
      encoder: Encoder(settings: settings, parameters: parameters, compute: oneThread),
      tokenizer: .bytePair(tokenizer), pooling: .mean, maximumTokens: 7)
  }

  static func write(to folder: URL) throws {
    try SavedModel.write(
      try encoder(), hiddenDropoutRate: 0.1, attentionDropoutRate: 0.1, precision: .single,
      to: folder)
  }
}
