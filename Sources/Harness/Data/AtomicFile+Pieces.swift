public import Foundation

extension AtomicFile {
  /// Writes a file piece by piece beside its place, makes it durable and renames it there.
  ///
  /// - Throws: ``WriteError``; what stood there before still stands.
  public static func write(to url: URL, _ body: (FileHandle) throws -> Void) throws {
    let folder = url.deletingLastPathComponent()
    let temporary = temporary(beside: url)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data().write(to: temporary)
      let handle = try FileHandle(forWritingTo: temporary)
      try body(handle)
      try handle.synchronize()
      try handle.close()
      try rename(temporary, to: url)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      if error is WriteError { throw error }
      throw WriteError(path: url.path, problem: problem(error))
    }
  }
}
