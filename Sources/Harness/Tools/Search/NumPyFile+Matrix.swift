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
    guard let data = try? Data(contentsOf: url, options: .alwaysMapped) else {
      throw fail("it cannot be read; check its permissions")
    }
    guard data.count >= 10, data.prefix(8) == Data([0x93] + Array("NUMPY".utf8) + [1, 0]) else {
      throw fail("this is not a NumPy file of version 1.0")
    }
    let body = 10 + (Int(data[8]) | Int(data[9]) << 8)
    guard data.count >= body else { throw fail("the file is cut off in its header") }
    let text = String(decoding: data[10..<body], as: UTF8.self)
    let pattern =
      /\{'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\), \}\s*/
    guard let match = text.wholeMatch(of: pattern), let rows = Int(match.1),
      let columns = Int(match.2)
    else {
      throw fail("its header is '\(text)'; a matrix of '<f4' in row-major order is expected")
    }
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, (data.count - body) / 4 == count, (data.count - body) % 4 == 0 else {
      throw fail(
        "\(data.count - body) bytes of numbers are not a matrix of (\(rows), \(columns)); the file "
          + "is damaged or cut off")
    }
    let scalars = unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe data.copyBytes(to: buffer, from: body..<data.count) / 4
    }
    return Tensor(scalars, shape: [rows, columns])
  }
}
