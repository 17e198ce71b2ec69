/// What a setting that is a number may be, checked in the type that computes with it: single precision.
///
/// A number that is 0 or infinite there, such as 1e-300 or 1e300, is refused.
public enum NumberRule: Sendable {
  /// Above 0.
  case positive
  /// 0, which often switches something off, or above.
  case notNegative
  /// At least 0 and below 1.
  case rate
  /// A chance of dropping, which masks draw in 16 bits.
  case dropRate
  /// Above 0 and at most 1.
  case share
  /// Any finite number.
  case finite

  /// What is wrong with a setting, in words that begin with its key; nil when nothing is.
  public func problem(_ key: String, _ value: Double) -> String? {
    problem(value).map { "\(key) \($0)" }
  }

  /// What is wrong with a value, in words that follow its key; nil when nothing is.
  public func problem(_ value: Double) -> String? {
    let single = Float(value)
    let isHeld = value == 0 || single.isNormal
    let fits =
      switch self {
      case .positive: isHeld && single > 0
      case .notNegative: isHeld && single >= 0
      case .rate: isHeld && (0..<1).contains(single)
      case .dropRate: value == 0 || (1...65_535).contains((value * 65_536).rounded())
      case .share: isHeld && single > 0 && value <= 1
      case .finite: isHeld
      }
    return fits ? nil : "is \(value); it must be \(words)"
  }

  private var words: String {
    let (least, most) = (Float.leastNormalMagnitude, Float.greatestFiniteMagnitude)
    return switch self {
    case .positive: "positive, from \(least) to \(most)"
    case .notNegative: "0, or from \(least) to \(most)"
    case .rate: "at least 0 and below 1: 0, or from \(least) to \(Float(1).nextDown)"
    case .dropRate: "at least 0 and below 1: 0, or from 0.00001 to 0.99999"
    case .share: "above 0 and at most 1, from \(least)"
    case .finite: "0, or of a size from \(least) to \(most)"
    }
  }

  /// The most of anything that a setting counts; the matrix library counts no further.
  public static let most = Int(Int32.max)

  /// What is wrong with a number of things, in words that begin with its key; nil when nothing is.
  public static func problem(_ key: String, _ count: Int, atLeast least: Int) -> String? {
    problem(count, atLeast: least).map { "\(key) \($0)" }
  }

  /// What is wrong with a number of things, in words that follow its key; nil when nothing is.
  public static func problem(_ count: Int, atLeast least: Int) -> String? {
    (least...most).contains(count)
      ? nil : "is \(count); it must be a whole number from \(least) to \(most)"
  }
}
