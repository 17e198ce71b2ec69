package import Decisions
import Files
package import Foundation
import Runs

/// Every look at a study, as `looks.json` of its folder keeps it.
package struct StudyLooks: Codable, Sendable, Equatable {
  package var looks: [Look] = []

  /// A look: what the rule said of which runs. It holds no time, so that the same runs give the same
  /// bytes.
  package struct Look: Codable, Sendable, Equatable {
    /// SHA-256 of the rule, the measure and the planned runs (``Registration/Content``).
    package var rule: String
    /// By a followed rule the runs that it was the first to take; else all.
    package var runs: [String]
    /// By a followed rule.
    package var look: SequentialLook?
    /// By a rule that is made for one look.
    package var said: String?
  }

  private static func file(in folder: URL) -> URL { folder.appendingPathComponent("looks.json") }

  /// The looks of a study's folder; none where nothing was looked at.
  ///
  /// - Throws: `InputError`, for a link too.
  package static func read(in folder: URL) throws -> StudyLooks {
    try RunFolder.kept(StudyLooks.self, at: file(in: folder)) ?? StudyLooks()
  }

  /// Records the looks that a followed study has had, and holds them to those recorded before.
  ///
  /// Processes that know of fewer runs write nothing.
  ///
  /// - Throws: `InputError` where a look that was recorded is no longer what its runs say.
  static func record(_ followed: FollowedPlan, rule: String, in folder: URL) throws {
    var recorded = try read(in: folder)
    let own = recorded.looks.filter { $0.rule == rule }
    let now = zip(followed.study.looks, followed.runsByLook).map {
      Look(rule: rule, runs: $1, look: $0, said: nil)
    }
    for (before, again) in zip(own, now) where before != again {
      throw InputError(
        file: file(in: folder).path,
        problem:
          "the look at \(Numeral.count(again.look?.seeds ?? 0, "seed")) is no longer what it "
          + "was: \(before.difference(from: again)); a run was changed or made again with other "
          + "bits ('simcse diff' shows where two runs separate); put it back, or move the file away "
          + "and with it the record of looks")
    }
    guard now.count > own.count else { return }
    recorded.looks += now[own.count...]
    try AtomicFile.write(try StrictJSON.encode(recorded), to: file(in: folder))
  }

  /// Records a look under a rule that is made for one, unless the last was the same.
  ///
  /// - Throws: the reader's errors; `WriteError`.
  package static func record(
    _ said: String, runs: [String], rule: String, in folder: URL
  ) throws {
    var recorded = try read(in: folder)
    let look = Look(rule: rule, runs: runs, look: nil, said: said)
    if let last = recorded.looks.last, last.rule == rule, Set(last.runs) == Set(runs) { return }
    recorded.looks.append(look)
    try AtomicFile.write(try StrictJSON.encode(recorded), to: file(in: folder))
  }
}

extension StudyLooks.Look {
  /// The first thing in which two looks differ, in words.
  fileprivate func difference(from other: StudyLooks.Look) -> String {
    if runs != other.runs {
      return "it took the runs \(runs.joined(separator: ", ")), not "
        + other.runs.joined(separator: ", ")
    }
    for (one, again) in zip(look?.methods ?? [], other.look?.methods ?? []) where one != again {
      return "of \(PlainText.visible(one.method)) a difference of "
        + "\(Numeral.exact(one.difference, empty: "")) and p \(Numeral.exact(one.p, empty: "")), "
        + "not \(Numeral.exact(again.difference, empty: "")) and "
        + Numeral.exact(again.p, empty: "")
    }
    return "other methods or seeds"
  }
}
