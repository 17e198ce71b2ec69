public import Foundation

/// Why an input cannot be used: the file, or another place, what was found and what to do.
public struct InputError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let problem: String

  public init(file: String, problem: String) {
    self.file = file
    self.problem = problem
  }
  public var description: String { "\(file): \(problem)" }
}

/// Reads whole files, unpacking those that end in `.gz`.
public enum InputFile {
  /// The most bytes that a packed file may hold: a small one can be made to hold any number.
  static let mostUnpacked = 8 << 30

  /// Whether a file, or a link to one, is there.
  package static func isThere(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  /// The bytes of a file; `mapped` leaves those of a large file on disk until they are used, for files
  /// that nobody writes while they are read.
  ///
  /// - Throws: ``InputError``.
  public static func read(_ url: URL, mapped: Bool = false) throws -> Data {
    let url = linked(url)
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw InputError(file: url.path, problem: "there is no such file")
    }
    guard !isFolder.boolValue else {
      throw InputError(file: url.path, problem: "this is a folder; a file is needed")
    }
    guard url.pathExtension == "gz" else {
      let place = url.resolvingSymlinksInPath().path
      let size =
        ((try? FileManager.default.attributesOfItem(atPath: place))?[.size] as? NSNumber)?.intValue
        ?? 0
      guard size <= mostUnpacked else {
        throw InputError(
          file: url.path,
          problem: "it has \(Numeral.size(size)), which no reader takes; split it")
      }
      // `mappedIfSafe` reads the file on Linux; nothing can be mapped of an empty one.
      let maps = mapped && size > 0
      do { return try Data(contentsOf: url, options: maps ? .alwaysMapped : []) } catch {
        throw InputError(file: url.path, problem: "it cannot be read; check its permissions")
      }
    }
    return try unpacked(url, most: mostUnpacked)
  }

  /// Where a link leads that a copy of the hub's cache has as text, as copies without links do: a file
  /// of a snapshot that says `../../blobs/NAME`.
  private static func linked(_ url: URL) -> URL {
    let snapshot = url.deletingLastPathComponent()
    let snapshots = snapshot.deletingLastPathComponent()
    guard snapshots.lastPathComponent == "snapshots",
      let file = try? FileHandle(forReadingFrom: url)
    else { return url }
    defer { try? file.close() }
    let start = "../../blobs/"
    guard let bytes = try? file.read(upToCount: 256), bytes.count < 256,
      let text = String(validating: bytes, as: UTF8.self), text.hasPrefix(start)
    else { return url }
    let name = text.dropFirst(start.count).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !name.isEmpty, !name.contains("/"), name != ".." else { return url }
    return snapshots.deletingLastPathComponent().appendingPathComponent("blobs/\(name)")
  }

  /// The bytes of a file packed by gzip, at most so many.
  package static func unpacked(_ url: URL, most: Int) throws -> Data {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", "--", url.path]
    process.standardOutput = output
    process.standardError = errors
    do { try process.run() } catch {
      throw InputError(file: url.path, problem: "gzip cannot be started; install gzip")
    }
    var data = Data()
    while let piece = try output.fileHandleForReading.read(upToCount: 1 << 20), !piece.isEmpty {
      guard data.count + piece.count <= most else {
        process.terminate()
        process.waitUntilExit()
        throw InputError(
          file: url.path,
          problem: "it unpacks to more than \(Numeral.size(most)), which no reader takes;"
            + " split it")
      }
      data.append(piece)
    }
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let words = String(decoding: complaint, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      throw InputError(file: url.path, problem: "gzip cannot unpack it: \(words)")
    }
    return data
  }
}
