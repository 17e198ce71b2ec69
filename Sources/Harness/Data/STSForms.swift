import Files
import Foundation

/// Reads the pairs of one file in the forms that ``STSPlaces`` finds.
///
/// As SentEval reads: pairs without gold are dropped, runs of blanks made one, carriage returns
/// dropped.
struct STSForms {
  let range: ClosedRange<Double>

  private struct Line {
    let number: Int
    let fields: [String]
  }

  /// The tab-separated fields of every line, without a byte-order mark and carriage returns.
  private func lines(_ data: Data, file: String) throws -> [Line] {
    var rest = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data[...]
    if rest.last == 0x0A { rest = rest.dropLast() }
    return try rest.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().map {
      index, bytes in
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw LineError(file: file, line: index + 1, problem: "this is not UTF-8; convert the file")
      }
      return Line(
        number: index + 1,
        fields: text.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false).map {
          String($0).withSingleBlanks
        })
    }
  }

  private func pair(
    _ first: String, _ second: String, _ score: String, file: String, line: Int
  ) throws -> SentencePair {
    guard let value = Double(score), range.contains(value) else {
      throw LineError(
        file: file, line: line,
        problem: "the score is '\(score.prefix(40))'; a number from \(range.lowerBound) to "
          + "\(range.upperBound) is expected")
    }
    guard !first.isEmpty, !second.isEmpty else {
      throw LineError(file: file, line: line, problem: "a sentence is empty")
    }
    return SentencePair(first: first, second: second, score: value)
  }

  /// Two files line by line: sentences, and a score or a blank.
  func inputAndGold(_ input: Data, _ gold: Data, file: String, goldFile: String) throws
    -> [SentencePair]
  {
    var (sentences, scores) = (
      try lines(input, file: file), try lines(gold, file: goldFile)
    )
    func isBlank(_ line: Line) -> Bool { line.fields.allSatisfy(\.isEmpty) }
    // A file may end in several line feeds; that of the scores in pairs without one.
    while sentences.count > scores.count, let last = sentences.last, isBlank(last) {
      sentences.removeLast()
    }
    while scores.count > sentences.count, let last = scores.last, isBlank(last) {
      scores.removeLast()
    }
    guard sentences.count == scores.count else {
      throw LineError(
        file: goldFile, line: scores.count,
        problem: "it has \(scores.count) lines, but \(sentences.count) pairs are in \(file)")
    }
    var pairs: [SentencePair] = []
    for (sentence, score) in zip(sentences, scores) where !isBlank(score) {
      guard sentence.fields.count >= 2 else {
        throw LineError(
          file: file, line: sentence.number, problem: "it has no tab between two sentences")
      }
      pairs.append(
        try pair(
          sentence.fields[0], sentence.fields[1], score.fields[0], file: goldFile,
          line: score.number))
    }
    return pairs
  }

  /// STS-Benchmark: the score is field 4, the sentences 5 and 6, counted from 0.
  func benchmark(_ data: Data, file: String) throws -> [SentencePair] {
    try lines(data, file: file).map { line in
      guard line.fields.count >= 7 else {
        throw LineError(
          file: file, line: line.number,
          problem: "it has \(line.fields.count) tab-separated fields; at least 7 are expected")
      }
      return try pair(
        line.fields[5], line.fields[6], line.fields[4], file: file, line: line.number)
    }
  }

  /// SICK: sentences in fields 1 and 2, the score in 3, counted from 0, below a header in any
  /// language.
  func sick(_ data: Data, file: String) throws -> [SentencePair] {
    try lines(data, file: file).compactMap { line in
      guard line.fields.count >= 5 else {
        throw LineError(
          file: file, line: line.number,
          problem: "it has \(line.fields.count) tab-separated fields; 5 are expected")
      }
      if line.number == 1, Double(line.fields[3]) == nil { return nil }
      return try pair(
        line.fields[1], line.fields[2], line.fields[3], file: file, line: line.number)
    }
  }

  /// STS-Benchmark of sentence-transformers: the rows of a split, by the header's names.
  func split(_ split: String, of data: Data, file: String) throws -> [SentencePair] {
    let lines = try lines(data, file: file)
    let header = lines.first?.fields ?? []
    let places = ["split", "score", "sentence1", "sentence2"].map { header.firstIndex(of: $0) }
    guard
      case (let place?, let score?, let first?, let second?) =
        (places[0], places[1], places[2], places[3])
    else {
      throw LineError(
        file: file, line: 1, problem: "its header lacks split, score, sentence1 or sentence2")
    }
    return try lines.dropFirst().compactMap { line in
      guard line.fields.count == header.count else {
        throw LineError(
          file: file, line: line.number,
          problem: "it has \(line.fields.count) tab-separated fields; the header \(header.count)")
      }
      guard line.fields[place] == split else { return nil }
      return try pair(
        line.fields[first], line.fields[second], line.fields[score], file: file, line: line.number)
    }
  }

  /// Rows of JSON with `sentence1`, `sentence2` and `score`; scores in 0…1 are made 0…5.
  func jsonLines(_ data: Data, file: String) throws -> [SentencePair] {
    var rows: [(pair: (String, String), score: Double, line: Int)] = []
    try JSONLines.forEach(data, file: file) { row, line in
      guard let first = row["sentence1"]?.text, let second = row["sentence2"]?.text,
        let score = row["score"]?.number
      else {
        throw LineError(
          file: file, line: line,
          problem: "it lacks sentence1, sentence2 or a score that is a number")
      }
      rows.append(((first.withSingleBlanks, second.withSingleBlanks), score, line))
    }
    let isUnit = range.upperBound == 5 && rows.allSatisfy { (0...1).contains($0.score) }
    return try rows.map { row in
      let score = isUnit ? 5 * row.score : row.score
      return try pair(row.pair.0, row.pair.1, "\(score)", file: file, line: row.line)
    }
  }
}

/// JSON Lines: a value a line; blank lines are passed over.
enum JSONLines {
  /// - Throws: ``LineError``, and what the body throws.
  static func forEach(
    _ data: Data, file: String, _ body: (_ row: JSONNode, _ line: Int) throws -> Void
  ) throws {
    let rest = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data[...]
    for (index, bytes) in rest.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
      try body(try JSONNode.parse(Data(bytes), file: file, line: index + 1), index + 1)
    }
  }
}
