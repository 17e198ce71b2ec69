import Files
import Foundation
import Model
import Runs

/// What the methods of a report are called.
extension StudyCollection {
  /// What sets a run apart beside its seeds; the variant's name when nothing does, and of an imported
  /// run the method's.
  static func label(
    _ factors: [RunFactor], _ manifest: Manifest, labeled: Set<String>
  ) -> String {
    if let imported = manifest.imported { return imported.method }
    let others = distinguishing(factors)
    guard !others.isEmpty else {
      return manifest.settings.map { $0.trainer?.words ?? $0.variant.name } ?? ""
    }
    return others.map {
      $0.key == "variant" || labeled.contains($0.key) ? $0.label : "\($0.key) \($0.label)"
    }.joined(separator: ", ")
  }

  /// The factors of a run that are neither seeds nor repetitions.
  private static func distinguishing(_ factors: [RunFactor]) -> [RunFactor] {
    let streams = RandomStream.Name.allCases.map(\.rawValue) + ["seed"]
    return factors.filter { !streams.contains($0.key) && !Trainer.isRepetition($0.key) }
  }

  /// Names runs that no study sets apart by the settings in which they differ, so that runs of unlike
  /// settings never count as one method.
  ///
  /// - Inputs: `settings` of every run.
  func separate(_ summaries: inout [RunSummary], settings: [[(key: String, value: String)]]) {
    let unnamed = members.indices.filter {
      members[$0].run.imported == nil && Self.distinguishing(members[$0].run.factors).isEmpty
    }
    let isOne = summaries.map(\.variant).uniqued().count == 1
    for name in unnamed.map({ summaries[$0].variant }).uniqued() {
      let own = unnamed.filter { summaries[$0].variant == name }
      for (place, unlike) in zip(own, Self.differing(own.map { settings[$0] })) {
        // Neither moves a score.
        let words = unlike.filter {
          !Trainer.isRepetition($0.key) && $0.key != "evaluation.batch-size"
        }
        .map { "\($0.key) \($0.value)" }
        guard !words.isEmpty else { continue }
        summaries[place].variant = ((isOne ? [] : [name]) + words).joined(separator: ", ")
      }
    }
  }

  /// Runs that the report counts as one method although their inputs are not the same, a sentence each.
  public func notices(_ summary: StudySummary) -> [String] {
    func seen(_ index: Int) -> [String] {
      let run = members[index].run
      return [summary.runs[index].variant] + run.seeds.words
    }
    return members.indices.compactMap { index in
      let run = members[index].run
      guard run.imported == nil,
        let other = members.indices[..<index].first(where: {
          members[$0].run.imported == nil && seen($0) == seen(index)
        })
      else { return nil }
      let (a, b) = (members[other].run.manifest.checksums, run.manifest.checksums)
      let unlike = Set(a.keys).union(b.keys).sorted().filter { a[$0] != b[$0] }
      guard !unlike.isEmpty else { return nil }
      return
        "\(members[other].run.folder.path) and \(run.folder.path) have the same settings and seeds "
        + "and count as one method, but differ in \(unlike.joined(separator: ", ")); compare them by "
        + "'simcse gate record' and 'simcse gate check'"
    }
  }
}

extension RunSettings.Seeds {
  fileprivate var words: [String] { RandomStream.Name.allCases.map { "\($0) \(seed($0))" } }
}
