/// A named stream of random draws with a seed of its own.
///
/// A stream has no state: every draw is a pure function of the seed, the name, the labels it was
/// forked by and the position asked for, so that no draw depends on what else ran, on the order of
/// calls, or on how work was split.
public struct RandomStream: Sendable, Equatable {
  /// The streams of a run. Each has a seed of its own in the settings.
  public enum Name: String, CaseIterable, Codable, Sendable {
    case initialization
    case dataOrder = "data-order"
    case dropout
    case augmentation
    case negatives
    /// Which tokens a masked language model has to find; of runs that train one.
    case masking

    /// The streams that every run has.
    public static let allCases: [Name] = [
      .initialization, .dataOrder, .dropout, .augmentation, .negatives,
    ]
  }

  /// The Philox key that stands for seed, name and labels.
  public let key: Philox.Key

  /// The stream of a name under a seed.
  public init(seed: UInt64, name: Name) {
    self.init(seed: seed, label: name.rawValue)
  }

  /// The stream of a label under a seed, for draws outside of runs (tests, bootstraps).
  public init(seed: UInt64, label: String) {
    let hash = Self.hash(label)
    self.key = Self.derive(Self.words(seed), Self.words(hash), under: Self.rootKey)
  }

  private init(key: Philox.Key) { self.key = key }

  /// An independent stream for a label.
  public func fork(_ label: String) -> RandomStream {
    RandomStream(key: Self.derive(Self.words(Self.hash(label)), key, under: Self.labelKey))
  }

  /// An independent stream for a number: a step, an example.
  public func fork(_ index: Int) -> RandomStream {
    let words = Self.words(UInt64(bitPattern: Int64(index)))
    return RandomStream(key: Self.derive(words, key, under: Self.indexKey))
  }

  // MARK: Draws

  /// Draw `index` as 64 random bits.
  public func bits(at index: Int) -> UInt64 {
    let words = Self.words(UInt64(bitPattern: Int64(index)))
    let block = Philox.block(counter: SIMD4(words[0], words[1], 0, 0), key: key)
    return UInt64(block[0]) | UInt64(block[1]) << 32
  }

  /// Draw `index` as a number in [0, 1), a multiple of 2⁻⁵³.
  public func uniform(at index: Int) -> Double {
    Double(bits(at: index) >> 11) * 0x1p-53
  }

  /// Draw `index` as an integer in `0..<bound`, by multiplication; the bias is below bound · 2⁻⁶⁴.
  ///
  /// - Precondition: `bound` is positive.
  public func integer(at index: Int, below bound: Int) -> Int {
    precondition(bound > 0, "a random integer needs a positive bound, not \(bound)")
    return Int(bits(at: index).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// The first `count` draws of ``uniform(at:)``.
  public func uniform(_ count: Int) -> [Double] {
    (0..<count).map { uniform(at: $0) }
  }

  /// A random order of `0..<count`: Durstenfeld's form of the Fisher–Yates shuffle.
  ///
  /// - Source: Durstenfeld, Communications of the ACM 7 (1964), algorithm 235.
  public func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(at: last, below: last + 1))
    }
    return order
  }

  // MARK: Keys

  private static let rootKey = Philox.Key(0x5369_6D43, 0x5345_0001)
  private static let labelKey = Philox.Key(0x5369_6D43, 0x5345_0002)
  private static let indexKey = Philox.Key(0x5369_6D43, 0x5345_0003)

  private static func derive(
    _ low: SIMD2<UInt32>, _ high: SIMD2<UInt32>, under key: Philox.Key
  ) -> Philox.Key {
    Philox.block(counter: SIMD4(lowHalf: low, highHalf: high), key: key).lowHalf
  }

  private static func words(_ bits: UInt64) -> SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32))
  }

  /// FNV-1a over UTF-8, 64 bits.
  private static func hash(_ label: String) -> UInt64 {
    label.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
