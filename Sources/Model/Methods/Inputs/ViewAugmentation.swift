/// Each view of a sentence is changed on its way into the first block, in a way of its own.
///
///     token-shuffle     the positions of the sentence's tokens are permuted
///     token-cutoff      ⌊rate · T⌋ of its T tokens are zeroed
///     feature-cutoff    ⌊rate · H⌋ of the H features are zeroed, the same for all its tokens
///     element-cutoff    ⌊rate · T · H⌋ of its numbers are zeroed
///
/// What is kept is not scaled. ConSERT is `feature-cutoff` at 0.2 against `token-shuffle`, under
/// ``NTXent`` at a temperature of 0.1; its other settings are the run's: dropout rates of 0 (it removes
/// dropout), pooling `mean-top2`, batches of 96, a learning rate of 5e-7, 10 epochs. It calls
/// `element-cutoff` dropout. Special tokens are shuffled and cut as any other, as in its code.
///
/// - Relation: `none` for both views is ``InBatchNegatives``, bit for bit.
/// - Randomness: `augmentation`, forked as `view-augmentation`, by view and place in the batch.
/// - Source: arXiv:2105.11741, section 3, data augmentation strategies; `modeling_bert.py` of its
///   code.
public struct ViewAugmentation: Variant, EntryChange {
  public static let name = "view-augmentation"
  public static let examples = [
    Self(first: .featureCutoff, second: .tokenShuffle, rate: 0.3),
    Self(first: .tokenCutoff, second: .elementCutoff, rate: 0.4),
  ]

  /// How a view is changed.
  public enum Change: String, CaseIterable, Codable, Sendable {
    case none
    case tokenShuffle = "token-shuffle"
    case tokenCutoff = "token-cutoff"
    case featureCutoff = "feature-cutoff"
    case elementCutoff = "element-cutoff"

    var cuts: Bool { [.tokenCutoff, .featureCutoff, .elementCutoff].contains(self) }
  }

  /// How the anchor's view is changed.
  public var first: Change
  /// How the positive's view is changed.
  public var second: Change
  /// The part that a cutoff zeroes; 0 where neither view is cut.
  public var rate: Double

  public init(first: Change, second: Change, rate: Double) {
    self.first = first
    self.second = second
    self.rate = rate
  }

  public var problem: String? {
    if let problem = NumberRule.rate.problem("rate", rate) { return problem }
    return rate > 0 && !first.cuts && !second.cuts
      ? "rate is \(rate), but neither view is cut; say 0" : nil
  }
  public var entryChange: (any EntryChange)? { first == .none && second == .none ? nil : self }

  public func entry(of tokens: InputTokens, stream: RandomStream) -> EncoderEntry {
    let stream = stream.fork("view-augmentation")
    var positions = Array(0..<(tokens.starts.last ?? 0))
    let factors = tokens.numbers(in: .both, rest: 1) { slot, elements in
      let own = stream.fork(slot.view).fork(slot.example)
      let (count, width) = (elements.count / tokens.width, tokens.width)
      var kept = [Float](repeating: 1, count: elements.count)
      switch change(ofView: slot.view) {
      case .none: break
      case .tokenShuffle:
        let start = elements.lowerBound / width
        for (place, token) in own.permutation(count).enumerated() {
          positions[start + place] = start + token
        }
      case .tokenCutoff:
        for token in cut(count, own) {
          for column in 0..<width { kept[token * width + column] = 0 }
        }
      case .featureCutoff:
        for column in cut(width, own) {
          for token in 0..<count { kept[token * width + column] = 0 }
        }
      case .elementCutoff:
        for element in cut(count * width, own) { kept[element] = 0 }
      }
      return kept
    }
    let (shuffles, cuts) = ([first, second].contains(.tokenShuffle), first.cuts || second.cuts)
    return EncoderEntry(
      positions: shuffles ? positions : nil, embeddings: cuts ? .times(factors) : nil)
  }

  /// Views beyond the second, such as hard negatives, stay as they are.
  private func change(ofView view: Int) -> Change {
    view == 0 ? first : view == 1 ? second : .none
  }

  private func cut(_ count: Int, _ stream: RandomStream) -> ArraySlice<Int> {
    stream.permutation(count).prefix(Int(Double(count) * rate))
  }
}
