import Files
public import Foundation

/// What is at a run's place: a finished run, one that was stopped, or something damaged.
public struct RunFolder: Sendable {
  public enum State: String, Codable, Sendable, CaseIterable {
    case finished
    /// Finished by a loss or a score that was no longer finite: a result like any other.
    case diverged
    /// Claimed by a process that is not known to be gone.
    case running
    /// Stopped; it resumes from its newest checkpoint.
    case partial
    /// Planned, and nothing is there yet.
    case waiting
    /// Neither a whole run nor one that can go on.
    case damaged
  }

  /// Where the finished run is, or would be.
  public let place: URL
  public let state: State
  /// The updates made, or those that the checkpoint of a stopped run has; nil where unknown.
  public let step: Int?
  /// What is wrong with a damaged run.
  public let problem: String?
  public let manifest: Manifest?
  public let result: RunResult?
  /// Who works on it.
  public let owner: ClaimOwner?

  /// The folder that is there: the run's own, or that of one that was stopped; nil for neither.
  public let folder: URL?

  /// Looks at a place; reads nothing of what lies beyond a link.
  public init(_ place: URL) {
    self.place = place
    let partial = Self.partial(of: place)
    guard Self.isThere(place) else {
      folder = Self.isThere(partial) ? partial : nil
      (manifest, result) = (nil, nil)
      guard folder == nil || Self.isFolder(partial) else {
        (state, step, problem) = (.damaged, nil, "\(partial.lastPathComponent) is no folder")
        owner = nil
        return
      }
      let claim = ClaimState(of: place)
      let isHeld = claim.map { !$0.isOver } ?? false
      owner = isHeld ? claim?.owner : nil
      state = folder == nil ? .waiting : isHeld ? .running : .partial
      let kept = ClaimFiles.numbers(ClaimFiles.workPrefix, in: partial).max()
        .flatMap { CheckpointFiles(ClaimFiles.work($0, in: partial)).steps.last }
      step = folder == nil ? nil : isHeld ? max(claim?.step ?? 0, kept ?? 0) : kept ?? 0
      problem = nil
      return
    }
    folder = place
    owner = nil
    guard Self.isFolder(place) else {
      (state, step, problem) = (.damaged, nil, "it is no folder")
      (manifest, result) = (nil, nil)
      return
    }
    do {
      let record = try FinishedRecord(place, shownAs: "")
      (manifest, result) = (record.manifest, record.result)
      (state, step, problem) = (
        record.result.divergedAtStep == nil ? .finished : .diverged, record.result.steps, nil
      )
    } catch {
      (manifest, result) = (nil, nil)
      (state, step, problem) = (.damaged, nil, "\(error)")
    }
  }

  public var isWhole: Bool { state == .finished || state == .diverged }

  /// Where a run at a place works until it is whole.
  package static func partial(of place: URL) -> URL {
    place.deletingLastPathComponent().appendingPathComponent(place.lastPathComponent + ".partial")
  }

  /// Whether a name exists, be it a link that leads nowhere.
  package static func isThere(_ url: URL) -> Bool { kind(url) != nil }

  /// Whether it is a folder and no link to one.
  package static func isFolder(_ url: URL) -> Bool { kind(url) == .typeDirectory }

  /// Whether it is a file and no link to one.
  package static func isFile(_ url: URL) -> Bool { kind(url) == .typeRegular }

  /// Whether it is a file, or a link to one, that this process may start.
  static func isProgram(_ url: URL) -> Bool {
    InputFile.isThere(url) && FileManager.default.isExecutableFile(atPath: url.path)
  }

  /// Refuses a link in a store, which is not followed.
  ///
  /// - Throws: `InputError`.
  package static func requireNoLink(_ url: URL) throws {
    guard kind(url) != .typeSymbolicLink else {
      throw InputError(
        file: url.path, problem: "it is a link, which is not followed here; move it away")
    }
  }

  /// What a file of a store holds; nil where there is none.
  ///
  /// - Throws: `InputError`, for a link too.
  package static func kept<Value: Decodable>(_ type: Value.Type, at file: URL) throws -> Value? {
    guard isThere(file) else { return nil }
    try requireNoLink(file)
    return try StrictJSON.decode(type, from: try InputFile.read(file), file: file.path)
  }

  private static func kind(_ url: URL) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType
  }
}
