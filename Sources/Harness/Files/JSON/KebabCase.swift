import Foundation

/// Keys of a type that JSON has as they are, in camel case too.
package protocol KeysAsWritten: CodingKey {}

/// Names of properties as JSON writes them: `dataOrder` is `data-order`, `paddingID` is `padding-id`.
///
/// A run of capitals is one word. Names without capitals stay as they are.
enum KebabCase {
  static func of(_ name: String) -> String {
    guard name.utf8.contains(where: { isCapital($0) }) else { return name }
    var words: [UInt8] = []
    var previous: UInt8?
    let letters = Array(name.utf8)
    for (index, letter) in letters.enumerated() {
      let following = index + 1 < letters.count ? letters[index + 1] : nil
      if isCapital(letter), let previous, previous != UInt8(ascii: "-") {
        let endsRun = isCapital(previous) && following.map { isSmall($0) } ?? false
        if !isCapital(previous) || endsRun { words.append(UInt8(ascii: "-")) }
      }
      words.append(isCapital(letter) ? letter + 32 : letter)
      previous = letter
    }
    return String(decoding: words, as: UTF8.self)
  }

  private static func isCapital(_ letter: UInt8) -> Bool { (0x41...0x5A).contains(letter) }
  private static func isSmall(_ letter: UInt8) -> Bool { (0x61...0x7A).contains(letter) }

  /// The strategy of an encoder, for keys of types; an encoder leaves keys of dictionaries alone.
  static let strategy = JSONEncoder.KeyEncodingStrategy.custom { path in
    guard let key = path.last, !(key is any KeysAsWritten) else {
      return NamedKey(stringValue: path.last?.stringValue ?? "")
    }
    return NamedKey(stringValue: of(key.stringValue))
  }

  private struct NamedKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
