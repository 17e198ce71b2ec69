internal import Foundation

/// The entries of a zip file that are stored as they are, which is how PyTorch packs a checkpoint.
///
/// Only the directory at the end is read; nothing is unpacked, so that the entries together take no
/// more than the file.
///
/// - Source: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3.
struct StoredArchive {
  /// Where the bytes of each entry are, by name.
  let entries: [String: Range<Int>]

  /// The most entries read: PyTorch writes one a tensor.
  private static let mostEntries = 1 << 20

  private let data: Data

  /// - Throws: ``TensorFileError`` for a file that is no zip, is cut off, or has packed entries.
  init(_ data: Data, file: String) throws(TensorFileError) {
    self.data = Data(data)
    let reader = Reader(data: self.data, file: file)
    var (count, start) = try reader.directory()
    guard count <= Self.mostEntries else {
      throw reader.failure("it lists \(count) entries; at most \(Self.mostEntries) are read")
    }
    var entries: [String: Range<Int>] = [:]
    var total = 0
    while count > 0 {
      let entry = try reader.entry(at: start)
      total += entry.bytes.count
      guard total <= data.count else {
        throw reader.failure("its entries overlap; the file is damaged, fetch it again")
      }
      guard entries.updateValue(entry.bytes, forKey: entry.name) == nil else {
        throw reader.failure("it has two entries named '\(entry.name)'")
      }
      start = entry.next
      count -= 1
    }
    self.entries = entries
  }

  /// The bytes of an entry.
  func bytes(_ range: Range<Int>) -> Data { data[range] }

  private struct Reader {
    let data: Data
    let file: String

    func failure(_ problem: String) -> TensorFileError {
      TensorFileError(file: file, problem: problem)
    }

    /// A little-endian number of some bytes.
    func number(_ at: Int, _ bytes: Int) throws(TensorFileError) -> Int {
      guard at >= 0, at <= data.count - bytes else {
        throw failure("it is cut off; fetch it again")
      }
      var value: UInt64 = 0
      for index in (0..<bytes).reversed() { value = value << 8 | UInt64(data[at + index]) }
      guard value <= UInt64(Int.max) else {
        throw failure("it says a size of \(value) bytes; the file is damaged")
      }
      return Int(value)
    }

    /// The number of entries and where their list begins.
    func directory() throws(TensorFileError) -> (count: Int, start: Int) {
      // The record of 22 bytes is before a comment of at most 65,535.
      let least = max(0, data.count - 22 - 0xFFFF)
      var at = data.count - 22
      while at >= least, try number(at, 4) != 0x0605_4B50 { at -= 1 }
      guard at >= least, at >= 0 else {
        throw failure("the end of a zip file is missing; it is cut off, fetch it again")
      }
      let (count, start) = (try number(at + 10, 2), try number(at + 16, 4))
      guard count == 0xFFFF || start == 0xFFFF_FFFF else { return (count, start) }
      guard at >= 20, try number(at - 20, 4) == 0x0706_4B50 else { return (count, start) }
      let record = try number(at - 12, 8)
      guard record <= data.count - 56, try number(record, 4) == 0x0606_4B50 else {
        throw failure("the record of a large zip file is missing; fetch it again")
      }
      return (try number(record + 32, 8), try number(record + 48, 8))
    }

    /// The entry whose place in the list is given, and the place of the next.
    func entry(
      at start: Int
    ) throws(TensorFileError) -> (name: String, bytes: Range<Int>, next: Int) {
      guard start <= data.count - 46, try number(start, 4) == 0x0201_4B50 else {
        throw failure("the list of its entries is damaged; fetch it again")
      }
      let (nameLength, extraLength) = (try number(start + 28, 2), try number(start + 30, 2))
      let commentLength = try number(start + 32, 2)
      let nameEnd = start + 46 + nameLength
      guard nameEnd + extraLength <= data.count else {
        throw failure("the list of its entries is cut off; fetch it again")
      }
      guard let name = String(validating: data[start + 46..<nameEnd], as: UTF8.self) else {
        throw failure("the name of an entry is not UTF-8")
      }
      guard try number(start + 8, 2) & 1 == 0, try number(start + 10, 2) == 0 else {
        throw failure(
          "entry '\(name)' is packed; checkpoints of PyTorch are stored: save the model again by "
            + "torch.save")
      }
      var sizes = [
        try number(start + 24, 4), try number(start + 20, 4), try number(start + 42, 4),
      ]
      try widen(&sizes, extra: nameEnd..<nameEnd + extraLength)
      let (size, packed, local) = (sizes[0], sizes[1], sizes[2])
      guard size == packed, local <= data.count - 30, try number(local, 4) == 0x0403_4B50 else {
        throw failure("entry '\(name)' has no place in the file; fetch it again")
      }
      let body = local + 30 + (try number(local + 26, 2)) + (try number(local + 28, 2))
      guard body <= data.count, size <= data.count - body else {
        throw failure("entry '\(name)' is cut off; fetch the file again")
      }
      return (name, body..<body + size, nameEnd + extraLength + commentLength)
    }

    /// Replaces numbers that did not fit in 32 bits by those of the zip64 field.
    private func widen(_ sizes: inout [Int], extra: Range<Int>) throws(TensorFileError) {
      var at = extra.lowerBound
      while at + 4 <= extra.upperBound {
        let (kind, length) = (try number(at, 2), try number(at + 2, 2))
        at += 4
        guard at + length <= extra.upperBound else { return }
        if kind == 1 {
          var place = at
          for index in sizes.indices where sizes[index] == 0xFFFF_FFFF && place + 8 <= at + length {
            sizes[index] = try number(place, 8)
            place += 8
          }
        }
        at += length
      }
    }
  }
}
