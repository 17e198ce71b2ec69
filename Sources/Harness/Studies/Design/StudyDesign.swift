import Files
import Model
import Runs

/// What a study's blocks ask for: one point a run, each a value for some of the keys.
///
///     runs = block 1 ∪ block 2 ∪ …,   block = (together, step by step) × vary × seeds
///
/// In a block `together` varies slowest, then the keys of `vary` in alphabetical order, the last
/// fastest.
struct StudyDesign {
  /// A value of a key: what it changes in the settings, and what it is called.
  struct Level: Equatable {
    let key: String
    let label: String
    /// Key paths and their new values.
    let changes: [Change]
  }

  struct Change: Equatable {
    let path: [String]
    let value: JSONValue
  }

  /// The key of every factor, in alphabetical order, those of all blocks together.
  let keys: [String]
  /// Keys that are names of the study's own, whose values are labels.
  let labeled: Set<String>
  /// Block by block, run by run: the values that the block names.
  let blocks: [(place: String, points: [[Level]])]

  /// The most runs that a study may have.
  static let mostRuns = 10_000

  /// - Throws: `InputError` naming block and key.
  init(_ study: Study, base: JSONValue, file: String) throws {
    let reader = LevelReader(base: base, baseName: study.base, file: file)
    var blocks = [try reader.block(study.together, study.vary, place: "")]
    for (index, block) in (study.also ?? []).enumerated() {
      guard block.together != nil || block.vary?.isEmpty == false else {
        throw reader.fail("also[\(index)] is empty; say what it varies, or leave it out")
      }
      blocks.append(try reader.block(block.together, block.vary ?? [:], place: "also[\(index)]."))
    }
    let levels = blocks.flatMap { $0.steps.flatMap { $0.flatMap { $0 } } }
    try reader.requireDistinct(levels)
    keys = Set(levels.map(\.key)).sorted()
    labeled = Set(levels.map(\.key).filter { !reader.isSetting($0) })
    self.blocks = try blocks.map { block in
      var points: [[Level]] = [[]]
      for dimension in block.steps {
        guard points.count * dimension.count <= Self.mostRuns else {
          throw reader.fail(
            "\(block.place)vary asks for more than \(Self.mostRuns) runs; vary fewer values")
        }
        points = points.flatMap { point in dimension.map { point + $0 } }
      }
      return (block.place, points)
    }
  }

  /// The streams that some value of some factor gives a seed.
  var seededStreams: Set<String> {
    var paths: [[String]] = []
    for point in blocks.flatMap(\.points) { paths += point.flatMap { $0.changes.map(\.path) } }
    return Set(paths.filter { $0.count == 2 && $0[0] == "seeds" }.map { $0[1] })
  }
}

/// Reads the values of a study's keys, strictly.
struct LevelReader {
  let base: JSONValue
  let baseName: String
  let file: String

  /// The most characters of a label.
  static let longestLabel = 40

  func fail(_ problem: String) -> InputError { InputError(file: file, problem: problem) }

  /// Whether a key names a setting of the base, or a stream of random draws.
  func isSetting(_ key: String) -> Bool {
    let path = RunSettings.path(of: key)
    return base[path[...]] != nil || RunSettings.optionalKeys.contains(key)
  }

  /// A block as dimensions to cross: by dimension, by step, the values that the step gives.
  func block(
    _ together: [String: [JSONValue]]?, _ vary: [String: [JSONValue]], place: String
  ) throws -> (place: String, steps: [[[StudyDesign.Level]]]) {
    var steps: [[[StudyDesign.Level]]] = []
    if let together {
      let keys = together.keys.sorted()
      guard keys.count >= 2 else {
        throw fail("\(place)together needs at least two keys; one alone belongs in 'vary'")
      }
      let columns = try keys.map { key in
        guard vary[key] == nil else {
          throw fail("'\(key)' is in \(place)together and in \(place)vary; leave it in one")
        }
        return try levels(together[key] ?? [], of: key, place: "\(place)together.\(key)")
      }
      guard let count = columns.first?.count, columns.allSatisfy({ $0.count == count }) else {
        let counts = zip(keys, columns).map { "\($0) \($1.count)" }.joined(separator: ", ")
        throw fail(
          "\(place)together steps its keys side by side, but they have unlike counts of "
            + "values: \(counts)")
      }
      steps.append((0..<count).map { step in columns.map { $0[step] } })
    }
    for key in vary.keys.sorted() {
      steps.append(
        try levels(vary[key] ?? [], of: key, place: "\(place)vary.\(key)").map { [$0] })
    }
    return (place, steps)
  }

