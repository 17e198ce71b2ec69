import Evaluation
import Files
import Foundation
package import Runs

/// What imported runs lack, in words, for whoever reads their numbers.
package enum ImportedNotes {
  /// The end of a sentence that begins with the runs' name: `imported from mteb 2.11.2: …`; nil where no
  /// run was imported.
  package static func words(on runs: [FinishedRun]) -> String? {
    let origins = runs.compactMap(\.imported)
    guard !origins.isEmpty else { return nil }
    let programs = origins.map { origin in
      origin.program + (origin.programVersion.map { " \($0)" } ?? "")
    }.uniqued()
    let count =
      origins.count == runs.count ? "" : "\(origins.count) of \(Numeral.count(runs.count, "run")) "
    let unknown = [
      ("pooling", origins.contains { $0.pooling == nil }),
      ("token limit", origins.contains { $0.tokenLimit == nil }),
    ].filter(\.1).map(\.0)
    let rounding = origins.flatMap(\.tasks).compactMap(\.rounding).max()
    let parts = [
      lacking(runs),
      unknown.isEmpty ? nil : "\(unknown.joined(separator: " and ")) unknown",
      rounding.map {
        "scores rounded to ± \(points($0)) points, within which no difference is called one"
      },
      "training unknown, no bits promised",
    ]
    return "\(count)imported from \(programs.joined(separator: ", ")): "
      + parts.compactMap { $0 }.joined(separator: "; ")
  }

  /// Half a unit of the last decimal, × 100: `0.005`.
  private static func points(_ rounding: Double) -> String {
    String(format: "%.3g", locale: nil, 100 * rounding)
  }

  /// Which tasks have no scores by pair; nil where all have.
  private static func lacking(_ runs: [FinishedRun]) -> String? {
    let lacking = runs.flatMap(\.tasksWithoutPairs).uniqued()
    guard !lacking.isEmpty else { return nil }
    let all = runs.flatMap { $0.result.scores.tasks.keys.sorted() }.uniqued()
    return "no scores by pair"
      + (lacking.count == all.count ? "" : " of " + lacking.joined(separator: ", "))
      + ", so no interval over sentence pairs"
  }
}

extension FinishedRun {
  /// How far a score may be from the one computed, as the source of an imported run rounded it, −1…1.
  ///
  /// That of an average over tasks is at most the average of theirs.
  package func rounding(of measure: StudyMeasure) -> Double {
    guard let origin = imported else { return 0 }
    let own = origin.tasks.filter { measure.task == nil || $0.name == measure.task }
    guard !own.isEmpty else { return 0 }
    return own.reduce(0) { $0 + ($1.rounding ?? 0) } / Double(own.count)
  }
}

extension [FinishedRun] {
  /// The most by which a score of these runs may be off.
  package func rounding(of measure: StudyMeasure) -> Double {
    map { $0.rounding(of: measure) }.max() ?? 0
  }
}
