/// Which elements of one example a dropout site keeps, and the factor on those kept.
///
/// The mask of an element is a pure function of (dropout seed, step, view, example, site, element).
/// It reads 16 bits of the Philox block whose counter is
///
///     (8 · ⌊element / 64⌋ + element mod 8,  site + 2²⁴ · view,  example,  step)
///
/// namely half h = ⌊(element mod 64) / 8⌋ of the block: word ⌊h / 2⌋, low half first. The element
/// is dropped when they are below round(65,536 · rate). Sixteen bits hold the rate to 8e-6; the
/// layout lets eight neighbors come from the eight lanes of one vector.
///
/// - `example` is the place in the step's batch, 0 ..< B, whatever micro-batch computes it.
/// - Source: arXiv:1207.0580; kept elements are scaled by 1 / (1 − rate) in training.
public struct DropoutMask: Sendable, Equatable {
  /// Where a mask is drawn: everything but the element.
  public struct Position: Sendable, Hashable {
    public var step: UInt32
    public var view: UInt32
    public var example: UInt32
    public var site: UInt32

    public init(step: Int, view: Int, example: Int, site: Int) {
      precondition(site < 1 << 24 && view < 1 << 8, "site \(site) or view \(view) is too large")
      self.step = UInt32(step)
      self.view = UInt32(view)
      self.example = UInt32(example)
      self.site = UInt32(site)
    }
  }

  /// The chance of zeroing, in 0 ..< 1.
  public let rate: Double
  /// Draws below this drop their element.
  let threshold: UInt32
  let key: Philox.Key

  /// - Precondition: `rate` is in 0 ..< 1.
  public init(rate: Double, stream: RandomStream) {
    precondition(rate >= 0 && rate < 1, "a dropout rate of \(rate) is outside 0 ..< 1")
    self.rate = rate
    self.threshold = UInt32((rate * 65_536).rounded())
    self.key = stream.key
  }

  /// The factor on elements that are kept: 1 / (1 − rate).
  public var keptFactor: Double { 1 / (1 - rate) }

  /// Whether one element is kept: the definition, an element at a time.
  public func keeps(_ element: Int, at position: Position) -> Bool {
    let counter = SIMD4(
      UInt32(element / 64 * 8 + element % 8),
      position.site | position.view << 24, position.example, position.step)
    let half = element % 64 / 8
    let word = Philox.block(counter: counter, key: key)[half / 2]
    return (word >> UInt32(half % 2 * 16)) & 0xFFFF >= threshold
  }
}
