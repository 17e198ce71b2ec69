import Files
public import Foundation

/// A file of scored pairs of the user's own: CSV, tabs or JSON Lines, as `--pairs FILE[:NAME]` names it.
///
/// - Relation: its task is scored as those of ``STSCatalog`` are.
public struct OwnPairs: Sendable, Equatable {
  public let file: URL
  /// The name in results: what is said, or the file's name without its endings.
  public let name: String
  /// The scores that can be; nil takes the range of the scores found.
  public let range: ClosedRange<Double>?

  public init(file: URL, name: String, range: ClosedRange<Double>?) {
    (self.file, self.name, self.range) = (file, name, range)
  }

  /// Reads `FILE`, `FILE:NAME`, or either followed by `:LOWEST..HIGHEST`.
  ///
  /// - Throws: `InputError` for a range that is none.
  public init(_ argument: String) throws {
    var parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    var range: ClosedRange<Double>?
    if let last = parts.last, parts.count > 1, let dots = last.range(of: "..") {
      let (lowest, highest) = (Double(last[..<dots.lowerBound]), Double(last[dots.upperBound...]))
      guard let lowest, let highest, lowest < highest, lowest.isFinite, highest.isFinite else {
        throw InputError(
          file: argument, problem: "'\(last)' is no range of scores; say it as 0..5")
      }
      range = lowest...highest
      parts.removeLast()
    }
    var name: String?
    if parts.count > 1, let last = parts.last, !last.isEmpty, !last.contains("/"),
      !FileManager.default.fileExists(atPath: parts.joined(separator: ":"))
    {
      name = last
      parts.removeLast()
    }
    let file = URL(fileURLWithPath: parts.joined(separator: ":"))
    let plain = file.lastPathComponent.split(separator: ".").first.map(String.init) ?? "pairs"
    self.init(file: file, name: name ?? plain, range: range)
  }

  /// The scores of a file and how far they go.
  public struct Content: Sendable {
    public let task: STSTask
    /// The range said, or the least and the greatest score found.
    public let range: ClosedRange<Double>
  }

  private static let firstNames = ["sentence1", "sent0", "sentence_1", "text1", "s1", "sentence_A"]
  private static let secondNames = [
    "sentence2", "sent1", "sentence_2", "text2", "s2", "sentence_B",
  ]
  private static let scoreNames = [
    "score", "similarity", "similarity_score", "label", "gold", "relatedness_score",
  ]

  /// Reads the pairs.
  ///
  /// - Throws: `InputError` or ``LineError``, naming file and line, for a score that is no number or
  ///   out of range, a sentence that is blank, and scores that are all the same.
  public func read() throws -> Content {
    let data = try InputFile.read(file)
    let form = try FileForm(data, file: file.path)
    var pairs: [SentencePair] = []
    func take(_ first: String, _ second: String, _ text: String, line: Int) throws {
      guard let score = Double(text.trimmingCharacters(in: .whitespaces)), score.isFinite else {
        throw LineError(
          file: file.path, line: line,
          problem:
            "its score is '\(PlainText.visible(String(text.prefix(40))))', which is no number")
      }
      if let range, !range.contains(score) {
        throw LineError(
          file: file.path, line: line,
          problem: "its score is \(score), outside \(range.lowerBound) to \(range.upperBound), the "
            + "range that was said after the file's name")
      }
      for sentence in [first, second] where sentence.allSatisfy(\.isWhitespace) {
        throw LineError(file: file.path, line: line, problem: "a sentence is blank")
      }
      pairs.append(SentencePair(first: first, second: second, score: score))
    }
    switch form {
    case .jsonLines:
      try JSONLines.forEach(data, file: file.path) { row, line in
        func text(_ names: [String]) -> String? { names.lazy.compactMap { row[$0]?.text }.first }
        guard let first = text(Self.firstNames), let second = text(Self.secondNames) else {
          throw LineError(
            file: file.path, line: line, problem: "it lacks sentence1 or sentence2")
        }
        let score = Self.scoreNames.lazy.compactMap { row[$0] }.first
        try take(
          first, second, score.map { $0.number.map { "\($0)" } ?? $0.text ?? "" } ?? "", line: line)
      }
    case .lines:
      throw InputError(
        file: file.path,
        problem:
          "its first line has neither tabs nor the commas of a CSV; two sentences and a score "
          + "are expected, below a header of sentence1, sentence2 and score")
    case .commas, .tabs, .namedTabs, .minBERT:
      try table(data, delimiter: form == .commas ? UInt8(ascii: ",") : 0x09, take)
    }
    guard pairs.count >= 2 else {
      throw InputError(
        file: file.path, problem: "it has \(pairs.count) pairs; at least two are needed")
    }
    let scores = pairs.map(\.score)
    guard let least = scores.min(), let greatest = scores.max(), least < greatest else {
      throw InputError(
        file: file.path, problem: "every score is \(scores[0]); nothing can be correlated with it")
    }
    return Content(
      task: STSTask(
        name: name, subsets: [PairSubset(name: name, pairs: pairs)],
        checksums: [file.lastPathComponent: SHA256.hexDigest(of: data)]),
      range: range ?? least...greatest)
  }

