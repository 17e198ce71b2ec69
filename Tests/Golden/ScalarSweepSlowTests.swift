import Model
import Runs
import Testing

/// What every Unicode scalar becomes, by `BertNormalizer` and `BertPreTokenizer` of
/// tokenizers 0.23.3: each of 1,112,064 scalars `c`, read in `A<c>B c<c>`.
@Suite struct ScalarSweepSlowTests {
  struct Sweep: Sendable, CustomTestStringConvertible {
    var name: String
    var lowercases: Bool
    var stripsAccents: Bool
    var splitsIdeographs: Bool

    var testDescription: String { name }
  }

  @Test(arguments: [
    Sweep(name: "uncased", lowercases: true, stripsAccents: true, splitsIdeographs: true),
    Sweep(name: "cased", lowercases: false, stripsAccents: false, splitsIdeographs: false),
    Sweep(name: "lowercased", lowercases: true, stripsAccents: false, splitsIdeographs: true),
    Sweep(name: "stripped", lowercases: false, stripsAccents: true, splitsIdeographs: true),
  ])
  func `every scalar becomes what the reference makes of it`(_ sweep: Sweep) throws {
    let split = BasicSplit(
      rules: BasicSplit.Rules(
        lowercases: sweep.lowercases, stripsAccents: sweep.stripsAccents,
        splitsIdeographs: sweep.splitsIdeographs),
      specials: [])
    let (first, last) = sweep.lowercases ? ("a", "b") : ("A", "B")
    var seen = 0
    var differences: [String] = []
    for run in try Run.all(in: "scalars.\(sweep.name).txt") {
      for (scalar, treatment) in run.scalars {
        seen += 1
        let wanted = treatment.words(of: scalar, between: first, and: last)
        let found = words(split, "A\(scalar)B c\(scalar)")
        if found != wanted, differences.count < 20 {
          differences.append(
            "U+\(String(scalar.value, radix: 16)): \(found), not \(wanted)".debugDescription)
        }
      }
    }
    #expect(seen == 1_112_064)
    #expect(differences.isEmpty)
  }

  private func words(_ split: BasicSplit, _ text: String) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var words = split.words(of: Array(text.utf8))
    while words.next() != nil { found.append(words.word) }
    return found
  }
}

/// A line of the fixture: scalars in a row that are treated alike.
private struct Run {
  var first: UInt32
  var count: UInt32
  /// Whether every second scalar is treated so, and those between are letters.
  var alternates: Bool
  var treatment: Treatment

  static func all(in file: String) throws -> [Run] {
    let text = String(decoding: try TokenizerFixture.bytes(file), as: UTF8.self)
    return try text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: " ")
      try #require(fields.count == 3, "\(file): \(line)")
      let alternates = fields[1].hasSuffix("*")
      return Run(
        first: try #require(UInt32(fields[0], radix: 16)),
        count: try #require(UInt32(alternates ? fields[1].dropLast() : fields[1])),
        alternates: alternates, treatment: try Treatment(String(fields[2])))
    }
  }

  var scalars: [(Unicode.Scalar, Treatment)] {
    let between = Treatment(kind: "w")
    return (0..<(alternates ? 2 * count : count)).compactMap { index in
      Unicode.Scalar(first + index).map {
        ($0, alternates && index % 2 == 1 ? between : treatment)
      }
    }
  }
}

/// What the reference makes of a scalar.
private struct Treatment {
  /// `d` dropped, `s` space, `i` a word of its own, `w` in the word, `h` its jamo in the word.
  var kind: Character
  /// From the scalar to the one that comes out.
  var distance = 0
  /// What comes out, when that is several scalars.
  var several = ""

  init(kind: Character) { self.kind = kind }

  /// A kind, then the signed distance, or several scalars in hexadecimal.
  init(_ text: String) throws {
    kind = try #require(text.first)
    let rest = text.dropFirst()
    if rest.first == "+" || rest.first == "-" {
      distance = try #require(Int(rest))
    } else {
      for part in rest.split(separator: ",") {
        several.unicodeScalars.append(
          try #require(UInt32(part, radix: 16).flatMap { Unicode.Scalar($0) }))
      }
    }
  }

  func words(of scalar: Unicode.Scalar, between first: String, and last: String) -> [[UInt8]] {
    let result = result(of: scalar)
    return switch kind {
    case "d": [Array("\(first)\(last)".utf8), Array("c".utf8)]
    case "s": [Array(first.utf8), Array(last.utf8), Array("c".utf8)]
    case "i":
      [Array(first.utf8), result, Array(last.utf8), Array("c".utf8), result]
    default: [first.utf8 + result + last.utf8, "c".utf8 + result]
    }
  }

  private func result(of scalar: Unicode.Scalar) -> [UInt8] {
    if !several.isEmpty { return Array(several.utf8) }
    var values = [UInt32(Int(scalar.value) + distance)]
    if kind == "h" {
      let index = scalar.value - 0xAC00
      values = [0x1100 + index / 588, 0x1161 + index / 28 % 21]
      if index % 28 > 0 { values.append(0x11A7 + index % 28) }
    }
    return values.flatMap { value in
      Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
    }
  }
}
