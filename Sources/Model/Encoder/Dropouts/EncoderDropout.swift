/// Dropout of one step: the masks' rates and seed, and where each sentence's are drawn.
///
/// Sites are numbered 0 for the embeddings and, for block l, 1 + 3l for the attention
/// probabilities, 2 + 3l for the attention's output and 3 + 3l for the feed-forward output.
public struct EncoderDropout: Sendable {
  /// One sentence of a pack: its view and its place in the step's batch.
  public struct Slot: Sendable, Hashable {
    public var view: Int
    public var example: Int

    public init(view: Int, example: Int) {
      self.view = view
      self.example = example
    }
  }

  public let hidden: DropoutMask
  public let attention: DropoutMask
  /// What computed rates are compared with.
  let draws: DropoutDraws
  public let step: Int
  /// One a sentence of the pack (B).
  public let slots: [Slot]

  public init(
    hiddenRate: Double, attentionRate: Double, stream: RandomStream, step: Int, slots: [Slot]
  ) {
    hidden = DropoutMask(rate: hiddenRate, stream: stream)
    attention = DropoutMask(rate: attentionRate, stream: stream)
    draws = DropoutDraws(stream: stream)
    self.step = step
    self.slots = slots
  }

  /// The same masks for the first sentences alone.
  func first(_ count: Int) -> EncoderDropout { over(Array(slots.prefix(count))) }

  /// The same masks for some of the sentences.
  func part(_ sentences: Range<Int>) -> EncoderDropout { over(Array(slots[sentences])) }

  /// The same rates and draws for other sentences.
  func over(_ slots: [Slot]) -> EncoderDropout {
    EncoderDropout(hidden: hidden, attention: attention, draws: draws, step: step, slots: slots)
  }

  private init(
    hidden: DropoutMask, attention: DropoutMask, draws: DropoutDraws, step: Int, slots: [Slot]
  ) {
    self.hidden = hidden
    self.attention = attention
    self.draws = draws
    self.step = step
    self.slots = slots
  }

  func positions(site: Int) -> [DropoutMask.Position] {
    slots.map {
      DropoutMask.Position(step: step, view: $0.view, example: $0.example, site: site)
    }
  }
}
