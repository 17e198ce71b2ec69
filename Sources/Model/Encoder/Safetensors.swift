public import Foundation

/// Why a file of tensors cannot be used: the file, what was found and what to do.
public struct TensorFileError: Error, CustomStringConvertible, Equatable {
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
  /// - Throws: ``TensorFileError``.
  public static func parse(
    _ data: Data, file: String
  ) throws -> (entries: [Entry], metadata: [String: String]) {
    let (places, metadata, body) = try places(in: data, file: file)
    // As no two overlap, the tensors together take no more memory than the file, twice where halves
    // are widened.
    let entries = places.map { place in
      Entry(
        name: place.name,
        tensor: Tensor(
          numbers(
            in: data, at: data.startIndex + body + place.start, count: place.count,
            precision: place.precision),
          shape: place.shape),
        precision: place.precision)
    }
    return (entries, metadata)
  }

  /// Where a tensor lies behind the header.
  private struct Place {
    let name: String
    let precision: String
    let shape: [Int]
    /// The number of scalars.
    let count: Int
    let start: Int
    let end: Int
  }

  /// The tensors to read in the order of their places, the metadata, and where the numbers begin.
  private static func places(
    in data: Data, file: String
  ) throws -> (places: [Place], metadata: [String: String], body: Int) {
    func fail(_ problem: String) -> TensorFileError {
      TensorFileError(file: file, problem: problem)
    }
    guard data.count >= 8 else {
      throw fail("\(data.count) bytes are too few for a safetensors file; fetch it again")
    }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= 100_000_000, Int(length) <= data.count - 8 else {
      throw fail(
        "the header should have \(length) bytes, the file has \(data.count); fetch it again")
    }
    let body = 8 + Int(length)
    guard
      let object = try? JSONSerialization.jsonObject(
        with: data.dropFirst(8).prefix(Int(length))),
      let table = object as? [String: Any]
    else { throw fail("the header is not a JSON object; is this a safetensors file?") }
    let metadata = table["__metadata__"] as? [String: String] ?? [:]
    var places: [Place] = []
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
        offsets[1] <= data.count - body, offsets[1] - offsets[0] == size
      else {
        throw fail(
          "tensor '\(name)' of shape \(shape) in \(precision) cannot lie at bytes \(offsets) "
            + "of \(data.count - body); the file is damaged or cut off, fetch it again")
      }
      places.append(
        Place(
          name: name, precision: precision, shape: shape, count: count, start: offsets[0],
          end: offsets[1]))
    }
    places.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    for (place, next) in zip(places, places.dropFirst()) where next.start < place.end {
      throw fail(
        "tensors '\(place.name)' and '\(next.name)' overlap; the file is damaged, fetch it again")
    }
    return (places, metadata, body)
  }

  /// Numbers of a precision, from an index of the bytes on.
  ///
  /// - Precondition: the bytes hold as many.
  package static func numbers(
    in data: Data, at index: Int, count: Int, precision: String
  ) -> [Float] {
    let start = index - data.startIndex
    return unsafe data.withUnsafeBytes { bytes in
      func half(_ index: Int) -> UInt16 {
        let at = start &+ 2 &* index
        return unsafe UInt16(bytes[at]) | UInt16(bytes[at &+ 1]) << 8
      }
      switch precision {
      case "F16": return (0..<count).map { widened(half: half($0)) }
      case "BF16": return (0..<count).map { Float(bitPattern: UInt32(half($0)) << 16) }
      default:
        // Both processors that this package builds for are little-endian, as the format is.
        return unsafe [Float](unsafeUninitializedCapacity: count) { scalars, filled in
          unsafe UnsafeMutableRawBufferPointer(scalars).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + 4 * count]))
          filled = count
        }
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

  /// A Float as the nearest IEEE half-precision number, ties to even; beyond its range infinite.
  static func narrowed(_ value: Float) -> UInt16 {
    let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
    let magnitude = value.magnitude
    if value.isNaN { return sign | 0x7E00 }
    // 65,520 lies halfway between the greatest number and what the next one would be.
    if magnitude >= 65_520 { return sign | 0x7C00 }
    // Below the least normal number steps are of 2⁻²⁴.
    guard magnitude >= 0x1p-14 else {
      return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    // A rounding up to the next power of two carries into the exponent, as it should.
    let exponent = UInt16(Int(magnitude.exponent) + 15)
    let fraction = (magnitude.significand - 1) * 0x1p10
    return sign | (exponent << 10 + UInt16(fraction.rounded(.toNearestOrEven)))
  }

  /// How numbers are stored.
  public enum Precision: String, Sendable, CaseIterable {
    case single = "f32"
    /// Each number rounded to the nearest of half precision.
    case half = "f16"

    var bytes: Int { self == .single ? 4 : 2 }
  }

  /// A file of the given tensors, in their order.
  public static func serialized(
    _ entries: [(name: String, tensor: Tensor<Float>)], precision: Precision = .single,
    metadata: [String: String]
  ) throws -> Data {
    var table: [String: Any] = ["__metadata__": metadata]
    var offset = 0
    for (name, tensor) in entries {
      let end = offset + precision.bytes * tensor.count
      table[name] = [
        "dtype": precision.rawValue.uppercased(), "shape": tensor.shape,
        "data_offsets": [offset, end],
      ]
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
      switch precision {
      case .single: unsafe tensor.scalars.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
      case .half:
        unsafe tensor.scalars.map(narrowed).withUnsafeBytes { unsafe data.append(contentsOf: $0) }
      }
    }
    return data
  }
}
