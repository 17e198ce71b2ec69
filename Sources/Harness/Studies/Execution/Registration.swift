public import Decisions
import Files
public import Foundation
import Runs

/// What a study was registered with: its rule, its planned runs and its measure, and when.
///
/// The first is in `registration.json` of the study's folder and is never written again; of several
/// writers at once one succeeds. A study that has changed is registered beside it, in
/// `registration-2.json` and so on. Every run's manifest carries the hash of the registration that it
/// was made under.
public struct Registration: Codable, Sendable, Equatable {
  public var content: Content
  /// When, in UTC, and by which commit.
  public var time: String
  public var commit: String
  /// The runs that had begun, or had been made before and removed, by id in order.
  public var known: [String]
  /// SHA-256 of all the above as JSON.
  public var hash: String

  /// What is registered: everything that the verdict depends on beside the runs' bits.
  public struct Content: Codable, Sendable, Equatable {
    public var study: String
    public var measure: String
    /// Nil for a study that describes.
    public var decide: Decision?
    /// What the listed runs vary, seeds among them, in the order of the study.
    public var factors: [Factor]
    /// The seeds that a followed study may add, in their order.
    public var furtherSeeds: [UInt64]?
    /// SHA-256 of the listed runs' ids, a line each: every setting of every run.
    public var runs: String

    public struct Factor: Codable, Sendable, Equatable {
      public var key: String
      public var labels: [String]
    }
  }

  init(_ content: Content, time: Date, commit: String, known: [String]) throws {
    self.content = content
    self.time = time.formatted(.iso8601)
    self.commit = commit
    self.known = known
    hash = ""
    hash = try ownHash
  }

  private var ownHash: String {
    get throws {
      var copy = self
      copy.hash = ""
      return SHA256.hexDigest(of: try Decision.hashed(copy, at: ["content", "decide"]))
    }
  }

  // MARK: Files

  static func file(_ number: Int, in folder: URL) -> URL {
    folder.appendingPathComponent(
      number == 1 ? "registration.json" : "registration-\(number).json")
  }

  /// Every registration of a study's folder, the first first.
  ///
  /// - Throws: `InputError`, for a link and for one that was changed after it was written too.
  public static func all(in folder: URL) throws -> [Registration] {
    var found: [Registration] = []
    while true {
      let file = file(found.count + 1, in: folder)
      guard let next = try RunFolder.kept(Registration.self, at: file) else { return found }
      try next.requireOwnHash(file: file.path)
      found.append(next)
    }
  }

  /// - Throws: `InputError` for one that was changed after it was written.
  package func requireOwnHash(file: String) throws {
    guard try ownHash == hash else {
      throw InputError(
        file: file,
        problem: "it was changed after it was written: its content has the hash "
          + "\(try ownHash.prefix(16))…, it states \(hash.prefix(16))…; put the file as it was "
          + "back, or move it away, and with it the proof of when the rule was written")
    }
  }

  /// The registration that holds in a folder after this content was registered there.
  ///
  /// - Inputs: `known`, asked for the ids of runs that have begun when a registration is written;
  ///   `isNeeded`, whether to write the first one.
  /// - Throws: as ``all(in:)``; `WriteError`.
  package static func register(
    _ content: Content, in folder: URL, isNeeded: Bool, now: Date, commit: () -> String,
    known: () throws -> [String]
  ) throws -> Registration? {
    while true {
      let before = try all(in: folder)
      if let last = before.last, last.content == content { return last }
      guard isNeeded || !before.isEmpty else { return nil }
      let next = try Registration(content, time: now, commit: commit(), known: try known())
      let data = try StrictJSON.encode(next)
      if try FirstWriter.write(data, to: file(before.count + 1, in: folder)) { return next }
    }
  }
}

extension Registration.Content {
  /// What a study with these runs registers, those that it lists.
  ///
  /// - Throws: `InputError` for a rule that cannot be read.
  package init(_ study: Study, listed: [StudyRecord.Entry], file: String) throws {
    _ = try study.followedRule(file: file)
    self.study = study.name
    measure = study.measure
    decide = study.decide
    let all = listed.flatMap(\.factors)
    factors = all.map(\.key).uniqued().map { key in
      Factor(key: key, labels: all.filter { $0.key == key }.map(\.label).uniqued())
    }
    furtherSeeds = study.furtherSeeds.isEmpty ? nil : study.furtherSeeds
    runs = SHA256.hexDigest(of: Data(listed.map { $0.id + "\n" }.joined().utf8))
  }

  /// SHA-256 of the content alone: equal for the same rule over the same planned runs.
  var hash: String {
    get throws { SHA256.hexDigest(of: try Decision.hashed(self, at: ["decide"])) }
  }

  /// The content in words, in which two may be compared.
  package var words: String {
    let parts =
      [decide.map(\.fullWords) ?? "no rule", measure]
      + factors.map { "\($0.key) \($0.labels.joined(separator: ", "))" }
      + (furtherSeeds.map { ["up to \(Numeral.count($0.count, "further seed"))"] } ?? [])
      + ["runs \(runs.prefix(8))"]
    return parts.joined(separator: "; ")
  }
}
