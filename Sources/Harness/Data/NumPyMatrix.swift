import Files
public import Foundation
public import Model

/// A matrix that another program wrote by `numpy.save`: float16 or float32, N × H, in C order.
///
/// - Source: NumPy enhancement proposal 1, versions 1.0 to 3.0.
public enum NumPyMatrix {
  /// The longest header read; numpy's own is 10,000 characters.
  private static let longestHeader = 1 << 16

  /// Reads the matrix, float16 widened exactly.
  ///
  /// - Throws: `InputError` for another type, order or shape, for numbers that are not finite, and for
  ///   a file that is damaged.
  public static func read(_ url: URL) throws -> Tensor<Float> {
    try parse(try InputFile.read(url), file: url.path)
  }

  package static func parse(_ data: Data, file: String) throws -> Tensor<Float> {
    func fail(_ problem: String) -> InputError { InputError(file: file, problem: problem) }
    let bytes = data.startIndex
    guard data.starts(with: [0x93] + Array("NUMPY".utf8)), data.count >= 12 else {
      throw fail(
        data.starts(with: Array("PK".utf8))
          ? "it is a .npz of several arrays; write one by numpy.save"
          : "it is no .npy file; write one by numpy.save")
    }
    let version = data[bytes + 6]
    guard (1...3).contains(version) else {
      throw fail("it is of .npy version \(version); 1 to 3 are read")
    }
    let width = version == 1 ? 2 : 4
    let length = (0..<width).reversed().reduce(0) { $0 << 8 | Int(data[bytes + 8 + $1]) }
    let body = 8 + width + length
    guard length <= longestHeader, body <= data.count else {
      throw fail("its header is cut off, or longer than \(longestHeader) bytes")
    }
    let header = String(decoding: data[bytes + 8 + width..<bytes + body], as: UTF8.self)
    guard let type = header.firstMatch(of: /'descr'\s*:\s*'([^']*)'/)?.1,
      let order = header.firstMatch(of: /'fortran_order'\s*:\s*(True|False)/)?.1,
      let shape = header.firstMatch(of: /'shape'\s*:\s*\(([0-9, ]*)\)/)?.1
    else { throw fail("its header lacks descr, fortran_order or shape: '\(header.prefix(120))'") }
    let precisions = ["<f4": ("F32", 4), "<f2": ("F16", 2)]
    guard let (precision, size) = precisions[String(type)] else {
      throw fail(
        "its numbers are '\(type)'; float16 ('<f2') and float32 ('<f4') are read: "
          + "x.astype('float32')")
    }
    guard order == "False" else {
      throw fail("it is in Fortran order; write numpy.ascontiguousarray(x)")
    }
    let axes = shape.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
    guard axes.count == 2, let rows = axes[0], let columns = axes[1], rows > 0, columns > 0 else {
      throw fail("its shape is (\(shape)); a row a sentence is expected: (N, H)")
    }
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    let (needed, tooMany) = count.multipliedReportingOverflow(by: size)
    guard !overflow, !tooMany, data.count - body == needed else {
      throw fail(
        "\(data.count - body) bytes of numbers are not a matrix of (\(rows), \(columns)) in "
          + "'\(type)'; the file is damaged or cut off")
    }
    let scalars = Safetensors.numbers(
      in: data, at: bytes + body, count: count, precision: precision)
    if let bad = scalars.firstIndex(where: { !$0.isFinite }) {
      throw fail("row \(bad / columns + 1), column \(bad % columns + 1) is \(scalars[bad])")
    }
    return Tensor(scalars, shape: [rows, columns])
  }
}
