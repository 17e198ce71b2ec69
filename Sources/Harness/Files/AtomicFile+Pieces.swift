public import Foundation

extension AtomicFile {
  /// Writes a file piece by piece beside its place, makes it durable and renames it there.
  ///
  /// What is written to a device or a pipe, such as `/dev/null`, goes through it.
  ///
  /// - Throws: ``WriteError``; what was there before is kept.
  public static func write(to url: URL, _ body: (FileHandle) throws -> Void) throws {
    guard !isSpecial(url) else {
      do {
        let handle = try FileHandle(forWritingTo: url)
        try body(handle)
        return try handle.close()
      } catch { throw error as? WriteError ?? WriteError(path: url.path, problem: problem(error)) }
    }
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
      throw error as? WriteError ?? WriteError(path: url.path, problem: problem(error))
    }
  }
}
