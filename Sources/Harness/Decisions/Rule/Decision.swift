package import Files
package import Foundation

/// How a study is decided, as its file says it.
///
/// Which keys a rule has, and which it must not have, says ``DecisionRule``.
public struct Decision: Codable, Sendable, Equatable {
  /// `paired-bootstrap`, `variance-components`, `sequential` or `planned-looks`.
  public var by: String
  public var resamples: Int?
  /// The coverage of its intervals, in 0…1.
  public var level: Double
  /// The rule in words: `lower > 0`.
  public var holdsIf: String?
  /// The largest difference that does not matter, in points (× 100).
  public var margin: Double?
  /// Of a normal prior on the effect, the mean difference over its deviation between seeds.
  public var effectVariance: Double?
  /// How many seeds a method may have.
  public var mostSeeds: Int?
  /// The numbers of seeds at which the study is looked at.
  public var looks: [Int]?
}

extension Decision: RenamesKeys {
  package static let renamedKeys = [
    RenamedKey("interval", now: "level"), RenamedKey("smallest-effect", now: "margin"),
  ]
}

extension Decision {
  /// JSON of what holds a decision, under the keys that hashes have: the first ones, so that a
  /// registration's hash outlives a change of words.
  ///
  /// - Inputs: `path`, the keys that lead to the decision.
  package static func hashed(_ value: some Encodable, at path: [String]) throws -> Data {
    let json = try JSONValue(value)
    guard case .object(var members)? = json[path[...]],
      let margin = members.removeValue(forKey: "margin")
    else { return try StrictJSON.encode(value) }
    members["smallest-effect"] = margin
    return try StrictJSON.encode(json.setting(path[...], to: .object(members)) ?? json)
  }

  /// The rule in a few words, as a page names it: `lower > 0`, or what a followed rule asks.
  package var words: String {
    if let holdsIf { return holdsIf }
    let within = "±\(Numeral.exact(margin, empty: Numeral.none)) points"
    let end =
      looks.map { "looks at \($0.map(String.init).joined(separator: ", ")) seeds" }
      ?? "at most \(Numeral.count(mostSeeds ?? 0, "seed"))"
    return "\(by): better or worse at \(Numeral.level(level)), equivalent within \(within), \(end)"
  }

  /// Everything that it says, for a reader who compares two rules.
  package var fullWords: String {
    let parts =
      [
        holdsIf.map { "\(by) '\($0)', level \(Numeral.exact(level, empty: ""))" } ?? words,
        resamples.map { Numeral.count($0, "resample") },
        effectVariance.map { "effect variance \(Numeral.exact($0, empty: ""))" },
      ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
