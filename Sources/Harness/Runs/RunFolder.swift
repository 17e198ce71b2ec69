public import Foundation

/// What stands at a run's place: a finished run, one that was stopped, or something damaged.
public struct RunFolder: Sendable {
  public enum State: String, Codable, Sendable, CaseIterable {
    case finished
    /// Finished by a loss or a score that was no longer finite: a result like any other.
    case diverged
    /// Stopped; it goes on from its last checkpoint.
    case partial
    /// Planned, and nothing is there yet.
    case waiting
    /// Neither a whole run nor one that can go on.
    case damaged
  }

  /// Where the finished run stands, or would.
  public let place: URL
  public let state: State
  /// The updates made, or those that the checkpoint of a stopped run has; nil where unknown.
  public let step: Int?
  /// What is wrong with a damaged run.
  public let problem: String?
  public let manifest: Manifest?
  public let result: RunResult?

  /// The folder that is there: the run's own, or that of one that was stopped; nil for neither.
  public let folder: URL?

  /// Looks at a place; reads nothing of what lies beyond a link.
  public init(_ place: URL) {
    self.place = place
    let partial = Self.partial(of: place)
    guard Self.isThere(place) else {
      folder = Self.isThere(partial) ? partial : nil
      (manifest, result) = (nil, nil)
      guard folder != nil else {
        (state, step, problem) = (.waiting, nil, nil)
        return
      }
      guard Self.isFolder(partial) else {
        (state, step, problem) = (.damaged, nil, "\(partial.lastPathComponent) is no folder")
        return
      }
      let checkpoint = partial.appendingPathComponent(Run.File.checkpoint)
      guard Self.isThere(checkpoint) else {
        (state, step, problem) = (.partial, 0, nil)
        return
      }
      step = Self.updates(in: checkpoint)
      state = step == nil ? .damaged : .partial
      problem = step == nil ? "its checkpoint cannot be read" : nil
      return
    }
    folder = place
    guard Self.isFolder(place) else {
      (state, step, problem) = (.damaged, nil, "it is no folder")
      (manifest, result) = (nil, nil)
      return
    }
    do {
      let manifest: Manifest = try Self.decode(place, Run.File.manifest)
      let result: RunResult = try Self.decode(place, Run.File.result)
      guard try manifest.settings.hash == manifest.settingsHash else {
        throw StudyError(file: Run.File.manifest, problem: "its settings have another hash")
      }
      (self.manifest, self.result) = (manifest, result)
      (state, step, problem) = (
        result.divergedAtStep == nil ? .finished : .diverged, result.steps, nil
      )
    } catch {
      (manifest, result) = (nil, nil)
      (state, step, problem) = (.damaged, nil, "\(error)")
    }
  }

  public var isWhole: Bool { state == .finished || state == .diverged }

  /// Where a run at a place works until it is whole.
  static func partial(of place: URL) -> URL {
    place.deletingLastPathComponent().appendingPathComponent(place.lastPathComponent + ".partial")
  }

  private static func decode<T: Codable>(_ folder: URL, _ name: String) throws -> T {
    let file = folder.appendingPathComponent(name)
    return try StrictJSON.decode(T.self, from: try InputFile.read(file), file: name)
  }

  /// Whether a name exists, be it a link that leads nowhere.
  static func isThere(_ url: URL) -> Bool { kind(url) != nil }

  /// Whether it is a folder and no link to one.
  static func isFolder(_ url: URL) -> Bool { kind(url) == .typeDirectory }

  private static func kind(_ url: URL) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType
  }

  /// The updates that a checkpoint has, from the head of its file alone.
  private static func updates(in checkpoint: URL) -> Int? {
    struct Head: Decodable {
      let metadata: [String: String]
      enum CodingKeys: String, CodingKey { case metadata = "__metadata__" }
    }
    guard let handle = try? FileHandle(forReadingFrom: checkpoint),
      let bytes = try? handle.read(upToCount: 8), bytes.count == 8
    else { return nil }
    let length = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length < 100_000_000, let head = try? handle.read(upToCount: Int(length)),
      let metadata = try? JSONDecoder().decode(Head.self, from: head).metadata
    else { return nil }
    return metadata["updates"].flatMap(Int.init)
  }
}
