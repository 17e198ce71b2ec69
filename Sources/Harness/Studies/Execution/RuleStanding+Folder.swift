import Decisions
import Foundation
import Model
import Runs

extension RuleStanding {
  /// What a study's history proves of when its rule was written; nil where nothing was registered.
  ///
  /// `before` needs all of it: the registration that holds now is of this very study, no run had begun
  /// or been made before it was written, and every run carries its hash.
  ///
  /// - Inputs: `runs`, the study's finished ones.
  /// - Throws: `InputError` for a rule that cannot be read.
  init?(_ record: StudyRecord, runs: [MadeRun], history: StudyHistory, file: String) throws {
    let all = history.registrations
    guard let last = all.last else { return nil }
    let content = try Registration.Content(
      record.study, listed: try record.listed(file: file), file: file)
    var changes = zip(all, all.dropFirst()).map { earlier, later in
      Change(
        afterRuns: later.known.count, from: earlier.content.words, to: later.content.words,
        time: later.time, commit: later.commit)
    }
    if content != last.content {
      changes.append(
        Change(
          afterRuns: history.begun, from: last.content.words, to: content.words,
          time: "not registered", commit: "unknown"))
    }
    let again = runs.compactMap { run -> Bool? in
      guard let note = history.known.first(where: { $0.id == run.id }), last.known.contains(run.id),
        run.registration == last.hash
      else { return nil }
      return note.parametersHash != nil && note.parametersHash == run.parametersHash
    }
    let isCarried = runs.allSatisfy { $0.registration == last.hash }
    let says: Kind =
      changes.contains { $0.afterRuns > 0 }
      ? .changed
      : !again.isEmpty
        ? .madeAgain : !last.known.isEmpty ? .after : isCarried ? .before : .unproven
    self.init(
      says: says, hash: last.hash, time: last.time, commit: last.commit,
      registered: last.content.words, runsBefore: last.known.count,
      sameBits: again.isEmpty ? nil : !again.contains(false), changes: changes)
  }
}

/// A finished run as far as it proves when its study's rule was written.
struct MadeRun {
  let id: String
  /// The registration that it was made under.
  let registration: String?
  let parametersHash: String?

  init(_ run: FinishedRun) {
    id = run.id
    registration = run.manifest.registration
    parametersHash = run.result.keptHash
  }

  /// Nil where there is no whole run.
  init?(_ run: RunFolder) {
    guard let manifest = run.manifest, let result = run.result else { return nil }
    id = run.place.lastPathComponent
    registration = manifest.registration
    parametersHash = result.keptHash
  }
}
