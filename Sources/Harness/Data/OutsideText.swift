import Files
public import Foundation

/// An example of a training text that others wrote: one, two or three sentences.
public struct OutsideExample: TextExample {
  public let sentences: [String]
  /// Whether the second sentence is one that the first is alike to.
  let isPositive: Bool

  public var positives: [(first: String, second: String)] {
    isPositive && sentences.count > 1 ? [(sentences[0], sentences[1])] : []
  }
  public var hardNegative: String? { sentences.count > 2 ? sentences[2] : nil }
}

/// Training text as others have it, read by its content: lines, CSV, JSON Lines, AllNLI, minBERT.
///
/// CRLF and a byte-order mark are accepted, blank lines are skipped and counted.
public struct OutsideText: PublishedDataset {
  let form: FileForm

  public var name: String { form == .lines ? "sentences" : form == .tabs ? "pairs" : form.rawValue }
  public var path: String { "" }
  public var header: String? { nil }

  /// What a file holds.
  public struct Content: Sendable {
    public let examples: [OutsideExample]
    /// Lines or rows passed over: blank, or of another split than training.
    public let skipped: Int
    /// SHA-256 of the unpacked bytes.
    public let checksum: String
  }

  /// Recognizes and reads a file.
  ///
  /// - Throws: `InputError` or ``LineError``, naming file and line.
  public static func read(_ url: URL) throws -> Content {
    let data = try InputFile.read(url)
    return try OutsideText(form: try FileForm(data, file: url.path)).content(data, file: url.path)
  }

  public func sentences(of file: URL, checksums: ChecksumPolicy) throws -> [[String]] {
    try content(try InputFile.read(file), file: file.path).examples.map(\.sentences)
  }

  public func examples(
    of file: URL, checksums: ChecksumPolicy
  ) throws -> (examples: [any TextExample], checksum: String) {
    let content = try content(try InputFile.read(file), file: file.path)
    return (content.examples, content.checksum)
  }

  func content(_ data: Data, file: String) throws -> Content {
    var examples: [OutsideExample] = []
    var skipped = 0
    func take(_ sentences: [String], isPositive: Bool, line: Int) throws {
      for sentence in sentences where sentence.allSatisfy(\.isWhitespace) {
        throw LineError(file: file, line: line, problem: "a sentence is blank")
      }
      examples.append(OutsideExample(sentences: sentences, isPositive: isPositive))
    }
    switch form {
    case .lines, .tabs:
      skipped = try PlainLines.forEach(data, file: file) { text, line in
        let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard form == .lines || fields.count == 2 else {
          throw LineError(
            file: file, line: line,
            problem: "it has \(fields.count) tab-separated fields; 2 are expected")
        }
        try take(form == .lines ? [text] : fields, isPositive: true, line: line)
      }
    case .commas: try commas(data, file: file, take)
    case .jsonLines: try jsonLines(data, file: file, take)
    case .minBERT, .namedTabs: skipped = try table(data, file: file, take)
    }
    guard !examples.isEmpty else {
      throw LineError(file: file, line: 1, problem: "the file holds no example")
    }
    return Content(examples: examples, skipped: skipped, checksum: SHA256.hexDigest(of: data))
  }

  private typealias Take = ([String], _ isPositive: Bool, _ line: Int) throws -> Void

  /// One, two or three columns under any names, as SimCSE's trainer reads them.
  private func commas(_ data: Data, file: String, _ take: Take) throws {
    try DelimitedText(delimiter: UInt8(ascii: ","), file: file).forEach(
      data,
      header: { header in
        guard header.fields.count <= 3 else {
          throw LineError(
            file: file, line: header.line,
            problem: "its header names \(header.fields.count) columns; one is a sentence, two are "
              + "alike, three have an unlike one last")
        }
      }
    ) { record in
      try take(record.fields, true, record.line)
    }
  }

  /// The keys that are known, the sentences in their order.
  private static let keys = [
    ["anchor", "positive", "negative"], ["query", "positive", "negative"],
    ["sent0", "sent1", "hard_neg"], ["anchor", "positive"], ["query", "positive"],
    ["sent0", "sent1"], ["premise", "hypothesis"], ["sentence1", "sentence2"], ["sentence"],
    ["text"],
  ]

  private func jsonLines(_ data: Data, file: String, _ take: Take) throws {
    try JSONLines.forEach(data, file: file) { row, line in
      guard
        let keys = Self.keys.first(where: { keys in keys.allSatisfy { row[$0]?.text != nil } })
      else {
        throw LineError(
          file: file, line: line,
          problem: "no known keys with texts; known: "
            + Self.keys.map { $0.joined(separator: ", ") }.joined(separator: "; "))
      }
      let sentences = keys.compactMap { row[$0]?.text }
      // Pairs with a score or a label are not said to be alike, but for entailment.
      let label = row["label"]
      let isPositive =
        ["premise", "sentence1"].contains(keys[0])
        ? label?.text == "entailment" || (keys[0] == "premise" && label?.number == 0) : true
      try take(sentences, isPositive, line)
    }
  }

  /// A table below a header, its columns found by name; the rows passed over.
  private func table(_ data: Data, file: String, _ take: Take) throws -> Int {
    var header: [String] = []
    var skipped = 0
    func read(_ fields: [String], line: Int) throws {
      guard !header.isEmpty else {
        header = fields
        return
      }
      guard fields.count == header.count else {
        throw LineError(
          file: file, line: line,
          problem: "it has \(fields.count) tab-separated fields; the header names \(header.count)")
      }
      func field(_ name: String) -> String? { header.firstIndex(of: name).map { fields[$0] } }
      if let split = field("split"), split != "train" {
        skipped += 1
        return
      }
      let sentences = [field("sentence") ?? field("sentence1"), field("sentence2")].compactMap(
        \.self)
      guard !sentences.isEmpty else {
        throw LineError(
          file: file, line: 1, problem: "its header names neither 'sentence' nor 'sentence1'")
      }
      let isAlike =
        field("is_duplicate").flatMap(Double.init) == 1 || field("label") == "entailment"
      try take(sentences, sentences.count == 1 || isAlike, line)
    }
    if form == .minBERT {
      try DelimitedText(delimiter: 0x09, file: file).forEach(data) {
        try read($0.fields, line: $0.line)
        return true
      }
      return skipped
    }
    let blank = try PlainLines.forEach(data, file: file) { text, line in
      try read(
        text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init), line: line)
    }
    return skipped + blank
  }
}

/// Lines of text whatever ends them; blank ones are passed over.
enum PlainLines {
  /// Gives the lines that are not blank and returns how many are.
  ///
  /// - Throws: ``LineError`` for bytes that are not UTF-8, and what the body throws.
  static func forEach(
    _ data: Data, file: String, _ body: (_ text: String, _ line: Int) throws -> Void
  ) throws -> Int {
    let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data[...]
    var blank = 0
    var (start, line) = (text.startIndex, 1)
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: 0x0A) ?? text.endIndex
      let bytes = text[start..<end]
      guard
        let content = String(
          validating: bytes.last == 0x0D ? bytes.dropLast() : bytes, as: UTF8.self)
      else {
        throw LineError(file: file, line: line, problem: "this is not UTF-8; convert the file")
      }
      if content.allSatisfy(\.isWhitespace) { blank += 1 } else { try body(content, line) }
      start = end == text.endIndex ? end : end + 1
      line += 1
    }
    return blank
  }
}
