import Decisions
import Files
import Foundation
import Runs
import Studies
import Support
import Testing

@Suite struct OldKeysTests {
  static let base = packageFolder.appendingPathComponent("Studies/Base/gate-synthetic.json")

  private func settings(_ text: String, _ overrides: [String]) throws -> RunSettings {
    try StudyFile.settings(
      Data(text.utf8), file: "settings", overrides: try overrides.map(StudyFile.override))
  }

  @Test func `settings under old keys are the settings under new ones, also by key path`() throws {
    let text = try String(contentsOf: Self.base, encoding: .utf8)
    let old = text.replacingOccurrences(of: "token-limit", with: "maximum-tokens")
    #expect(old != text)
    #expect(try settings(old, []) == settings(text, []))
    for overrides in [
      ["token-limit=9", "evaluation.token-limit=8"],
      ["maximum-tokens=9", "evaluation.maximum-tokens=8"],
    ] {
      for text in [old, text] {
        let changed = try settings(text, overrides)
        #expect(changed.tokenLimit == 9 && changed.evaluation.tokenLimit == 8)
      }
    }
    let written = String(decoding: try settings(old, []).canonicalJSON, as: UTF8.self)
    #expect(written.contains("\"token-limit\"") && !written.contains("maximum-tokens"))
  }

  @Test func `a setting under both names is refused`() throws {
    let text = try String(contentsOf: Self.base, encoding: .utf8)
    let both = text.replacingOccurrences(
      of: "\"token-limit\"", with: "\"maximum-tokens\": 7, \"token-limit\"")
    #expect(throws: StrictJSONError.self) { try settings(both, []) }
  }

  /// The ids were computed before the keys were renamed.
  @Test func `a run's hash, and so its folder, outlives a change of words`() throws {
    let study = packageFolder.appendingPathComponent("Studies/gate-synthetic.json")
    let plan = try StudyFile.plan(study)
    #expect(plan.entries.prefix(2).map(\.id) == ["5e47ec809a9f7603", "ee403a7bb88acd1e"])
  }

  @Test func `a study's level is read under its old name too`() throws {
    let text = #"{"by": "paired-bootstrap", "resamples": 10, "KEY": 0.9, "holds-if": "lower > 0"}"#
    let levels = try ["level", "interval"].map { key in
      try StrictJSON.decode(
        Decision.self, from: Data(text.replacingOccurrences(of: "KEY", with: key).utf8),
        file: "study"
      ).level
    }
    #expect(levels == [0.9, 0.9])
  }
}
