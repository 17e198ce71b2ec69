public import Foundation

/// A file of word vectors, of which some words are kept: GloVe's text, word2vec's text, whose first
/// line says words and numbers, or word2vec's binary form; plain or gzip.
///
/// Text has a word and H numbers a line, a blank between; a word may hold blanks. The binary form has
/// after the first line each word, a blank, and H little-endian float32. Of a word that is there twice
/// the first vector is taken.
///
/// - Source: GloVe 1.2, `save_params`; word2vec, `word2vec.c`; both as gensim 4.3 reads them.
public struct WordVectorFile: Sendable {
  /// The numbers of a vector, H.
  public private(set) var width = 0
  /// The place of each kept word, in UTF-8, in the order of the file.
  public private(set) var places: [[UInt8]: Int] = [:]
  /// The vectors of the kept words, end to end.
  public private(set) var values: [Float] = []
  /// SHA-256 of the file as it was read.
  public let checksum: String

  private static let (newline, blank, widest) = (UInt8(0x0A), UInt8(0x20), 100_000)

  /// Reads the vectors of the words that are to be kept.
  ///
  /// - Throws: `InputError`, and ``LineError`` for a line with too few numbers or one that is none.
  public init(_ url: URL, keeping words: Set<[UInt8]>) throws {
    let data = try InputFile.read(url, mapped: true)
    checksum = SHA256.hexDigest(of: data)
    let lines = LineReader(data)
    guard let first = lines.line(from: 0), !first.isEmpty else {
      throw InputError(file: url.path, problem: "it does not begin with a word and its numbers")
    }
    let fields = lines.fields(first)
    if fields.count == 2, let count = Int(lines.text(fields[0])),
      let width = Int(lines.text(fields[1]))
    {
      guard (1...Self.widest).contains(width), count > 0 else {
        throw InputError(
          file: url.path, problem: "its first line asks for \(count) vectors of \(width) numbers")
      }
      self.width = width
      let body = first.upperBound + 1
      let second = lines.line(from: body)
      let isText = second.map { lines.fields($0).suffix(width).allSatisfy(lines.isNumber) } ?? true
      if !isText {
        try readBinary(data, lines, from: body, count: count, keeping: words, file: url.path)
      } else {
        try readText(lines, from: body, line: 2, keeping: words, file: url.path)
      }
    } else {
      // Of words with blanks the numbers are those at the end; the first word of a release has none.
      width = fields.count - 1
      guard width >= 1, width <= Self.widest else {
        throw InputError(
          file: url.path,
          problem:
            "its first line has \(fields.count) fields; a word and its numbers are expected, "
            + "blanks between")
      }
      try readText(lines, from: 0, line: 1, keeping: words, file: url.path)
    }
  }

  private mutating func readText(
    _ lines: LineReader, from start: Int, line: Int, keeping words: Set<[UInt8]>, file: String
  ) throws {
    var (start, line) = (start, line)
    while let range = lines.line(from: start) {
      defer { (start, line) = (range.upperBound + 1, line + 1) }
      if range.isEmpty { continue }
      let fields = lines.fields(range)
      guard fields.count > width, let word = fields.first, let last = fields.last else {
        throw LineError(
          file: file, line: line,
          problem: "it has \(fields.count) fields; a word and \(width) numbers are expected")
      }
      let numbers = fields.suffix(width)
      let end = (numbers.first?.lowerBound ?? last.lowerBound) - 1
      let bytes = lines.bytes(word.lowerBound..<end)
      guard words.contains(bytes), places[bytes] == nil else { continue }
      places[bytes] = places.count
      for field in numbers {
        guard let number = Float(lines.text(field)), number.isFinite else {
          throw LineError(
            file: file, line: line, problem: "'\(lines.text(field))' should be a finite number")
        }
        values.append(number)
      }
    }
  }

  private mutating func readBinary(
    _ data: Data, _ lines: LineReader, from start: Int, count: Int, keeping words: Set<[UInt8]>,
    file: String
  ) throws {
    var place = start
    for number in 1...count {
      while place < lines.count, lines.byte(place) == Self.newline { place += 1 }
      guard let end = lines.next(Self.blank, from: place), end + 4 * width < lines.count else {
        throw InputError(
          file: file,
          problem: "it ends in vector \(number) of the \(count) that its first line says; fetch it "
            + "again")
      }
      let bytes = lines.bytes(place..<end)
      place = end + 1 + 4 * width
      guard words.contains(bytes), places[bytes] == nil else { continue }
      places[bytes] = places.count
      for column in 0..<width {
        let value = Float(bitPattern: lines.word(end + 1 + 4 * column))
        guard value.isFinite else {
          throw InputError(
            file: file, problem: "number \(column + 1) of vector \(number) is \(value)")
        }
        values.append(value)
      }
    }
  }
}

/// Lines and fields of bytes, by their places.
private struct LineReader {
  private let data: Data

  init(_ data: Data) { self.data = data }

  var count: Int { data.count }

  func byte(_ place: Int) -> UInt8 { data.span[place] }

  /// Four bytes as a number, the least first.
  func word(_ place: Int) -> UInt32 {
    let span = data.span
    return (0..<4).reversed().reduce(0) { $0 << 8 | UInt32(span[place + $1]) }
  }

  /// The next place of a byte; nil where there is none.
  func next(_ byte: UInt8, from start: Int) -> Int? {
    let span = data.span
    var place = start
    while place < span.count {
      if span[place] == byte { return place }
      place += 1
    }
    return nil
  }

  /// The line that begins at a place, without its end; nil behind the last.
  func line(from start: Int) -> Range<Int>? {
    guard start < data.count else { return nil }
    return start..<(next(0x0A, from: start) ?? data.count)
  }

  /// The parts of a line between blanks or tabs; a carriage return at its end is left out.
  func fields(_ line: Range<Int>) -> [Range<Int>] {
    let span = data.span
    var (fields, start): ([Range<Int>], Int?) = ([], nil)
    for place in line {
      let isBlank = [0x20, 0x09, 0x0D].contains(span[place])
      if isBlank, let begun = start {
        fields.append(begun..<place)
        start = nil
      } else if !isBlank, start == nil {
        start = place
      }
    }
    if let start { fields.append(start..<line.upperBound) }
    return fields
  }

  func bytes(_ range: Range<Int>) -> [UInt8] {
    let span = data.span
    return range.map { span[$0] }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes(range), as: UTF8.self) }

  func isNumber(_ range: Range<Int>) -> Bool { Float(text(range)) != nil }
}
