import Foundation
import Model

/// Changes valid bytes a little, as a pure function of a stream.
struct Mutation {
  private let numbers: [UInt64]
  private var next = 0

  init(seed: UInt64, index: Int) {
    let stream = RandomStream(seed: seed, label: "fuzz").fork(index)
    numbers = (0..<64).map { stream.bits(at: $0) }
  }

  private mutating func draw(below bound: Int) -> Int {
    defer { next = (next + 1) % numbers.count }
    return bound < 1 ? 0 : Int(numbers[next] % UInt64(bound))
  }

  private static let words: [String] = [
    "", "0", "-1", "1e999", "-0.0", "NaN", "null", "true", "{}", "[]", "\"\"",
    "18446744073709551615",
    "9223372036854775808", "-9223372036854775809", "2147483648", "4294967296", "1e308", "1e-400",
    "0.1", "1.0", "..", "/etc/passwd", "\u{0}", "\u{FEFF}", "\r\n", "\t", "\n\n", "\\ud800",
    "\\u0000",
    "\u{10FFFF}", "é", "日本", "\u{1F468}\u{200D}\u{1F469}", String(repeating: "[", count: 3000),
    String(repeating: "{\"a\":", count: 2000), String(repeating: "9", count: 400),
    String(repeating: "a", count: 5000), "\u{1F}\u{8B}", "__metadata__", "data_offsets", "shape",
  ]

  /// The bytes with one to four changes.
  mutating func changed(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...draw(below: 4) {
      let at = draw(below: bytes.count + 1)
      let length = 1 + draw(below: [1, 4, 16, 256][draw(below: 4)])
      let end = min(at + length, bytes.count)
      switch draw(below: 9) {
      case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8(draw(below: 8))
      case 1 where at < bytes.count: bytes[at] = UInt8(draw(below: 256))
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.insert(contentsOf: bytes[at..<end], at: draw(below: bytes.count + 1))
      case 4: bytes = Array(bytes[..<at])
      case 5: bytes.insert(contentsOf: Self.words[draw(below: Self.words.count)].utf8, at: at)
      case 6: replaceNumber(in: &bytes, from: at)
      case 7: for place in at..<end { bytes[place] = UInt8(draw(below: 256)) }
      // The length of a header, or another number of eight bytes.
      default:
        let number = UInt64(1) << UInt64(draw(below: 64)) &- UInt64(draw(below: 3))
        let start = draw(below: 3) == 0 ? 0 : at
        for place in start..<min(start + 8, bytes.count) {
          bytes[place] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(place - start)))
        }
      }
    }
    return bytes
  }

  /// Puts something else in the place of the next number or word of the text.
  private mutating func replaceNumber(in bytes: inout [UInt8], from start: Int) {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == 0x2E }
    guard let first = bytes[start...].firstIndex(where: isDigit) else { return }
    let end = bytes[first...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(first..<end, with: Self.words[draw(below: Self.words.count)].utf8)
  }
}
