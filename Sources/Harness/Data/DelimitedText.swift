import Files
import Foundation

/// Records of comma- or tab-separated text with quotes.
///
/// A field that begins with a quotation mark ends with one; inside, two stand for one, and commas and
/// line breaks belong to it. Blank lines between records are passed over.
///
/// - Source: RFC 4180, its header and line breaks by LF or CR LF.
struct DelimitedText {
  /// The longest field, in bytes: a quotation mark that nothing closes takes no more.
  static let longestField = 1 << 20
  /// The most fields of a record.
  static let mostFields = 256

  let delimiter: UInt8
  let file: String

  /// A record and the line on which it begins.
  struct Record: Equatable {
    let fields: [String]
    let line: Int
  }

  /// Gives every record in turn until the body returns false.
  ///
  /// - Throws: ``LineError``, and what the body throws.
  func forEach(_ data: Data, _ body: (Record) throws -> Bool) throws {
    let bytes = [UInt8](data)
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    while at < bytes.count {
      let start = line
      var fields: [String] = []
      var ends = false
      while !ends {
        let (field, next, lines) = try self.field(bytes, at, line: line)
        guard fields.count < Self.mostFields else {
          throw error(start, "it has more than \(Self.mostFields) fields")
        }
        fields.append(field)
        line += lines
        at = next
        if at < bytes.count, bytes[at] == delimiter {
          at += 1
          if at == bytes.count {
            fields.append("")
            ends = true
          }
        } else {
          if at < bytes.count, bytes[at] == 0x0D { at += 1 }
          if at < bytes.count { at += 1 }
          line += 1
          ends = true
        }
      }
      let isBlank = fields.count == 1 && fields[0].allSatisfy(\.isWhitespace)
      if !isBlank, try !body(Record(fields: fields, line: start)) { return }
    }
  }

  /// Gives every record below the header, which is the first, with as many fields as the header has.
  ///
  /// - Inputs: `header`, given the first record.
  /// - Throws: ``LineError``, and what the closures throw.
  func forEach(
    _ data: Data, header: (Record) throws -> Void, _ body: (Record) throws -> Void
  ) throws {
    var columns: Int?
    try forEach(data) { record in
      guard let columns else {
        try header(record)
        columns = record.fields.count
        return true
      }
      guard record.fields.count == columns else {
        throw error(
          record.line, "it has \(record.fields.count) fields; the header names \(columns)")
      }
      try body(record)
      return true
    }
  }

  private func error(_ line: Int, _ problem: String) -> LineError {
    LineError(file: file, line: line, problem: problem)
  }

  /// The field that begins at a place, the place behind it, and the line feeds inside it.
  private func field(
    _ bytes: [UInt8], _ start: Int, line: Int
  ) throws -> (field: String, next: Int, lines: Int) {
    var (at, lines) = (start, 0)
    var content: [UInt8] = []
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
      at += 1
      while true {
        guard at < bytes.count, content.count <= Self.longestField else {
          throw error(
            line,
            "a quotation mark opens a field and none closes it within the next "
              + "\(Self.longestField >> 10) KiB; double the marks inside a quoted field")
        }
        let byte = bytes[at]
        at += 1
        if byte == UInt8(ascii: "\"") {
          guard at < bytes.count, bytes[at] == byte else { break }
          at += 1
        }
        if byte == 0x0A { lines += 1 }
        content.append(byte)
      }
      let isEnd =
        at == bytes.count || bytes[at] == delimiter || bytes[at] == 0x0A
        || (bytes[at] == 0x0D && (at + 1 == bytes.count || bytes[at + 1] == 0x0A))
      guard isEnd else {
        throw error(line + lines, "text follows the quotation mark that closes a field")
      }
    } else {
      while at < bytes.count, bytes[at] != delimiter, bytes[at] != 0x0A {
        if bytes[at] == 0x0D, at + 1 == bytes.count || bytes[at + 1] == 0x0A { break }
        at += 1
      }
      guard at - start <= Self.longestField else {
        throw error(line, "a field is longer than \(Self.longestField >> 10) KiB")
      }
      content = Array(bytes[start..<at])
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw error(line, "this is not UTF-8; convert the file")
    }
    return (text, at, lines)
  }
}
