/// Why a vocabulary cannot be used; the text names the file, the line and what to do.
public enum VocabularyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no token at all.
  case empty(source: String)
  /// A line is not UTF-8.
  case notUTF8(source: String, line: Int)
  /// A line has no token.
  case emptyLine(source: String, line: Int)
  /// A line repeats the token of an earlier one.
  case repeated(token: String, source: String, line: Int, firstLine: Int)
  /// A special token of the settings is not in the vocabulary.
  case missingSpecial(token: String, role: String, source: String, count: Int)

  public var description: String {
    switch self {
    case .empty(let source):
      "\(source): no tokens found; expected one token a line, the first line being id 0"
    case .notUTF8(let source, let line):
      "\(source), line \(line): not UTF-8; expected a vocabulary saved as UTF-8 text"
    case .emptyLine(let source, let line):
      "\(source), line \(line): an empty line; expected one token a line, as each line is an id"
    case .repeated(let token, let source, let line, let firstLine):
      "\(source), line \(line): \"\(token)\" is already on line \(firstLine); remove one, or "
        + "rename it to keep the ids of the lines after it"
    case .missingSpecial(let token, let role, let source, let count):
      "\(source): none of its \(count) tokens is \"\(token)\", the \(role) token of the settings; "
        + "add it, or name the right token in the settings"
    }
  }
}
