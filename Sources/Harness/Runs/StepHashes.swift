import Files
public import Foundation
import Model

/// The hashes of every gradient at every step: they show where two runs first differ.
///
/// A table: step, then a column a parameter, eight hexadecimal digits each. It grows by a line a
/// step; a run that resumes from a checkpoint first cuts what came after it.
public struct StepHashes: Sendable, Equatable {
  /// The parameters, in the order of the encoder.
  public let names: [String]
  /// A row a step, from step 1 on.
  public let rows: [[UInt32]]

  init(names: [String], rows: [[UInt32]]) {
    self.names = names
    self.rows = rows
  }

  /// Reads a finished run's table.
  ///
  /// - Throws: `InputError` or `LineError`.
  public init(reading url: URL) throws {
    let lines = try TextLines.parse(try InputFile.read(url), file: url.path)
    guard let head = lines.first?.split(separator: "\t").map(String.init), head.first == "step"
    else { throw LineError(file: url.path, line: 1, problem: "it should begin with 'step'") }
    names = Array(head.dropFirst())
    rows = try lines.dropFirst().enumerated().map { index, line in
      let fields = line.split(separator: "\t")
      let hashes = fields.dropFirst().compactMap { UInt32($0, radix: 16) }
      guard fields.first == "\(index + 1)", hashes.count == head.count - 1 else {
        throw LineError(
          file: url.path, line: index + 2,
          problem: "step \(index + 1) and \(head.count - 1) hashes are expected")
      }
      return hashes
    }
  }

  /// The number of whole lines after the head of a table in the making.
  ///
  /// - Throws: `InputError` where it is there and cannot be read.
  static func steps(in url: URL) throws -> Int {
    guard RunFolder.isFile(url) else { return 0 }
    let data = try InputFile.read(url)
    return max(0, data.count { $0 == 0x0A } - 1)
  }

  /// Adds lines to a run's table while it works.
  final class Writer {
    private let url: URL
    private let handle: FileHandle

    /// Continues after `step`: later lines, and one that a kill left unfinished, are cut.
    init(_ url: URL, names: [String], after step: Int) throws {
      var kept = Data((["step"] + names).joined(separator: "\t").utf8) + [0x0A]
      if step > 0 {
        let lines = try InputFile.read(url).split(separator: 0x0A).prefix(step + 1)
        guard lines.count == step + 1 else {
          throw LineError(
            file: url.path, line: lines.count + 1,
            problem: "the checkpoint is at step \(step), the hashes end before; remove the folder")
        }
        kept = Data(lines.joined(separator: Data([0x0A]))) + [0x0A]
      }
      try AtomicFile.write(kept, to: url)
      self.url = url
      do { handle = try FileHandle(forUpdating: url) } catch {
        throw WriteError(path: url.path, problem: "it cannot be written; check its permissions")
      }
      _ = try handle.seekToEnd()
    }

    func append(step: Int, _ hashes: [UInt32]) throws {
      let digits = hashes.map { hash in
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
      }
      let line = (["\(step)"] + digits).joined(separator: "\t") + "\n"
      do { try handle.write(contentsOf: Data(line.utf8)) } catch {
        throw WriteError(path: url.path, problem: AtomicFile.problem(error))
      }
    }

    /// Makes the lines durable, before a checkpoint that goes with them.
    func synchronize() throws {
      do { try handle.synchronize() } catch {
        throw WriteError(path: url.path, problem: AtomicFile.problem(error))
      }
    }
  }
}
