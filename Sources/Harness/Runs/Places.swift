public import Foundation

/// What the names `$SIMCSE_MODEL` and `$SIMCSE_DATA` in settings stand for.
///
/// Settings name folders by these two, so that the same study has the same settings on every
/// machine; checksums in the manifest record what the folders held.
public struct Places: Sendable, Equatable {
  public var model: URL?
  public var data: URL?
  /// The folder that other relative paths are relative to.
  public var base: URL
  /// Where a trainer's command is started; nil for ``base``.
  public var trainer: URL?
  /// Where scores of untrained encoders are kept for the runs of a study; nil to keep none.
  public var untrainedScores: URL?

  public init(model: URL?, data: URL?, base: URL) {
    self.model = model
    self.data = data
    self.base = base
  }

  /// The file or folder that a path in settings names.
  ///
  /// - Throws: ``PlacesError`` when it needs a folder that the caller has not named, or is
  ///   outside the folders that it may name.
  public func resolve(_ path: String) throws -> URL {
    guard !path.hasPrefix("/"), !path.isEmpty,
      !path.split(separator: "/").contains(where: { $0 == ".." }),
      !path.unicodeScalars.contains(where: { $0.value == 0 })
    else { throw PlacesError.outside(path: path) }
    for (name, folder, option) in [
      ("$SIMCSE_MODEL", model, "--model"), ("$SIMCSE_DATA", data, "--data"),
    ] where path == name || path.hasPrefix(name + "/") {
      guard let folder else {
        throw PlacesError.unnamed(path: path, name: String(name.dropFirst()), option: option)
      }
      let rest = path.dropFirst(name.count + 1)
      return rest.isEmpty ? folder : folder.appendingPathComponent(String(rest))
    }
    return base.appendingPathComponent(path)
  }
}

/// A path in settings that names no file.
public enum PlacesError: Error, CustomStringConvertible, Equatable {
  /// It needs a folder that nobody has named.
  case unnamed(path: String, name: String, option: String)
  /// It is outside the folders that settings may name.
  case outside(path: String)

  public var description: String {
    switch self {
    case .unnamed(let path, let name, let option):
      "the settings name '\(path)', but \(name) is not set; set it or say \(option) DIR"
    case .outside(let path):
      "the settings name '\(path)', which is outside the allowed folders; begin it with $SIMCSE_MODEL/ "
        + "or $SIMCSE_DATA/, or name it from the settings' own folder, without '..'"
    }
  }
}
