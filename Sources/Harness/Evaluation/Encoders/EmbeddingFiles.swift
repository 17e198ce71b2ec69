public import Foundation
public import Model

/// Embeddings as JSON Lines: an array of numbers a line, each the shortest that reads back exactly.
public enum EmbeddingLines {
  public static func serialized(_ embeddings: Tensor<Float>) -> Data {
    var text = ""
    text.reserveCapacity(embeddings.count * 13)
    for row in 0..<embeddings.rows {
      text += "["
      for (column, scalar) in embeddings.row(row).enumerated() {
        if column > 0 { text += "," }
        text += scalar.description
      }
      text += "]\n"
    }
    return Data(text.utf8)
  }
}

/// A matrix in NumPy's format, version 1.0: little-endian float32 in row-major order.
///
/// - Source: NumPy enhancement proposal 1.
public enum NumPyFile {
  public static func serialized(_ matrix: Tensor<Float>) -> Data {
    var data = header(rows: matrix.rows, columns: matrix.columns)
    for scalar in matrix.scalars {
      for shift in [0, 8, 16, 24] as [UInt32] {
        data.append(UInt8(truncatingIfNeeded: scalar.bitPattern >> shift))
      }
    }
    return data
  }

  /// What precedes the numbers.
  package static func header(rows: Int, columns: Int) -> Data {
    var header =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    // Magic, version and length take 10 bytes; the whole is a multiple of 64 and ends in a newline.
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    data.append(UInt8(truncatingIfNeeded: header.utf8.count))
    data.append(UInt8(truncatingIfNeeded: header.utf8.count >> 8))
    data.append(contentsOf: header.utf8)
    return data
  }
}
