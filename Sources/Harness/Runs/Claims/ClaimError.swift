/// Why a place cannot be worked on, or not any more.
public enum ClaimError: Error, CustomStringConvertible, Equatable {
  /// Another process works on it.
  case held(path: String, owner: String)
  /// Another process has taken it over from this one.
  case lost(path: String, owner: String)

  public var description: String {
    switch self {
    case .held(let path, let owner):
      "\(path): \(owner) works on it; wait for it, or choose another folder"
    case .lost(let path, let owner):
      "\(path): it was taken over by \(owner), because this process had shown no sign of life for "
        + "longer than its lease; nothing more is written here"
    }
  }
}
