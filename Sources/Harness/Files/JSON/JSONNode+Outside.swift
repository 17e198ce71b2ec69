package import Foundation

/// JSON that other programs wrote, read without a type: what is asked for is taken, the rest is passed over.
extension JSONNode {
  /// The deepest nesting that is read.
  static let deepest = 64
  /// The most bytes of one value: in memory it takes some twenty times as many.
  static let mostBytes = 64 << 20

  /// The value that a whole text is, whose first line has a number.
  ///
  /// - Throws: ``LineError``.
  package static func parse(_ text: Data, file: String, line: Int) throws(LineError) -> JSONNode {
    guard text.count <= mostBytes else {
      throw LineError(
        file: file, line: line,
        problem: "the JSON has \(Numeral.size(text.count)); at most \(Numeral.size(mostBytes))"
          + " are read")
    }
    do { return try JSONText.read(text, mostDepth: deepest) } catch let problem as JSONProblem {
      throw LineError(file: file, line: line + (problem.line ?? 1) - 1, problem: problem.words)
    } catch {
      throw LineError(file: file, line: line, problem: "it cannot be read as JSON")
    }
  }

  /// The value that a file is.
  ///
  /// - Throws: `InputError` or ``LineError``.
  package static func read(_ url: URL) throws -> JSONNode {
    try parse(try InputFile.read(url), file: url.path, line: 1)
  }

  /// The value of a key; nil where there is none or it is null.
  package subscript(_ key: String) -> JSONNode? {
    guard let value = members?.last(where: { $0.key.utf8.elementsEqual(key.utf8) })?.value,
      value != .null
    else { return nil }
    return value
  }

  package var text: String? { if case .string(let text) = self { text } else { nil } }
  package var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  package var list: [JSONNode]? { if case .array(let list) = self { list } else { nil } }
  package var members: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }
  /// A finite number.
  package var number: Double? { double }
  /// A whole number that an `Int` holds exactly.
  package var whole: Int? { whole(Int.self) }
}
