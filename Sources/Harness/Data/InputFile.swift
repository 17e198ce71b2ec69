public import Foundation

/// Why a file could not be read.
public struct InputError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let problem: String
  public var description: String { "\(file): \(problem)" }
}

/// Reads whole files, unpacking those that end in `.gz`.
public enum InputFile {
  /// The most bytes that a packed file may hold: a small one can be made to hold any number.
  static let mostUnpacked = 8 << 30

  /// The bytes of a file.
  ///
  /// - Throws: ``InputError``.
  public static func read(_ url: URL) throws -> Data {
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
          problem: "it has \(StudyPrice.size(size)), which no reader takes; split it")
      }
      do { return try Data(contentsOf: url) } catch {
        throw InputError(file: url.path, problem: "it cannot be read; check its permissions")
      }
    }
    return try unpacked(url, most: mostUnpacked)
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
          problem: "it unpacks to more than \(StudyPrice.size(most)), which no reader takes;"
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
