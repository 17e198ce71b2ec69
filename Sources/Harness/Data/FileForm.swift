import Files
package import Foundation

/// What the content of a text file is, whatever its name.
package enum FileForm: String, Sendable {
  /// A sentence a line.
  case lines
  /// Comma-separated values with a header.
  case commas = "CSV"
  /// Tabs, no known header.
  case tabs
  /// Tabs below a header whose names are known: AllNLI, STS-Benchmark of sentence-transformers.
  case namedTabs
  /// Tabs with quotes, a row number in the first column: the files of minBERT.
  case minBERT = "minBERT"
  /// An object a line.
  case jsonLines = "JSON Lines"

  /// The form of a file's bytes.
  ///
  /// - Throws: `InputError` for bytes that are no text, with the line that exports them.
  package init(_ data: Data, file: String) throws {
    let url = URL(fileURLWithPath: file)
    func isBinary(_ magic: String) -> Bool { data.starts(with: Array(magic.utf8)) }
    if isBinary("PAR1") {
      throw UnreadForm.error(url.deletingPathExtension().appendingPathExtension("parquet"))
    }
    if isBinary("ARROW1") {
      throw UnreadForm.error(url.deletingPathExtension().appendingPathExtension("arrow"))
    }
    for (magic, name) in [("PK\u{3}\u{4}", "a zip file"), ("\u{1F}", "packed"), ("%PDF", "a PDF")]
    where isBinary(magic) {
      throw InputError(
        file: file, problem: "it is \(name), no text; unpack it, or name it .gz where it is gzip")
    }
    let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data[...]
    let head = text.prefix(1 << 16)
    let lines = head.split(separator: 0x0A).lazy.map { $0.last == 0x0D ? $0.dropLast() : $0 }
      .filter { !$0.allSatisfy { $0 <= 0x20 } }
    guard let first = lines.first else {
      self = .lines
      return
    }
    if first.first == UInt8(ascii: "{") || first.first == UInt8(ascii: "[") {
      if case .object? = try? JSONNode.parse(Data(first), file: file, line: 1) {
        self = .jsonLines
        return
      }
      let whole = try? JSONSerialization.jsonObject(with: text)
      if whole is [Any] || whole is [String: Any] {
        throw InputError(
          file: file,
          problem: "it is one JSON value over several lines; write an object a line (JSON Lines)")
      }
    }
    let names = String(decoding: first, as: UTF8.self)
    if names.utf8.contains(0x09) {
      let fields = names.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if fields.first == "" || (fields.first == "0" && fields.contains("id")) {
        self = .minBERT
      } else {
        self = fields.contains("split") && fields.contains("sentence1") ? .namedTabs : .tabs
      }
      return
    }
    let isNamed = ["csv"].contains(
      (url.pathExtension == "gz" ? url.deletingPathExtension() : url).pathExtension.lowercased())
    self = isNamed || Self.isCommas(head, names: names, file: file) ? .commas : .lines
  }

  /// The form of a file by its first bytes.
  ///
  /// - Throws: `InputError`.
  package init(beginningOf url: URL) throws {
    guard url.pathExtension != "gz", let file = try? FileHandle(forReadingFrom: url) else {
      try self.init(try InputFile.read(url), file: url.path)
      return
    }
    defer { try? file.close() }
    try self.init(try file.read(upToCount: 1 << 17) ?? Data(), file: url.path)
  }

  /// Whether it is a sentence a line, or tab-separated fields without names.
  package var hasPlainLines: Bool { self == .lines || self == .tabs }

  /// Whether the first line is two or three words of letters and digits alone, a comma between, and
  /// the records below have as many fields.
  private static func isCommas(_ head: Data, names: String, file: String) -> Bool {
    let fields = names.split(separator: ",", omittingEmptySubsequences: false)
      .map {
        $0.hasPrefix("\"") && $0.hasSuffix("\"") && $0.count > 2 ? $0.dropFirst().dropLast() : $0
      }
    let areNames =
      (2...3).contains(fields.count) && Set(fields).count == fields.count
      && fields.allSatisfy { field in
        !field.isEmpty && field.count <= 32
          && field.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F
          }
      }
    guard areNames else { return false }
    var (records, others) = (0, 0)
    do {
      try DelimitedText(delimiter: UInt8(ascii: ","), file: file).forEach(head) { record in
        records += 1
        if record.fields.count != fields.count { others += 1 }
        return records < 100
      }
    } catch {
      // The head may end inside a quoted field.
    }
    // The last record of the head may be cut off.
    return records > 1 && others <= (head.count == 1 << 16 ? 1 : 0)
  }

  /// Refuses what is no file of sentences, a line each, where lines are read.
  ///
  /// - Throws: `InputError` that says how to read it.
  package static func expectLines(_ data: Data, file: String) throws {
    let form = try FileForm(data, file: file)
    guard !form.hasPlainLines else { return }
    throw InputError(
      file: file,
      problem: "it is \(form == .namedTabs ? "a table with a header" : form.rawValue), not a "
        + "sentence a line; say 'examples' or 'column' in a run's text, or write its sentences to a "
        + "file, a line each")
  }
}
