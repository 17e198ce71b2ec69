import Foundation

/// The few calls by which processes agree on a folder: each is atomic on the server's side, also over
/// NFS, and says why it failed.
enum StoreCalls {
  /// Renames a file or a folder; 0, or the error's number.
  ///
  /// A folder is never renamed onto one that holds anything, so of several at once one succeeds.
  static func rename(_ from: URL, to: URL) -> Int32 {
    unsafe Foundation.rename(from.path, to.path) == 0 ? 0 : errno
  }

  /// Gives a file a second name; 0, or the error's number: `EEXIST` where the name is taken.
  static func link(_ from: URL, to: URL) -> Int32 {
    unsafe Foundation.link(from.path, to.path) == 0 ? 0 : errno
  }

  /// Makes a folder; 0, or the error's number: `EEXIST` where the name is taken.
  static func makeFolder(_ url: URL) -> Int32 {
    unsafe mkdir(url.path, 0o777) == 0 ? 0 : errno
  }

  /// Removes a file, or the name of a link; 0, or the error's number.
  static func removeFile(_ url: URL) -> Int32 {
    unsafe unlink(url.path) == 0 ? 0 : errno
  }

  /// An error's number in words.
  static func words(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

  /// Ends a process and all of its group, at once.
  static func end(group leader: Int32) { _ = kill(-leader, SIGKILL) }

  /// Whether a process of this machine has the number.
  static func isThere(process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }
}
