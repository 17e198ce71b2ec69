import Files
import Foundation
import Runs
import Studies
import Support
import Testing

/// Holds `Documentation/studies.md` to the types that study files and settings are decoded into.
@Suite struct DocumentedKeysTests {
  /// Every key of a study. The strict reader refuses a key too many; one too few is found by reflection.
  static let study = """
    { "name": "x", "question": "?", "claim": { "source": "s", "says": "t" }, "base": "b",
      "vary": {}, "together": {}, "also": [ { "vary": {}, "together": {} } ], "seeds": [1],
      "measure": "average/spearman", "budget-minutes": 1,
      "decide": { "by": "b", "resamples": 1, "level": 0.9, "holds-if": "h", "margin": 1,
        "effect-variance": 1, "most-seeds": 2, "looks": [2] } }
    """

  /// Every key of a run's settings, also those that exclude one another: they are decoded, not checked.
  static let settings = """
    { "encoder": { "folder": "f", "blocks": 1, "fresh-blocks": 1, "fresh": {
        "vocabulary": { "learned": { "size": 1, "characters": 1 } }, "width": 1, "blocks": 1, "heads": 1, "feed-forward-width": 1,
        "maximum-positions": 1, "layer-norm-epsilon": 1, "activation": "gelu", "deviation": 1 } },
      "pooling": "mean",
      "text": { "file": "f", "dataset": "d", "column": 1, "examples": "pairs", "synthetic-seed": 1,
        "sentences": 1 },
      "evaluation": { "folder": "f", "tasks": [], "own-pairs": [], "development": "d",
        "own-data": true, "synthetic-seed": 1, "pairs": 1, "token-limit": 1, "batch-size": 1 },
      "variant": { "name": "in-batch-negatives" }, "temperature": 1, "batch-size": 1,
      "token-limit": 1, "epochs": 1, "learning-rate": 1, "schedule": "linear", "warmup-steps": 1,
      "adamw": { "beta1": 0, "beta2": 0, "epsilon": 1, "weight-decay": 0,
        "spares-biases-and-norms": true },
      "maximum-gradient-norm": 1, "hidden-dropout-rate": 0, "attention-dropout-rate": 0,
      "evaluate-every-steps": 1, "product": "exact",
      "seeds": { "initialization": 1, "data-order": 1, "dropout": 1, "augmentation": 1,
        "negatives": 1, "masking": 1 },
      "hard-negative-weight": 0, "piece-size": 1,
      "objective": "contrastive", "keep-steps": [1], "head": "fresh",
      "shared-masks": true, "diagnostics": true,
      "token-masking": { "probability": 0.15, "mask-replace": 0.8, "random-replace": 0.1,
        "held-out": 1, "weight": 1 },
      "generator": "f", "template": { "text": "t", "positive": "p", "subtracted": "always" },
      "augment": { "name": "crop", "rate": 0, "file": "f", "antonyms": "f" },
      "after-training": { "name": "whitening", "sentences": 2, "dimensions": 1 },
      "dropout-kind": { "name": "gate", "growth": 1, "belief": "dense", "start-rate": 0.1 },
      "tasks": { "folder": "f", "mix": "summed", "trains-encoder": true, "examples": 1,
        "scored-examples": 1,
        "heads": [ { "task": "similarity", "form": "cosine", "parts": ["first"] } ] },
      "leaks": "removed", "stages": [ { "label": "l", "set": {} } ] }
    """

  /// The settings of a run that another program trains.
  static let trainer = """
    { "trainer": { "command": ["c"], "options": {}, "repetition": 1 },
      "evaluation": { "synthetic-seed": 1, "pairs": 1, "token-limit": 1, "batch-size": 1 },
      "seeds": { "initialization": 1, "data-order": 1, "dropout": 1, "augmentation": 1,
        "negatives": 1 } }
    """

  /// Keys whose own keys are not fixed: settings by path, those of a method and of another program.
  static let open: Set<String> = [
    "vary", "together", "also.vary", "also.together", "stages.set", "variant", "trainer.options",
  ]

