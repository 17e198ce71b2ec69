public import Foundation

/// Zip files of stored entries and the pickles in them, byte by byte, for readers to be tried on.
public enum StoredZip {
  /// A zip of the entries; `method` 0 stores, any other number only says that it packs.
  public static func file(_ entries: [(name: String, bytes: Data)], method: UInt8 = 0) -> Data {
    var (file, list) = (Data(), Data())
    for (name, bytes) in entries {
      let start = file.count
      let sizes = little(0, 4) + little(bytes.count, 4) + little(bytes.count, 4)
      let common = little(20, 2) + little(0, 2) + little(Int(method), 2) + little(0, 4) + sizes
      file += Data([0x50, 0x4B, 3, 4]) + common + little(name.utf8.count, 2) + little(0, 2)
      file += Data(name.utf8) + bytes
      list += Data([0x50, 0x4B, 1, 2]) + little(20, 2) + common + little(name.utf8.count, 2)
      list += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
      list += little(start, 4) + Data(name.utf8)
    }
    let count = little(entries.count, 2)
    return file + list + Data([0x50, 0x4B, 5, 6]) + little(0, 4) + count + count
      + little(list.count, 4) + little(file.count, 4) + little(0, 2)
  }

  /// A little-endian number.
  public static func little(_ number: Int, _ bytes: Int) -> Data {
    Data((0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
  }

  /// A pickled text.
  public static func text(_ text: String) -> Data {
    Data("X".utf8) + little(text.utf8.count, 4) + Data(text.utf8)
  }

  /// A pickled tensor, as torch.save writes it: `storage` has `count` numbers.
  public static func tensor(
    _ kind: String, storage key: String, count: Int, offset: Int, shape: [Int], strides: [Int]
  ) -> Data {
    func whole(_ number: Int) -> Data { Data("J".utf8) + little(number, 4) }
    func tuple(_ numbers: [Int]) -> Data {
      Data("(".utf8) + numbers.map(whole).reduce(Data(), +) + Data("t".utf8)
    }
    var pickle = Data("ctorch._utils\n_rebuild_tensor_v2\n((".utf8)
    pickle += text("storage") + Data("ctorch\n\(kind)\n".utf8) + text(key) + text("cpu")
    pickle += whole(count) + Data("tQ".utf8) + whole(offset) + tuple(shape) + tuple(strides)
    return pickle + Data([0x89]) + Data("ccollections\nOrderedDict\n)RtR".utf8)
  }

  /// A checkpoint of one tensor named `w`.
  public static func checkpoint(
    _ tensor: Data, storage: Data, key: String = "0"
  ) -> Data {
    let pickle =
      Data([0x80, 2]) + Data("ccollections\nOrderedDict\n)R(".utf8) + text("w") + tensor
      + Data("u.".utf8)
    return file([("a/data.pkl", pickle), ("a/data/\(key)", storage)])
  }
}
