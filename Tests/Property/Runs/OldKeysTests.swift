import Decisions
import Files
import Foundation
import Reports
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
    #expect(throws: InputError.self) { try settings(both, []) }
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

  /// A registration of the report on followed studies; the hash was taken when it was written.
  @Test func `a registration's hash, and so the proof of its time, outlives a change of words`()
    throws
  {
    let text = #"""
      {"commit": "cf851810f0873cb4b656e5b6a7e3c68df1b389a0", "content": {
        "decide": {"by": "sequential", "effect-variance": 1, "level": 0.95, "most-seeds": 40, "KEY": 0.5},
        "factors": [
          {"key": "method", "labels": ["baseline", "memory-bank", "batch-gaussian-negatives"]},
          {"key": "seed", "labels": ["1", "2", "3"]}],
        "further-seeds": [663729, 550616, 655377, 871437, 841735, 595358, 97785, 813235, 702244, 865358,
          715860, 768042, 421023, 964591, 429353, 769209, 725138, 820223, 611233, 677947, 382973, 851414,
          780518, 453526, 363035, 175442, 868348, 795131, 196002, 332899, 508827, 948016, 282219, 624846,
          996538, 92049, 294216],
        "measure": "average/spearman",
        "runs": "4dff2dbe8854cd6c24b946f27dc7581530fe0e49cfd5fb646152fe9ba2b20684",
        "study": "sequential-small"},
       "hash": "e36c4f74994e320aff26a90da531049ee974f0918362dc2c0dbdd1bd3e991dba",
       "known": [], "time": "2026-11-30T14:09:14Z"}
      """#
    for key in ["smallest-effect", "margin"] {
      let registration = try StrictJSON.decode(
        Registration.self, from: Data(text.replacingOccurrences(of: "KEY", with: key).utf8),
        file: "registration.json")
      #expect(registration.content.decide?.margin == 0.5)
      #expect(throws: Never.self) { try registration.requireOwnHash(file: "registration.json") }
    }
  }

  @Test func `verdicts and comparisons of earlier reports are read`() throws {
    let outcomes = try ["unresolved", "did-not-resolve"].map { word in
      try StrictJSON.decode(
        [StudyVerdict.Outcome].self, from: Data("[\"\(word)\"]".utf8), file: "report.json")
    }
    #expect(outcomes == [[.unresolved], [.unresolved]])
    #expect(throws: InputError.self) {
      try StrictJSON.decode(
        [StudyVerdict.Outcome].self, from: Data(#"["did-not"]"#.utf8), file: "report.json")
    }
    let adjusted = try ["adjusted-p", "adjusted"].map { key in
      let text = #"""
        {"method": "a", "baseline": "b", "task": "average", "count": 2, "difference": 0.1,
         "deviation": 0.1, "interval": {"lower": 0, "upper": 0.2, "level": 0.95},
         "simultaneous": {"lower": 0, "upper": 0.2, "level": 0.95}, "p": 0.01, "KEY": 0.02,
         "verdict": {"says": "better"}}
        """#
      return try StrictJSON.decode(
        BaselineComparison.self, from: Data(text.replacingOccurrences(of: "KEY", with: key).utf8),
        file: "report.json"
      ).adjustedP
    }
    #expect(adjusted == [0.02, 0.02])
  }
}
