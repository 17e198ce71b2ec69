import Foundation
import Model
import Support
import Testing

@Suite struct TorchCheckpointTests {
  private static let numbers: [Float] = [1, -2, 0.5, 3, 4, 65504]

  private static func bytes(_ precision: String) -> Data {
    numbers.reduce(into: Data()) { data, number in
      switch precision {
      case "FloatStorage": data += StoredZip.little(Int(number.bitPattern), 4)
      case "BFloat16Storage": data += StoredZip.little(Int(number.bitPattern >> 16), 2)
      default:
        let halves: [Float: Int] = [
          1: 0x3C00, -2: 0xC000, 0.5: 0x3800, 3: 0x4200, 4: 0x4400, 65504: 0x7BFF,
        ]
        data += StoredZip.little(halves[number] ?? 0, 2)
      }
    }
  }

  private static func parse(_ data: Data) throws -> [Safetensors.Entry] {
    try Checkpoint.parse(data, file: "pytorch_model.bin")
  }

  private static func tensor(
    _ kind: String = "FloatStorage", count: Int = 6, offset: Int = 0, shape: [Int] = [2, 3],
    strides: [Int] = [3, 1]
  ) -> Data {
    StoredZip.tensor(
      kind, storage: "0", count: count, offset: offset, shape: shape, strides: strides)
  }

  private func refusal(_ data: Data) -> String {
    do {
      _ = try Self.parse(data)
      return "it was read"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: ["FloatStorage", "HalfStorage", "BFloat16Storage"])
  func `numbers of every precision are those that were stored`(_ kind: String) throws {
    let entries = try Self.parse(
      StoredZip.checkpoint(Self.tensor(kind), storage: Self.bytes(kind)))
    #expect(entries.map(\.name) == ["w"] && entries[0].tensor.shape == [2, 3])
    let last: Float = kind == "BFloat16Storage" ? 65280 : 65504
    #expect(entries[0].tensor.scalars == [1, -2, 0.5, 3, 4, last])
  }

  @Test func `strides and an offset choose the numbers`() throws {
    let turned = try Self.parse(
      StoredZip.checkpoint(
        Self.tensor(shape: [3, 2], strides: [1, 3]), storage: Self.bytes("FloatStorage")))
    #expect(turned[0].tensor.scalars == [1, 3, -2, 4, 0.5, 65504])
    let part = try Self.parse(
      StoredZip.checkpoint(
        Self.tensor(offset: 4, shape: [2], strides: [1]), storage: Self.bytes("FloatStorage")))
    #expect(part[0].tensor.scalars == [4, 65504])
  }

  @Test func `whole numbers are passed over`() throws {
    let data = StoredZip.checkpoint(
      Self.tensor("LongStorage", count: 2, shape: [2], strides: [1]), storage: Data(count: 16))
    #expect(try Self.parse(data).isEmpty)
  }

  @Test(arguments: [
    "cos\nsystem\n", "c__builtin__\neval\n", "cbuiltins\nexec\n", "ctorch\nload\n",
    "ctorch._utils\n_rebuild_parameter\n", "ctorch\nDoubleStorage\n", "ccollections\nCounter\n",
  ])
  func `a name that is not allowed is refused by name`(_ global: String) {
    let pickle = Data([0x80, 2]) + Data(global.utf8) + Data(")R.".utf8)
    let name = global.dropFirst().split(separator: "\n").joined(separator: ".")
    #expect(refusal(StoredZip.file([("a/data.pkl", pickle)])).contains("'\(name)'"))
  }

  @Test(
    arguments: [
      ([0x80, 2, 0x93, 0x2E], "opcode 0x93"), ([0x80, 2, 0x69, 0x2E], "opcode 0x69"),
      ([0x80, 9], "protocol 9"), ([0x80, 2, 0x68, 7, 0x2E], "memo 7"),
      ([0x80, 2, 0x74], "no mark"),
      ([0x80, 2, 0x52], "value is missing"),
      ([0x80, 2, 0x58, 255, 255, 255, 127], "ends too early"),
      ([0x80, 2, 0x7D], "ends too early"), ([], "ends too early"),
      ([0x80, 2, 0x4E, 0x2E], "dictionary"),
    ] as [([UInt8], String)])
  func `a pickle that is no table of tensors is refused`(_ bytes: [UInt8], word: String) {
    let said = refusal(StoredZip.file([("a/data.pkl", Data(bytes))]))
    #expect(said.contains(word) && said.contains("pytorch_model.bin"), "\(said)")
  }

  @Test func `tuples within tuples do not exhaust the stack`() {
    let pickle = Data([0x80, 2, 0x29]) + Data(repeating: 0x85, count: 1_000_000) + Data(".".utf8)
    #expect(refusal(StoredZip.file([("a/data.pkl", pickle)])).contains("nested"))
  }

  @Test(
    arguments: [
      ([7], [1], 0), ([2, 3], [3, 1], 1), ([1 << 30, 1 << 30], [0, 0], 0), ([-1], [1], 0),
      ([2], [-1], 1), ([1 << 30], [0], 0), ([2], [1 << 30], 0),
    ] as [([Int], [Int], Int)])
  func `a shape that its storage cannot hold is refused`(
    _ shape: [Int], strides: [Int], offset: Int
  ) {
    let tensor = Self.tensor(offset: offset, shape: shape, strides: strides)
    let said = refusal(StoredZip.checkpoint(tensor, storage: Self.bytes("FloatStorage")))
    #expect(said.contains("'w'"), "\(said)")
  }

  @Test func `a storage that is named without end takes no memory`() {
    var pickle = Data([0x80, 2, 0x7D]) + Data("(".utf8)
    let storage = Data(count: 4_000_000)
    for place in 0..<200 {
      pickle += StoredZip.text("w\(place)")
      pickle += Self.tensor(count: 1_000_000, shape: [1_000_000], strides: [1])
    }
    pickle += Data("u.".utf8)
    let file = StoredZip.file([("a/data.pkl", pickle), ("a/data/0", storage)])
    #expect(refusal(file).contains("more numbers than a file"))
  }

  @Test func `what is no stored zip is named for what it is`() {
    #expect(refusal(Data([0x80, 2, 0x8A])).contains("before 1.6"))
    #expect(refusal(Data("version https://git-lfs.github.com".utf8)).contains("Git LFS"))
    #expect(refusal(Data("PK".utf8)).contains("cut off"))
    let packed = StoredZip.file([("a/data.pkl", Data("x".utf8))], method: 8)
    #expect(refusal(packed).contains("packed"))
    let whole = StoredZip.checkpoint(Self.tensor(), storage: Self.bytes("FloatStorage"))
    for length in 0..<whole.count {
      #expect(refusal(whole.prefix(length)) != "it was read")
    }
  }
}
