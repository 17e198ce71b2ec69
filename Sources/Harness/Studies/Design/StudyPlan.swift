public import Files
import Foundation
public import Model
public import Runs

/// A study resolved: the settings of each of its runs, in a fixed order.
public struct StudyPlan: Sendable, Equatable {
  /// One run of a study.
  public struct Entry: Sendable, Equatable {
    /// The values that set this run apart, as (key, label), in the order of the keys.
    public let factors: [RunFactor]
    public let settings: RunSettings
    /// SHA-256 of the settings' canonical JSON under the keys that it first had.
    public let hash: String

    /// The factors in words: `data-order 1, dropout 2`.
    public var words: String {
      factors.isEmpty
        ? "the base" : factors.map { "\($0.key) \($0.label)" }.joined(separator: ", ")
    }

    /// The name of the run's folder.
    public var id: String { String(hash.prefix(Self.idLength)) }

    static let idLength = 16
  }

  public let study: Study
  /// The runs that the study lists, then those under further seeds (``FollowedPlan``).
  public let entries: [Entry]
  /// How many of them the study lists.
  public let listedCount: Int
  /// The streams that the study's seeds are given to.
  package let seededStreams: [RandomStream.Name]

  /// The runs of a study's blocks over its base; see ``Study/also``.
  ///
  /// Blocks in their order; in a block, `together` varies slowest, then the keys of `vary` in
  /// alphabetical order; seeds vary fastest of all. A run that an earlier block has is left out.
  ///
  /// - Inputs: `catalog`, the methods that the runs may name.
  /// - Throws: `InputError` for a key that the settings do not have, a value that does not fit,
  ///   or two runs of a block that would be the same.
  public init(
    _ study: Study, base: JSONValue, file: String, catalog: VariantCatalog = .standard
  ) throws {
    func fail(_ problem: String) -> InputError { InputError(file: file, problem: problem) }
    let design = try StudyDesign(study, base: base, file: file)
    if let seeds = study.seeds, seeds.isEmpty {
      throw fail("seeds is empty; list at least one, or leave it out")
    }
    let count = design.blocks.reduce(0) { $0 + $1.points.count } * (study.seeds?.count ?? 1)
    guard count <= StudyDesign.mostRuns else {
      throw fail(
        "it asks for \(Numeral.grouped(count)) runs; a study has at most "
          + Numeral.grouped(StudyDesign.mostRuns))
    }
    let seeded = design.seededStreams
    let own: [RandomStream.Name] = base[["seeds", "masking"][...]] == nil ? [] : [.masking]
    let streams = (RandomStream.Name.allCases + own).filter { !seeded.contains($0.rawValue) }
    var entries: [Entry] = []
    var seen: [String: Int] = [:]
    for block in design.blocks {
      let earlier = entries.count
      for point in block.points {
        for seed in study.seeds.map({ $0.map(Optional.some) }) ?? [nil] {
          let seeding = seed.map { seed in
            streams.map {
              StudyDesign.Change(path: ["seeds", $0.rawValue], value: .unsigned(seed))
            }
          }
          var value = base
          for change in point.flatMap(\.changes) + (seeding ?? []) {
            guard let changed = value.setting(change.path[...], to: change.value) else {
              throw fail(
                "\(change.path.joined(separator: ".")) leads through something that is no object")
            }
            value = changed
          }
          var factors = try design.keys.map { key in
            try Self.factor(key, of: point, design, in: value, place: block.place, fail: fail)
          }
          factors += seed.map { [.init(key: "seed", label: String($0))] } ?? []
          let settings = try RunSettings(value, file: file, catalog: catalog)
          let entry = Entry(factors: factors, settings: settings, hash: try settings.hash)
          guard let known = seen[entry.hash] else {
            seen[entry.hash] = entries.count
            entries.append(entry)
            continue
          }
          guard known < earlier, entries[known].factors == factors else {
            throw fail(
              "\(block.place)vary: run \(known + 1) (\(entries[known].words)) and another "
                + "(\(entry.words)) have the same settings; a value is listed twice")
          }
        }
      }
    }
    self.study = study
    self.entries = entries
    listedCount = entries.count
    seededStreams = streams
  }

  private init(_ plan: StudyPlan, entries: [Entry]) {
    study = plan.study
    listedCount = plan.listedCount
    seededStreams = plan.seededStreams
    self.entries = entries
  }

  /// The plan with these runs after those that the study lists.
  func listing(further: [Entry]) -> StudyPlan {
    StudyPlan(self, entries: Array(entries[..<listedCount]) + further)
  }

  /// A run of the study under another seed.
  ///
  /// - Throws: what encoding the settings throws.
  func entry(_ entry: Entry, seed: UInt64) throws -> Entry {
    var settings = entry.settings
    settings.seeds = settings.seeds.giving(seed, to: seededStreams)
    let factors = entry.factors.map {
      $0.key == "seed" ? RunFactor(key: "seed", label: String(seed)) : $0
    }
    return Entry(factors: factors, settings: settings, hash: try settings.hash)
  }

  /// What a key is in a run: the value that its block gives, else the base's.
  private static func factor(
    _ key: String, of point: [StudyDesign.Level], _ design: StudyDesign, in settings: JSONValue,
    place: String, fail: (String) -> InputError
  ) throws -> RunFactor {
    if let level = point.first(where: { $0.key == key }) {
      return .init(key: key, label: level.label)
    }
    guard !design.labeled.contains(key) else {
      throw fail(
        "\(place)vary does not say which '\(key)' it is about, and the base has none; name it")
    }
    return .init(key: key, label: settings[RunSettings.path(of: key)[...]]?.label ?? "none")
  }
}
