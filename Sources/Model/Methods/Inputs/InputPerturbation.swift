/// Changes the word embeddings of tokens before position and type embeddings join them.
///
/// Dropout is unchanged; the change is a constant for differentiation.
public protocol InputPerturbation: Sendable {
  /// Whether the change follows from the loss's gradient: then a first pass takes it.
  var needsGradient: Bool { get }

  /// What is done to the word embeddings of all tokens (T, H).
  ///
  /// - `gradient`: the gradient (T, H) of the loss by the word embeddings as they are; nil
  ///   when none is needed.
  /// - Randomness: `stream` is `augmentation`, forked by the step.
  func change(
    of tokens: InputTokens, gradient: Tensor<Float>?, stream: RandomStream
  ) -> ElementChange
}

/// The tokens of a step's pack: whose they are, and how wide their embeddings.
public struct InputTokens: Sendable {
  /// Where each sentence begins, and where the last ends (B + 1).
  public let starts: [Int]
  /// The view and the place in the batch of each sentence (B).
  public let slots: [EncoderDropout.Slot]
  /// The width of an embedding, H.
  public let width: Int

  /// The tokens of the first view, then of the second; only of the first when there is one view.
  package init(_ pack: TokenPack, examples: Int, width: Int) {
    starts = pack.starts
    slots = (0..<pack.sentenceCount).map { .init(view: $0 / examples, example: $0 % examples) }
    self.width = width
  }

  /// Numbers (T, H) put together sentence by sentence; `rest` in the views that are left alone.
  func numbers(
    in views: PerturbedViews, rest: Float,
    _ sentence: (_ slot: EncoderDropout.Slot, _ elements: Range<Int>) -> [Float]
  ) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity((starts.last ?? 0) * width)
    for (index, slot) in slots.enumerated() {
      let elements = starts[index] * width..<starts[index + 1] * width
      if views.contain(slot.view) {
        numbers += sentence(slot, elements)
      } else {
        numbers += repeatElement(rest, count: elements.count)
      }
    }
    return numbers
  }
}

/// The views whose embeddings are changed.
///
/// The thesis does not say which; ConSERT (arXiv:2105.11741, section 3) augments both, each on its
/// own, while its figure 7 may be read as changing the positive alone.
public enum PerturbedViews: String, CaseIterable, Codable, Sendable {
  case both
  /// The second view alone: the anchor stays as in plain SimCSE.
  case positive

  func contain(_ view: Int) -> Bool { self == .both || view == 1 }
}
