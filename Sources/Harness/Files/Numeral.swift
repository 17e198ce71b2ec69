import Foundation

/// Numbers as reports write them, in any language of the machine.
package enum Numeral {
  /// What is printed where there is no number.
  package static let none = "–"

  /// A score or its deviation × 100 with two decimals: `74.80`.
  package static func hundredfold(_ score: Double?) -> String {
    guard let score else { return none }
    return fixed(100 * score, decimals: 2)
  }

  /// A difference × 100 with its sign and two decimals, or as many as show its first digit: `+0.74`,
  /// `−0.004`, `0.00`.
  package static func signedHundredfold(_ difference: Double) -> String {
    signed(100 * difference, decimals: decimals(showing: 100 * difference))
  }

  /// Two decimals, or so many that a small number has a digit; of less than a millionth, which rounding
  /// may leave, two.
  private static func decimals(showing value: Double) -> Int {
    var (decimals, scaled) = (2, abs(value) * 100)
    while scaled < 1, decimals < 6 { (decimals, scaled) = (decimals + 1, scaled * 10) }
    return scaled < 1 ? 2 : decimals
  }

  /// A small whole number as a word: `two`; `12` from eleven on.
  package static func word(_ count: Int) -> String {
    let words = [
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ]
    return words.indices.contains(count) ? words[count] : grouped(count)
  }

  /// Fixed decimals with the sign of what is not zero when so written: `+0.74`, `−1.61`, `0.00`.
  package static func signed(_ value: Double, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
  }

  /// A share in percent, without the sign: `89`.
  package static func percent(_ share: Double, decimals: Int = 0) -> String {
    fixed(100 * share, decimals: decimals)
  }

  /// The level of an interval, with the sign: `95 %`, `99.5 %`.
  package static func level(_ level: Double) -> String {
    percent(level, decimals: 100 * level == (100 * level).rounded() ? 0 : 1) + "\u{A0}%"
  }

  /// A chance p, or that it is too small to print: `0.041`, `< 0.001`.
  package static func chance(_ p: Double) -> String {
    p < 0.001 ? "< 0.001" : fixed(p, decimals: 3)
  }

  /// Fixed decimals with a true minus sign, and no minus before a zero; `∞` beyond all numbers.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    if value.isInfinite { return value < 0 ? "−∞" : "∞" }
    let digits = String(format: "%.\(decimals)f", locale: nil, abs(value))
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return value < 0 && !isZero ? "−" + digits : digits
  }

  /// The shortest decimals that give the same Double again; `empty` where there is none.
  package static func exact(_ value: Double?, empty: String) -> String {
    value.map { $0.description } ?? empty
  }

  /// A rate for a line of progress: one decimal below 100, none from there.
  package static func rate(_ rate: Double) -> String {
    rate >= 100 ? String(format: "%.0f", locale: nil, rate) : String((rate * 10).rounded() / 10)
  }

  /// A loss for a line of progress: three decimals where they can be seen, as `2.718` or `1.3e+17`.
  package static func short(_ value: Double) -> String {
    abs(value) < 1e6
      ? String((value * 1000).rounded(.towardZero) / 1000)
      : String(format: "%.3g", locale: nil, value)
  }

  /// A whole number with its thousands parted: `12,345`.
  package static func grouped(_ count: Int) -> String {
    var digits = Array(String(count.magnitude))
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return (count < 0 ? "−" : "") + String(digits)
  }

  /// A count with its noun: `1 run`, `9 runs`, `1,200 runs`.
  package static func count(_ count: Int, _ noun: String) -> String {
    count == 1 ? "\(count) \(noun)" : "\(grouped(count)) \(noun)s"
  }
}

extension Numeral {
  /// A number of bytes: `1.5 MB`.
  package static func size(_ bytes: Int) -> String {
    let megabytes = Double(bytes) / 1e6
    return megabytes >= 1000
      ? fixed(megabytes / 1000, decimals: 1) + " GB"
      : fixed(megabytes, decimals: megabytes < 10 ? 1 : 0) + " MB"
  }
}
