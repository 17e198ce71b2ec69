public import Foundation

/// Why bytes are not a safetensors file.
public struct SafetensorsError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let problem: String
  public var description: String { "\(file): \(problem)" }
}

/// Named tensors in the safetensors format: a JSON header, then raw little-endian numbers.
///
/// - Source: format 0.4 of the `safetensors` project: 8 bytes of header length, header, data.
public enum Safetensors {
  /// A tensor read from a file, and its precision there.
  public struct Entry: Sendable {
    public let name: String
    public let tensor: Tensor<Float>
    public let precision: String
  }

  /// Every tensor, in the order of its place in the file, and the metadata.
  ///
  /// F32 is read as it is; F16 and BF16 are widened, which is exact. Others are skipped when
  /// they hold whole numbers (I64, I32: Hugging Face's `position_ids`) and refused otherwise.
  ///
  /// - Throws: ``SafetensorsError``.
  public static func parse(
    _ data: Data, file: String
  ) throws -> (entries: [Entry], metadata: [String: String]) {
    func fail(_ problem: String) -> SafetensorsError {
      SafetensorsError(file: file, problem: problem)
    }
    let bytes = [UInt8](data)
    guard bytes.count >= 8 else {
      throw fail("\(bytes.count) bytes are too few for a safetensors file; fetch it again")
    }
    var length: UInt64 = 0
    for index in (0..<8).reversed() { length = length << 8 | UInt64(bytes[index]) }
    guard length <= 100_000_000, Int(length) <= bytes.count - 8 else {
      throw fail(
        "the header should have \(length) bytes, the file has \(bytes.count); fetch it again")
    }
    let body = 8 + Int(length)
    guard
      let object = try? JSONSerialization.jsonObject(with: Data(bytes[8..<body])),
      let table = object as? [String: Any]
    else { throw fail("the header is not a JSON object; is this a safetensors file?") }
    let metadata = table["__metadata__"] as? [String: String] ?? [:]
    var entries: [(place: Int, entry: Entry)] = []
    for name in table.keys.sorted() where name != "__metadata__" {
      guard let fields = table[name] as? [String: Any],
        let precision = fields["dtype"] as? String,
        let shape = fields["shape"] as? [Int],
        let offsets = fields["data_offsets"] as? [Int], offsets.count == 2
      else { throw fail("tensor '\(name)' lacks dtype, shape or data_offsets") }
      if ["I64", "I32", "I16", "I8", "U8", "BOOL"].contains(precision) { continue }
      guard let width = ["F32": 4, "F16": 2, "BF16": 2][precision] else {
        throw fail("tensor '\(name)' has precision \(precision); F32, F16 and BF16 are read")
      }
      var count = 1
      for axis in shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: axis)
        guard axis >= 0, !overflow else {
          throw fail("tensor '\(name)' has the impossible shape \(shape)")
        }
        count = product
      }
      let (size, overflow) = count.multipliedReportingOverflow(by: width)
      guard !overflow, offsets[0] >= 0, offsets[1] >= offsets[0],
        offsets[1] <= bytes.count - body, offsets[1] - offsets[0] == size
      else {
        throw fail(
          "tensor '\(name)' of shape \(shape) in \(precision) cannot lie at bytes \(offsets) "
            + "of \(bytes.count - body); the file is damaged or cut off, fetch it again")
      }
      let scalars = read(bytes, at: body + offsets[0], count: count, precision: precision)
      entries.append(
        (
          offsets[0],
          Entry(name: name, tensor: Tensor(scalars, shape: shape), precision: precision)
        ))
    }
    return (entries.sorted { $0.place < $1.place }.map(\.entry), metadata)
  }

  private static func read(
    _ bytes: [UInt8], at start: Int, count: Int, precision: String
  ) -> [Float] {
    func half(_ index: Int) -> UInt16 {
      UInt16(bytes[start &+ 2 &* index]) | UInt16(bytes[start &+ 2 &* index &+ 1]) << 8
    }
    switch precision {
    case "F16": return (0..<count).map { widened(half: half($0)) }
    case "BF16": return (0..<count).map { Float(bitPattern: UInt32(half($0)) << 16) }
    default:
      return (0..<count).map { index in
        let at = start &+ 4 &* index
        let low = UInt32(bytes[at]) | UInt32(bytes[at &+ 1]) << 8
        return Float(
          bitPattern: low | UInt32(bytes[at &+ 2]) << 16 | UInt32(bytes[at &+ 3]) << 24)
      }
    }
  }

  /// An IEEE half-precision number as a Float, exactly.
  static func widened(half: UInt16) -> Float {
    let sign: Float = half >> 15 == 0 ? 1 : -1
    let exponent = Int(half >> 10) & 31
    let fraction = Float(half & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * (1 + fraction * 0x1p-10)
        * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }

  /// A file of the given tensors in F32, in their order.
  public static func serialized(
    _ entries: [(name: String, tensor: Tensor<Float>)], metadata: [String: String]
  ) throws -> Data {
    var table: [String: Any] = ["__metadata__": metadata]
    var offset = 0
    for (name, tensor) in entries {
      let end = offset + 4 * tensor.count
      table[name] = ["dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, end]]
      offset = end
    }
    var header = try JSONSerialization.data(
      withJSONObject: table, options: [.sortedKeys, .withoutEscapingSlashes])
    while header.count % 8 != 0 { header.append(0x20) }
    var data = Data(capacity: 8 + header.count + offset)
    for index in 0..<8 { data.append(UInt8(truncatingIfNeeded: header.count >> (8 * index))) }
    data.append(header)
    for (_, tensor) in entries {
      // Both processors that this package builds for are little-endian, as the format is.
      unsafe tensor.scalars.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
    }
    return data
  }
}
