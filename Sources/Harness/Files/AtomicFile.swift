public import Foundation

/// Why a file or folder could not be written.
public struct WriteError: Error, CustomStringConvertible, Equatable {
  public let path: String
  public let problem: String

  package init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }
  public var description: String { "\(path): \(problem)" }
}

/// Files and folders that appear whole or not at all: a temporary name, fsync, rename.
public enum AtomicFile {
  /// Removes what writers that were killed left half-written in a folder and below it.
  ///
  /// - Precondition: nobody writes there now.
  package static func removeLeftovers(in folder: URL) {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    for path in paths {
      let file = folder.appendingPathComponent(path)
      let name = file.lastPathComponent
      guard name.hasPrefix("."), name.contains(".partial-") else { continue }
      try? FileManager.default.removeItem(at: file)
    }
  }

  /// A name beside a file that no other process on any machine takes.
  package static func temporary(beside url: URL) -> URL {
    url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent).partial-\(UUID().uuidString.lowercased())")
  }

  /// Whether a device, a pipe or a socket is at a place, itself or behind a link: what is written
  /// goes through it, and nothing takes its place.
  static func isSpecial(_ url: URL) -> Bool {
    var status = stat()
    guard unsafe stat(url.path, &status) == 0 else { return false }
    return [S_IFCHR, S_IFBLK, S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  /// Writes a file whole, as ``write(to:_:)`` does.
  ///
  /// - Throws: ``WriteError``; what was there before is kept.
  public static func write(_ data: Data, to url: URL) throws {
    try write(to: url) { try $0.write(contentsOf: data) }
  }

  /// Renames a file or a folder, replacing a file, and makes the renaming durable.
  ///
  /// - Throws: ``WriteError``, also where a device or a pipe is there.
  public static func rename(_ from: URL, to: URL) throws {
    guard !isSpecial(to) else {
      throw WriteError(
        path: to.path, problem: "a device or a pipe is there; name a file or a new place")
    }
    guard unsafe Foundation.rename(from.path, to.path) == 0 else {
      throw WriteError(
        path: to.path, problem: "\(from.path) cannot be renamed to it: \(words(forCode: errno))")
    }
    synchronize(folder: to.deletingLastPathComponent())
  }

  /// Makes the names in a folder durable, where the file system can.
  package static func synchronize(folder: URL) {
    let descriptor = unsafe open(folder.path, O_RDONLY)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// An error of the file system in words.
  package static func problem(_ error: any Error) -> String {
    "it cannot be written: \(words(for: error))"
  }

  private static func words(for error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let underlying, underlying.domain == NSPOSIXErrorDomain {
      return words(forCode: Int32(underlying.code))
    }
    if (error as NSError).domain == NSPOSIXErrorDomain {
      return words(forCode: Int32((error as NSError).code))
    }
    // What the library has no name for, such as a file beyond the limit of its size.
    if let code = (error as? CocoaError)?.code, code == .fileWriteUnknown {
      return "the file system refused it; look at the disk's space, its limits and its errors"
    }
    return (error as NSError).localizedDescription
  }

  private static func words(forCode code: Int32) -> String {
    unsafe String(cString: strerror(code))
  }
}
