import Files
package import Foundation

/// Files of which the first writer's stays, among any number of processes on one folder.
package enum FirstWriter {
  /// Writes a file whole under a name of its own and links it to its place; false where something
  /// is there already, which is left as it is.
  ///
  /// - Throws: `WriteError`.
  package static func write(_ data: Data, to file: URL) throws -> Bool {
    let ready = AtomicFile.temporary(beside: file)
    try AtomicFile.write(data, to: ready)
    defer { _ = StoreCalls.removeFile(ready) }
    switch StoreCalls.link(ready, to: file) {
    case 0:
      AtomicFile.synchronize(folder: file.deletingLastPathComponent())
      return true
    case EEXIST: return false
    case let code:
      throw WriteError(
        path: file.path, problem: "it cannot be written: \(StoreCalls.words(code))")
    }
  }
}
