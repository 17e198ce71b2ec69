/// Spearman's correlation as the exact number it is.
///
/// With dᵢ and eᵢ twice the rank of either side less n + 1, which are whole numbers,
///
///     ρ = Σ dᵢ eᵢ / √(Σ dᵢ² · Σ eᵢ²)
///
/// `value` is the Double nearest to ρ; comparisons are those of the exact numbers.
public struct RankCorrelation: Sendable, Comparable {
  /// Σ dᵢ eᵢ.
  public let products: Int
  /// Σ dᵢ² and Σ eᵢ².
  public let squaresOfX: Int
  public let squaresOfY: Int
  public let value: Double

  /// With more, Σ dᵢ² could leave 64 bits: it is at most n (n² − 1) / 3.
  public static let mostPairs = 3_000_000

  /// - Throws: ``StatisticError`` for unequal counts, fewer than two pairs, more than ``mostPairs``, a
  ///   value that is not finite and a constant side.
  public init(_ x: [Double], _ y: [Double]) throws(StatisticError) {
    guard x.count == y.count else { throw .unequalCounts(x.count, y.count) }
    for (side, values) in [("x", x), ("y", y)] {
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(side: side, index: bad)
      }
    }
    try self.init(doubledRanks: doubledRanks(x), doubledRanks(y))
  }

  /// Of sides that are ranked already (``doubledRanks(_:)``), as a report keeps them.
  ///
  /// - Throws: ``StatisticError``.
  public init(doubledRanks x: [Int], _ y: [Int]) throws(StatisticError) {
    guard x.count == y.count else { throw .unequalCounts(x.count, y.count) }
    guard x.count >= 2 else { throw .tooFew(found: x.count, needed: 2) }
    guard x.count <= Self.mostPairs else {
      throw .tooMany(found: x.count, most: Self.mostPairs)
    }
    let middle = x.count + 1
    var (xy, xx, yy) = (0, 0, 0)
    for (a, b) in zip(x, y) {
      let (d, e) = (a - middle, b - middle)
      xy += d * e
      xx += d * d
      yy += e * e
    }
    guard xx > 0 else { throw .constantInput(side: "x") }
    guard yy > 0 else { throw .constantInput(side: "y") }
    (products, squaresOfX, squaresOfY) = (xy, xx, yy)
    value = Self.nearest(products: xy, squares: Self.product(xx, yy))
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.products.signum() == b.products.signum() && order(a, b) == 0
  }

  public static func < (a: Self, b: Self) -> Bool {
    let (sign, other) = (a.products.signum(), b.products.signum())
    if sign != other { return sign < other }
    // Of two negative numbers the one with the larger square is the smaller.
    return sign * order(a, b) < 0
  }

  /// The sign of ρ² of one less that of the other, by products of 128 bits.
  private static func order(_ a: Self, _ b: Self) -> Int {
    compare(
      product(a.products, a.products)
        .multipliedFullWidth(by: product(b.squaresOfX, b.squaresOfY)),
      product(b.products, b.products)
        .multipliedFullWidth(by: product(a.squaresOfX, a.squaresOfY)))
  }

  private typealias Wide = (high: UInt128, low: UInt128)

  private static func compare(_ a: Wide, _ b: Wide) -> Int {
    if a.high != b.high { return a.high < b.high ? -1 : 1 }
    return a.low == b.low ? 0 : a.low < b.low ? -1 : 1
  }

  private static func product(_ a: Int, _ b: Int) -> UInt128 {
    UInt128(a.magnitude) * UInt128(b.magnitude)
  }

  /// The Double nearest to products / √squares, by comparing squares of the numbers halfway between.
  private static func nearest(products: Int, squares: UInt128) -> Double {
    guard products != 0 else { return 0 }
    let square = product(products, products)
    guard square < squares else { return products < 0 ? -1 : 1 }
    var guess = min(1, Double(products.magnitude) / Double(squares).squareRoot())
    while compare(square, squares, toHalfwayAbove: guess) > 0 { guess = guess.nextUp }
    while compare(square, squares, toHalfwayAbove: guess.nextDown) < 0 { guess = guess.nextDown }
    return products < 0 ? -guess : guess
  }

  /// The sign of √(square / squares) less the number halfway between `x` and the next above it.
  private static func compare(
    _ square: UInt128, _ squares: UInt128, toHalfwayAbove x: Double
  ) -> Int {
    // The number is m · 2⁻ᵏ with m of 54 bits and k below 120, so that both products fit in 256 bits.
    let m = UInt128(2 * (x.significandBitPattern | 1 << 52) + 1)
    let k = Int(1 - x.exponent) + 52
    let left: Wide = square.multipliedFullWidth(by: 1)
    return compare(shifted(left, by: 2 * k), (m * m).multipliedFullWidth(by: squares))
  }

  private static func shifted(_ x: Wide, by places: Int) -> Wide {
    places >= 128
      ? (x.low << UInt128(places - 128), 0)
      : places == 0
        ? x : (x.high << UInt128(places) | x.low >> UInt128(128 - places), x.low << UInt128(places))
  }
}
