import Foundation
package import Runs
import Studies

/// Settings of a run of a few steps on generated English: the embedded default, made small.
package func smallRunSettings(_ overrides: [String]) throws -> RunSettings {
  let small = [
    "text.sentences=96", "batch-size=16", "evaluate-every-steps=2", "evaluation.pairs=40",
    "encoder.fresh.width=16", "encoder.fresh.feed-forward-width=32", "encoder.fresh.heads=2",
  ]
  return try StudyFile.settings(
    Data(EmbeddedDefault.json.utf8), file: "the embedded default",
    overrides: try (small + overrides).map(StudyFile.override))
}

/// Places for runs that read nothing.
package let noPlaces = Places(model: nil, data: nil, base: URL(fileURLWithPath: "/"))
