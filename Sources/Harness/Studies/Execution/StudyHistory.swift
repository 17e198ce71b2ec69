import Decisions
import Files
package import Foundation
import Runs

/// What a study's folder keeps of when its rule was written and what was looked at: all that a page needs
/// to say when.
package struct StudyHistory: Codable, Sendable, Equatable {
  /// The first first.
  package var registrations: [Registration]
  /// Of the study's runs that were finished in the folder, also those that were removed and made again.
  package var known: [KnownRun]
  /// How many runs have begun in the folder, of this study or of one that it was.
  package var begun: Int
  /// The looks under a rule that is made for one.
  package var looks: [StudyLooks.Look]

  /// - Throws: `InputError`, for a link and for a registration that was changed too.
  package init(of record: StudyRecord, in folder: URL) throws {
    registrations = try Registration.all(in: folder)
    known = try record.runs.compactMap { try KnownRun.noted($0.id, in: folder) }
    begun = registrations.isEmpty ? 0 : KnownRun.all(in: folder).count
    looks = try StudyLooks.read(in: folder).looks.filter { $0.said != nil }
  }

  /// Refuses a registration whose content has another hash than it states.
  ///
  /// - Throws: `InputError`.
  package func requireOwnHashes(file: String) throws {
    for registration in registrations { try registration.requireOwnHash(file: file) }
  }
}