  private func levels(
    _ values: [JSONValue], of key: String, place: String
  ) throws -> [StudyDesign.Level] {
    guard !values.isEmpty else { throw fail("\(place) has no values; list at least one") }
    let isLabeled = values.contains { $0[["label"]] != nil || $0[["set"]] != nil }
    guard isLabeled || isSetting(key) else {
      throw fail(
        "\(place) names a setting that the base '\(baseName)' does not have; known: \(known); a "
          + "name of your own needs values { \"label\": …, \"set\": … }")
    }
    guard !isLabeled || !isSetting(key) else {
      throw fail(
        "\(place) is a setting; values { \"label\": …, \"set\": … } need a name of their own, such "
          + "as 'method'")
    }
    return try values.enumerated().map { index, value in
      if isLabeled { return try labeled(value, of: key, place: "\(place)[\(index)]") }
      let change = StudyDesign.Change(path: RunSettings.path(of: key), value: value)
      guard base.setting(change.path[...], to: value) != nil else {
        throw fail("\(place) leads through something that is not an object")
      }
      return StudyDesign.Level(key: key, label: value.label, changes: [change])
    }
  }

  private func labeled(
    _ value: JSONValue, of key: String, place: String
  ) throws -> StudyDesign.Level {
    guard case .object(let object) = value, object.keys.sorted() == ["label", "set"],
      case .string(let label)? = object["label"], case .object(let changes)? = object["set"]
    else {
      throw fail(
        "\(place) should be { \"label\": \"…\", \"set\": { key: value, … } } with nothing else, as "
          + "other values of it are")
    }
    guard !label.isEmpty, label.count <= Self.longestLabel, PlainText.visible(label) == label,
      label.first != " ", label.last != " "
    else {
      throw fail(
        "\(place).label is '\(PlainText.visible(label))'; a label is one line of 1 to "
          + "\(Self.longestLabel) characters, without spaces at its ends")
    }
    return StudyDesign.Level(
      key: key, label: label,
      changes: try changes.keys.sorted().map { setting in
        let path = RunSettings.path(of: setting)
        guard let value = changes[setting], isSetting(setting),
          base.setting(path[...], to: value) != nil
        else {
          throw fail(
            "\(place).set.\(setting) names a setting that the base '\(baseName)' does not have; "
              + "known: \(known)")
        }
        return StudyDesign.Change(path: path, value: value)
      })
  }

  /// Refuses two values of a key under one label, and settings that two factors change.
  func requireDistinct(_ levels: [StudyDesign.Level]) throws {
    var known: [String: StudyDesign.Level] = [:]
    for level in levels {
      let name = "\(level.key)\u{0}\(level.label)"
      if let other = known[name], other != level {
        throw fail("two values of '\(level.key)' are both called '\(level.label)'")
      }
      known[name] = level
    }
    func overlap(_ a: [String], _ b: [String]) -> Bool { a.starts(with: b) || b.starts(with: a) }
    for level in levels {
      for other in levels where other.key != level.key {
        // One setting inside another may both vary, as 'variant' and 'variant.count'.
        let isNested = isSetting(level.key) && isSetting(other.key)
        for change in level.changes
        where other.changes.contains(where: {
          isNested ? $0.path == change.path : overlap($0.path, change.path)
        }) {
          throw fail(
            "'\(level.label)' of '\(level.key)' sets \(change.path.joined(separator: ".")), which "
              + "'\(other.key)' changes too; let one factor change it")
        }
      }
    }
  }

  /// The keys that a study may name.
  private var known: String {
    guard case .object(let object) = base else { return "nothing" }
    return (object.keys.sorted() + RandomStream.Name.allCases.map(\.rawValue))
      .joined(separator: ", ")
  }
}