  /// A table by its header's names; without known names three columns, the score first or last.
  private func table(
    _ data: Data, delimiter: UInt8,
    _ take: (String, String, String, Int) throws -> Void
  ) throws {
    var places: (first: Int, second: Int, score: Int)?
    var count = 0
    func place(_ names: [String], in fields: [String]) -> Int? {
      names.lazy.compactMap { fields.firstIndex(of: $0) }.first
    }
    func read(_ fields: [String], line: Int) throws {
      guard let known = places else {
        count = fields.count
        if let first = place(Self.firstNames, in: fields),
          let second = place(Self.secondNames, in: fields),
          let score = place(Self.scoreNames, in: fields)
        {
          places = (first, second, score)
          return
        }
        guard count == 3, Double(fields[0]) != nil || Double(fields[2]) != nil else {
          throw LineError(
            file: file.path, line: line,
            problem: "its columns are \(Self.shown(fields)); a header is expected that names "
              + "sentence1 and sentence2 (or \(Self.others)) and score (or "
              + "\(Self.scoreNames.dropFirst().joined(separator: ", "))), or three columns without a "
              + "header, the score first or last")
        }
        places = Double(fields[0]) != nil ? (1, 2, 0) : (0, 1, 2)
        return try read(fields, line: line)
      }
      guard fields.count == count else {
        throw LineError(
          file: file.path, line: line,
          problem: "it has \(fields.count) fields; the first line \(count)")
      }
      try take(fields[known.first], fields[known.second], fields[known.score], line)
    }
    if delimiter == 0x09, !data.contains(UInt8(ascii: "\"")) {
      _ = try PlainLines.forEach(data, file: file.path) { text, line in
        try read(
          text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init), line: line
        )
      }
      return
    }
    guard delimiter == UInt8(ascii: ",") else { return try tabs(data, read) }
    try DelimitedText(delimiter: delimiter, file: file.path).forEach(data) {
      try read($0.fields, line: $0.line)
      return true
    }
  }

  /// The other names of the two sentences.
  private static var others: String {
    zip(firstNames, secondNames).dropFirst().map { "\($0) and \($1)" }.joined(separator: ", ")
  }

  /// The fields of a first line in words.
  private static func shown(_ fields: [String]) -> String {
    let words = fields.prefix(8).map { "'\(PlainText.visible(String($0.prefix(30))))'" }
    return words.joined(separator: ", ") + (fields.count > 8 ? " …" : "")
  }

  /// Tabs with quotation marks: quoted as in CSV where that gives every row as many fields, else text.
  private func tabs(_ data: Data, _ read: ([String], Int) throws -> Void) throws {
    var records: [DelimitedText.Record] = []
    do {
      try DelimitedText(delimiter: 0x09, file: file.path).forEach(data) {
        records.append($0)
        return $0.fields.count == records[0].fields.count
      }
    } catch is LineError { records = [] }
    if let first = records.first, records.allSatisfy({ $0.fields.count == first.fields.count }) {
      for record in records { try read(record.fields, record.line) }
      return
    }
    _ = try PlainLines.forEach(data, file: file.path) { text, line in
      try read(
        text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init), line)
    }
  }
}
