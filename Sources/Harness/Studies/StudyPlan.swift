public import Foundation
import Model

/// A study resolved: the settings of each of its runs, in a fixed order.
public struct StudyPlan: Sendable, Equatable {
  /// One run of a study.
  public struct Entry: Sendable, Equatable {
    /// The values that set this run apart, as (key, label), in the order of the keys.
    public let factors: [Factor]
    public let settings: RunSettings
    /// SHA-256 of the settings' canonical JSON.
    public let hash: String

    public struct Factor: Sendable, Equatable {
      public let key: String
      public let label: String
    }

    /// The name of the run's folder.
    public var id: String { String(hash.prefix(16)) }
  }

  public let study: Study
  public let entries: [Entry]

  /// Crosses a study's factors over its base.
  ///
  /// The keys vary in alphabetical order, the last fastest; seeds vary fastest of all.
  ///
  /// - Throws: ``StudyError`` for a key that the settings do not have, a value that does not fit,
  ///   or two runs that would be the same.
  public init(_ study: Study, base: JSONValue, file: String) throws {
    func fail(_ problem: String) -> StudyError { StudyError(file: file, problem: problem) }
    let keys = study.vary.keys.sorted()
    var variants: [([Entry.Factor], JSONValue)] = [([], base)]
    for key in keys {
      let path = Self.path(of: key)
      guard base[path[...]] != nil || key == "variant" else {
        throw fail(
          "vary.\(key) names a setting that the base '\(study.base)' does not have; known: "
            + Self.known(base))
      }
      let values = study.vary[key] ?? []
      guard !values.isEmpty else { throw fail("vary.\(key) has no values; list at least one") }
      variants = try variants.flatMap { factors, settings in
        try values.map { value in
          guard let changed = settings.setting(path[...], to: value) else {
            throw fail("vary.\(key) leads through something that is not an object")
          }
          return (factors + [.init(key: key, label: value.label)], changed)
        }
      }
    }
    if let seeds = study.seeds {
      guard !seeds.isEmpty else { throw fail("seeds is empty; list at least one, or leave it out") }
      let streams = RandomStream.Name.allCases.map(\.rawValue).filter { !keys.contains($0) }
      variants = try variants.flatMap { factors, settings in
        try seeds.map { seed in
          let value: JSONValue = .unsigned(seed)
          let changed = try streams.reduce(settings) { settings, stream in
            guard let next = settings.setting(["seeds", stream][...], to: value) else {
              throw fail("the base '\(study.base)' has no seeds")
            }
            return next
          }
          return (factors + [.init(key: "seed", label: String(seed))], changed)
        }
      }
    }
    var entries: [Entry] = []
    var seen: [String: Int] = [:]
    for (factors, value) in variants {
      let settings = try RunSettings(value, file: file)
      let hash = try settings.hash
      if let first = seen[hash] {
        throw fail(
          "runs \(first + 1) and \(entries.count + 1) have the same settings; a value is "
            + "listed twice")
      }
      seen[hash] = entries.count
      entries.append(Entry(factors: factors, settings: settings, hash: hash))
    }
    self.study = study
    self.entries = entries
  }

  /// The path of keys that a name in `vary` stands for.
  static func path(of key: String) -> [String] {
    RandomStream.Name(rawValue: key) != nil
      ? ["seeds", key] : key.split(separator: ".").map(String.init)
  }

  private static func known(_ base: JSONValue) -> String {
    guard case .object(let object) = base else { return "nothing" }
    return (object.keys.sorted() + RandomStream.Name.allCases.map(\.rawValue))
      .joined(separator: ", ")
  }
}

extension RunSettings {
  /// Settings from JSON; strict, and validated.
  ///
  /// - Throws: `StrictJSONError` or ``StudyError`` naming file and key.
  public init(_ value: JSONValue, file: String) throws {
    self = try StrictJSON.decode(
      RunSettings.self, from: try JSONEncoder().encode(value), file: file)
    if let (key, words) = problem {
      throw StudyError(file: file, problem: "\(key) \(words)")
    }
  }

  /// The settings as canonical JSON: sorted keys, one spelling of every number.
  public var canonicalJSON: Data {
    get throws { try StrictJSON.encode(self) }
  }

  /// SHA-256 of the canonical JSON.
  public var hash: String {
    get throws { SHA256.hexDigest(of: try canonicalJSON) }
  }
}
