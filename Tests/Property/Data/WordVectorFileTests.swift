import Files
import Foundation
import Support
import Testing

@Suite struct WordVectorFileTests {
  private static let numbers: [(word: String, vector: [Float])] = [
    ("the", [0.5, -1, 0.25]), (". . .", [1, 2, 3]), ("caf\u{E9}", [0, 1e-3, -7.5]),
    ("kettle", [4, 0, 1]),
  ]

  /// The words in a form: GloVe's, word2vec's text and binary.
  private static func data(_ form: String) -> Data {
    let header = "\(numbers.count) 3\n"
    func line(_ word: String, _ vector: [Float]) -> String {
      ([word] + vector.map { "\($0)" }).joined(separator: " ") + "\n"
    }
    switch form {
    case "glove": return Data(numbers.map { line($0.word, $0.vector) }.joined().utf8)
    case "text": return Data((header + numbers.map { line($0.word, $0.vector) }.joined()).utf8)
    default:
      var data = Data(header.utf8)
      for (word, vector) in numbers where !word.contains(" ") || form == "spaced" {
        data += Data((word + " ").utf8)
        for value in vector {
          for shift in [0, 8, 16, 24] as [UInt32] {
            data.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
          }
        }
        if form == "binary-lines" { data.append(0x0A) }
      }
      return Data("3 3\n".utf8) + data.dropFirst(header.utf8.count)
    }
  }

  private func read(
    _ data: Data, _ words: [String], name: String = "vectors.txt"
  ) throws -> [String: [Float]] {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: name)
      try data.write(to: url)
      let file = try WordVectorFile(url, keeping: Set(words.map { Array($0.utf8) }))
      #expect(file.values.count == file.places.count * file.width)
      return Dictionary(
        uniqueKeysWithValues: file.places.map { word, place in
          (
            String(decoding: word, as: UTF8.self),
            Array(file.values[place * file.width..<(place + 1) * file.width])
          )
        })
    }
  }

  @Test(arguments: ["glove", "text", "binary", "binary-lines"])
  func `every form gives the vectors of the words asked for, and no others`(_ form: String) throws {
    let found = try read(Self.data(form), ["kettle", "caf\u{E9}", "absent"])
    #expect(found == ["kettle": [4, 0, 1], "caf\u{E9}": [0, 1e-3, -7.5]])
  }

  @Test func `a word of text may hold blanks`() throws {
    for form in ["glove", "text"] {
      #expect(try read(Self.data(form), [". . ."]) == [". . .": [1, 2, 3]])
    }
  }

  @Test func `of a word that is there twice the first vector is taken`() throws {
    #expect(
      try read(Data("a 1 2\nb 3 4\na 5 6\n".utf8), ["a", "b"]) == ["a": [1, 2], "b": [3, 4]])
  }

  @Test func `line ends of any system, tabs and a last line without one are read`() throws {
    #expect(try read(Data("a\t1 2\r\nb 3 4".utf8), ["a", "b"]) == ["a": [1, 2], "b": [3, 4]])
  }

  @Test(arguments: [
    ("", "it does not begin with a word"), ("word\n", "its first line has 1 fields"),
    ("a 1 2\nb 3\n", "line 2: it has 2 fields; a word and 2 numbers are expected"),
    ("a 1 2\nb x 4\n", "line 2: 'x' should be a finite number"),
    ("a 1 2\nb nan 4\n", "line 2: 'nan' should be a finite number"),
    ("2 0\na\n", "its first line asks for 2 vectors of 0 numbers"),
    ("2 2\na \u{1}\u{1}\u{1}\u{1}", "it ends in vector 1 of the 2"),
  ])
  func `a damaged file is named with what was found`(_ text: String, _ words: String) {
    do {
      _ = try read(Data(text.utf8), ["a", "b"])
      Issue.record("'\(text)' was read")
    } catch { #expect("\(error)".contains(words), "\(error)") }
  }
}
