import Foundation
import Model
import Testing

@Suite struct SafetensorsTests {
  @Test func `tensors and metadata survive a file, bit for bit`() throws {
    let tensors = [
      (name: "b", tensor: Tensor<Float>([1.5, -0.0, .leastNonzeroMagnitude], shape: [3])),
      (name: "a", tensor: Tensor<Float>([.pi, 1e38], shape: [2, 1])),
    ]
    let data = try Safetensors.serialized(tensors, metadata: ["key": "value"])
    let (entries, metadata) = try Safetensors.parse(data, file: "x")
    #expect(metadata == ["key": "value"])
    #expect(entries.map(\.name) == ["b", "a"])
    for (entry, original) in zip(entries, tensors) {
      #expect(entry.tensor.shape == original.tensor.shape)
      #expect(
        entry.tensor.scalars.map(\.bitPattern) == original.tensor.scalars.map(\.bitPattern))
    }
  }

  /// Half precision: IEEE 754-2008, section 3.4; bfloat16: the upper half of a Float.
  @Test(
    arguments: [
      (0x0000, 0), (0x3C00, 1), (0xC000, -2), (0x7BFF, 65504), (0x0001, 0x1p-24),
      (0x03FF, 0x3FFp-24),
      (0x3555, 0x1.554p-2), (0x7C00, .infinity), (0x8400, -0x1p-14),
    ] as [(UInt16, Float)])
  func `half precision widens exactly`(half: UInt16, value: Float) throws {
    #expect(try read(half, "F16") == value)
  }

  /// Every half-precision number, and between each two neighbors what lies just below the middle, in it
  /// and just above: ties go to the one whose last bit is 0.
  @Test func `single precision is rounded to the nearest half, ties to even`() throws {
    let halves = (0..<UInt16(0x7C00)).map { $0 }
    let values = try halves.map { try read($0, "F16") }
    var (numbers, expected): ([Float], [Float]) = ([], [])
    for (index, value) in values.enumerated().dropLast() {
      let next = values[index + 1]
      let middle = (value + next) / 2
      let even = halves[index] % 2 == 0 ? value : next
      numbers += [value, middle.nextDown, middle, middle.nextUp, -value, -middle]
      expected += [value, value, even, next, -value, -even]
    }
    numbers += [65_504, 65_519.996, 65_520, 1e38, -.infinity, 0x1p-26]
    expected += [65_504, 65_504, .infinity, .infinity, -.infinity, 0]
    let data = try Safetensors.serialized(
      [(name: "t", tensor: Tensor<Float>(numbers, shape: [numbers.count]))], precision: .half,
      metadata: [:])
    let entry = try #require(try Safetensors.parse(data, file: "x").entries.first)
    let wrong = zip(entry.tensor.scalars, expected).enumerated().filter { $1.0 != $1.1 }
    #expect(wrong.isEmpty, "\(wrong.prefix(3).map { (numbers[$0.offset], $0.element) })")
    #expect(entry.precision == "F16" && entry.tensor.count == numbers.count)
  }

  @Test(arguments: [(0x3F80, 1), (0xC040, -3), (0x7F80, .infinity)] as [(UInt16, Float)])
  func `bfloat16 widens exactly`(half: UInt16, value: Float) throws {
    #expect(try read(half, "BF16") == value)
  }

  @Test(arguments: [
    (#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "'t'"),
    (#"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#, "'t'"),
    (#"{"t":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "'t'"),
    (#"{"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "'t'"),
    (#"{"t":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#, "'t'"),
    (#"{"t":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}"#, "F64"),
    (#"{"t":{"dtype":"F32","data_offsets":[0,4]}}"#, "'t'"),
    (
      #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""u":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}"#, "overlap"
    ),
    (#"["t"]"#, "object"),
    (#"{"t""#, "object"),
  ])
  func `a damaged file is refused by file and tensor`(header: String, word: String) {
    expectRefusal(file(header, body: [0, 0, 128, 63]), word)
  }

  @Test func `a file cut off anywhere is refused`() throws {
    let whole = try Safetensors.serialized(
      [(name: "t", tensor: Tensor<Float>([1, 2], shape: [2]))], metadata: [:])
    for length in 0..<whole.count { expectRefusal(whole.prefix(length), "model.safetensors") }
  }

  @Test func `a header longer than the file is refused before memory is taken`() {
    expectRefusal(Data([255, 255, 255, 255, 255, 255, 255, 127, 0]), "header")
  }

  private func file(_ header: String, body: [UInt8]) -> Data {
    let bytes = Array(header.utf8)
    return Data((0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes + body)
  }

  private func read(_ half: UInt16, _ precision: String) throws -> Float {
    let header = #"{"t":{"dtype":"\#(precision)","shape":[],"data_offsets":[0,2]}}"#
    let body = [UInt8(truncatingIfNeeded: half), UInt8(half >> 8)]
    let entries = try Safetensors.parse(file(header, body: body), file: "x").entries
    return try #require(entries.first?.tensor.scalars.first)
  }

  private func expectRefusal(_ data: Data, _ word: String) {
    do {
      _ = try Safetensors.parse(data, file: "model.safetensors")
      Issue.record("it was read")
    } catch {
      #expect("\(error)".contains("model.safetensors") && "\(error)".contains(word), "\(error)")
    }
  }
}