  private static func decoded() throws -> (
    study: Study, settings: RunSettings, trainer: RunSettings
  ) {
    func settings(_ text: String) throws -> RunSettings {
      try StrictJSON.decode(RunSettings.self, from: Data(text.utf8), file: "settings")
    }
    return (
      try StrictJSON.decode(Study.self, from: Data(study.utf8), file: "study"),
      try settings(Self.settings), try settings(trainer)
    )
  }

  @Test func `the examples leave out no property`() throws {
    let (study, settings, trainer) = try Self.decoded()
    #expect(absentProperties(of: study) == [])
    // A run is trained by this program or by another.
    #expect(absentProperties(of: settings) == ["trainer"])
    #expect(absentProperties(of: trainer.trainer as Any) == [])
    struct Gap { var inner: [(kept: Int?, lost: Int?)] }
    #expect(absentProperties(of: Gap(inner: [(kept: 1, lost: nil)])) == ["lost"])
  }

  @Test func `the document lists every key of a study and of its settings, and no other`() throws {
    let (study, settings, trainer) = try Self.decoded()
    let document = try KeyDocument.read()
    #expect(document.studyKeys.sorted() == keyPaths(in: try JSONValue(study)).sorted())
    let keys = try [settings, trainer].map { keyPaths(in: try JSONValue($0)) }
    #expect(document.settingKeys.sorted() == keys[0].union(keys[1]).sorted())
  }

  @Test func `the document's column of the embedded default is its base file`() throws {
    let file = packageFolder.appendingPathComponent("Studies/Base/embedded-default.json")
    let base = try StrictJSON.decode(
      JSONValue.self, from: try Data(contentsOf: file), file: file.path)
    for (key, text) in try KeyDocument.read().defaults {
      let path = key.split(separator: ".").map(String.init)
      switch base[path[...]] {
      case nil, .object: #expect(text.isEmpty, "\(key) is documented as \(text)")
      case let value?:
        #expect(try StrictJSON.value(ofWord: text, file: key) == value, "\(key) is not \(text)")
      }
    }
  }

  /// The paths of all keys of an object, down to those that are open.
  private func keyPaths(in value: JSONValue, under prefix: String = "") -> Set<String> {
    switch value {
    case .object(let members):
      members.keys.reduce(into: []) { paths, key in
        let path = prefix.isEmpty ? key : "\(prefix).\(key)"
        paths.insert(path)
        if let member = members[key], !Self.open.contains(path) {
          paths.formUnion(keyPaths(in: member, under: path))
        }
      }
    case .array(let elements):
      elements.reduce(into: []) { $0.formUnion(keyPaths(in: $1, under: prefix)) }
    default: []
    }
  }

  /// Properties that are nil, here or in a value inside.
  private func absentProperties(of value: Any) -> [String] {
    Mirror(reflecting: value).children.flatMap { child -> [String] in
      let inner = Mirror(reflecting: child.value)
      guard inner.displayStyle == .optional else { return absentProperties(of: child.value) }
      guard let present = inner.children.first else { return [child.label ?? "?"] }
      return absentProperties(of: present.value)
    }
  }
}

/// The tables of `Documentation/studies.md` whose rows are keys.
struct KeyDocument {
  private(set) var studyKeys: [String] = []
  private(set) var settingKeys: [String] = []
  /// Of tables with a last column for the embedded default: key and text, empty where there is none.
  private(set) var defaults: [(key: String, text: String)] = []

  static func read() throws -> KeyDocument {
    let file = packageFolder.appendingPathComponent("Documentation/studies.md")
    var document = KeyDocument()
    var (isAboutRuns, hasDefaults) = (false, false)
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      if line == "## A run's settings" { isAboutRuns = true }
      if line.hasPrefix("| key |") { hasDefaults = line.hasSuffix("| embedded default |") }
      guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else { continue }
      let key = String(line[..<end].dropFirst(3))
      if isAboutRuns { document.settingKeys.append(key) } else { document.studyKeys.append(key) }
      guard hasDefaults, let cell = line.dropLast().split(separator: "|").last else { continue }
      document.defaults.append((key, cell.trimmingCharacters(in: .whitespaces.union(["`"]))))
    }
    return document
  }
}
