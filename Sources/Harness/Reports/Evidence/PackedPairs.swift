import Files
import Foundation
import Statistics

/// Numbers of a fixed width as text: their bytes, the lowest first, in base64.
enum PackedNumbers {
  static func packed<T: FixedWidthInteger & UnsignedInteger>(_ values: [T]) -> String {
    var bytes = Data(capacity: values.count * T.bitWidth / 8)
    for value in values {
      for place in stride(from: 0, to: T.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> T(place)))
      }
    }
    return bytes.base64EncodedString()
  }

  /// - Throws: ``EvidenceError`` unless there are `count` numbers.
  static func unpacked<T: FixedWidthInteger & UnsignedInteger>(
    _ text: String, as type: T.Type, count: Int, at place: String
  ) throws(EvidenceError) -> [T] {
    let width = T.bitWidth / 8
    guard let bytes = Data(base64Encoded: text), bytes.count == count * width else {
      throw EvidenceError(
        place: place,
        problem: "it does not hold \(count) numbers of \(T.bitWidth) bits in base64")
    }
    let all = [UInt8](bytes)
    return (0..<count).map { index in
      (0..<width).reduce(T(0)) { $0 | T(all[index * width + $1]) << T(8 * $1) }
    }
  }
}

/// Twice the average ranks of m values, which are whole.
///
/// They reach 2m: up to ``mostPairsOf16Bits`` pairs take 16 bits a rank, more pairs 32.
enum PackedRanks {
  static let mostPairsOf16Bits = 32_767

  static func packed(_ ranks: [Int]) -> String {
    ranks.count <= mostPairsOf16Bits
      ? PackedNumbers.packed(ranks.map { UInt16($0) })
      : PackedNumbers.packed(ranks.map { UInt32($0) })
  }

  static func unpacked(_ text: String, count: Int, at place: String) throws(EvidenceError) -> [Int]
  {
    count <= mostPairsOf16Bits
      ? try PackedNumbers.unpacked(text, as: UInt16.self, count: count, at: place).map { Int($0) }
      : try PackedNumbers.unpacked(text, as: UInt32.self, count: count, at: place).map { Int($0) }
  }

  /// The places of the values from the smallest on, in groups of equal rank.
  static func groups(_ ranks: [Int]) -> [[Int]] {
    let order = ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    var groups: [[Int]] = []
    for place in order {
      if let last = groups.last?.first, ranks[last] == ranks[place] {
        groups[groups.count - 1].append(place)
      } else {
        groups.append([place])
      }
    }
    return groups
  }
}

/// The cosines of a task's pairs under one run, as a report keeps them.
///
/// The exact rank of each is kept beside its Float32, which may be the same for unlike cosines. Spearman's
/// correlation and its resamples follow from ranks alone, and so are the same to the bit.
public struct PackedPairs: Codable, Sendable, Equatable {
  /// The place of the pairs' gold scores in ``Evidence/gold``.
  public var gold: Int
  /// Twice the average rank of each cosine: 16 bits each, 32 in sets of more than 32,767 pairs; base64.
  public var ranks: String
  /// Float32, base64.
  public var cosines: String

  package init(gold: Int, cosines: [Double]) {
    self.gold = gold
    ranks = PackedRanks.packed(doubledRanks(cosines))
    self.cosines = PackedNumbers.packed(cosines.map { Float($0).bitPattern })
  }

  /// Cosines that have these ranks and, as Float32, these values.
  ///
  /// Of unlike cosines with one Float32 the higher is the next Double above the lower.
  ///
  /// - Throws: ``EvidenceError`` where ranks are none, or do not rise with the cosines.
  package func unpacked(pairs: Int, at place: String) throws(EvidenceError) -> [Double] {
    let ranks = try PackedRanks.unpacked(ranks, count: pairs, at: place + ".ranks")
    let values = try PackedNumbers.unpacked(
      cosines, as: UInt32.self, count: pairs, at: place + ".cosines"
    ).map { Double(Float(bitPattern: $0)) }
    guard values.allSatisfy(\.isFinite) else {
      throw EvidenceError(place: place + ".cosines", problem: "one of them is no number")
    }
    var cosines = [Double](repeating: 0, count: pairs)
    var (last, lastKept) = (-Double.infinity, -Double.infinity)
    for group in PackedRanks.groups(ranks) {
      let kept = values[group[0]]
      guard kept >= lastKept, group.allSatisfy({ values[$0] == kept }) else {
        throw EvidenceError(
          place: place, problem: "its ranks and its cosines are not in the same order")
      }
      last = kept > last ? kept : last.nextUp
      lastKept = kept
      for place in group { cosines[place] = last }
    }
    guard doubledRanks(cosines) == ranks else {
      throw EvidenceError(place: place + ".ranks", problem: "these are no ranks of \(pairs) values")
    }
    return cosines
  }
}

/// Why what a report was computed from cannot be used.
public struct EvidenceError: Error, CustomStringConvertible, Equatable {
  /// The key.
  public let place: String
  public let problem: String
  public var description: String {
    "evidence.\(place): \(problem); write the report again from its runs"
  }
}
