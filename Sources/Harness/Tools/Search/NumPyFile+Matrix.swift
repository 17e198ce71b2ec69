public import Evaluation
import Files
public import Foundation
public import Model

extension NumPyFile {
  /// Writes a matrix piece by piece, without a second copy in memory; whole or not at all.
  ///
  /// - Throws: `WriteError`.
  static func write(_ matrix: Tensor<Float>, to url: URL) throws {
    try AtomicFile.write(to: url) { handle in
      try handle.write(contentsOf: header(rows: matrix.rows, columns: matrix.columns))
      for start in stride(from: 0, to: matrix.count, by: piece) {
        let part = matrix.scalars[start..<min(start + piece, matrix.count)]
        // Both processors that this package builds for are little-endian, as the file is.
        try handle.write(contentsOf: unsafe part.withUnsafeBytes { unsafe Data($0) })
      }
    }
  }

  /// Numbers written at a time.
  private static let piece = 1 << 22

  /// Reads a matrix of little-endian float32 in row-major order.
  ///
  /// - Throws: `InputError` for anything else.
  public static func read(_ url: URL) throws -> Tensor<Float> {
    func fail(_ problem: String) -> InputError { InputError(file: url.path, problem: problem) }
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw fail("there is no such file")
    }
    guard let file = try? FileHandle(forReadingFrom: url), let size = try? file.seekToEnd(),
      (try? file.seek(toOffset: 0)) != nil
    else {
      throw fail("it cannot be read; check its permissions")
    }
    defer { try? file.close() }
    let start = next(10, of: file)
    guard start.count == 10, start.prefix(8) == Data([0x93] + Array("NUMPY".utf8) + [1, 0]) else {
      throw fail("this is not a NumPy file of version 1.0")
    }
    let length = Int(start[8]) | Int(start[9]) << 8
    let header = next(length, of: file)
    guard header.count == length else { throw fail("the file is cut off in its header") }
    let text = String(decoding: header, as: UTF8.self)
    let pattern =
      /\{'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\), \}\s*/
    guard let match = text.wholeMatch(of: pattern), let rows = Int(match.1),
      let columns = Int(match.2)
    else {
      throw fail("its header is '\(text)'; a matrix of '<f4' in row-major order is expected")
    }
    let bytes = Int(size) - 10 - length
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, bytes / 4 == count, bytes % 4 == 0 else {
      throw fail(
        "\(bytes) bytes of numbers are not a matrix of (\(rows), \(columns)); the file is damaged or "
          + "cut off")
    }
    let scalars = numbers(count, of: file)
    guard scalars.count == count else { throw fail("its numbers cannot be read to the end") }
    return Tensor(scalars, shape: [rows, columns])
  }

  /// The next bytes of a file; fewer at its end, or where it cannot be read.
  private static func next(_ count: Int, of file: FileHandle) -> Data {
    ((try? file.read(upToCount: count)) ?? nil) ?? Data()
  }

  /// The next numbers of a file, as many as can be read.
  ///
  /// They are read in pieces: a file that is mapped and copied counts twice in a process's memory.
  private static func numbers(_ count: Int, of file: FileHandle) -> [Float] {
    unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      var done = 0
      while done < bytes.count {
        let part = next(min(1 << 20, bytes.count - done), of: file)
        guard !part.isEmpty else { break }
        unsafe part.copyBytes(to: UnsafeMutableRawBufferPointer(rebasing: bytes[done...]))
        done += part.count
      }
      filled = done / 4
    }
  }
}
