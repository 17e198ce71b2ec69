public import Foundation

/// What the names `$SIMCSE_MODEL` and `$SIMCSE_DATA` in settings stand for.
///
/// Settings name folders by these two, so that the same study has the same settings on every
/// machine; what the folders held is told by checksums in the manifest.
public struct Places: Sendable, Equatable {
  public var model: URL?
  public var data: URL?
  /// The folder that other relative paths are relative to.
  public var base: URL
  /// Where scores of untrained encoders are kept for the runs of a study; nil to keep none.
  public var untrainedScores: URL?

  public init(model: URL?, data: URL?, base: URL) {
    self.model = model
    self.data = data
    self.base = base
  }

  /// The file or folder that a path in settings names.
  ///
  /// - Throws: ``PlacesError`` when it needs a folder that the caller has not named.
  public func resolve(_ path: String) throws -> URL {
    for (name, folder, option) in [
      ("$SIMCSE_MODEL", model, "--model"), ("$SIMCSE_DATA", data, "--data"),
    ] where path == name || path.hasPrefix(name + "/") {
      guard let folder else {
        throw PlacesError(path: path, name: String(name.dropFirst()), option: option)
      }
      let rest = path.dropFirst(name.count + 1)
      return rest.isEmpty ? folder : folder.appendingPathComponent(String(rest))
    }
    return path.hasPrefix("/")
      ? URL(fileURLWithPath: path) : base.appendingPathComponent(path)
  }
}

/// A path that needs a folder nobody has named.
public struct PlacesError: Error, CustomStringConvertible, Equatable {
  public let path: String
  public let name: String
  public let option: String

  public var description: String {
    "the settings name '\(path)', but \(name) is not set; set it or say \(option) DIR"
  }
}
