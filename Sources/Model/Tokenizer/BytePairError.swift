/// Why `vocab.json` or `merges.txt` cannot be used: file, line, what was found and what to do.
public struct BytePairError: Error, Equatable, Sendable, CustomStringConvertible {
  public let source: String
  /// 1-based; nil where the fault lies in no line.
  public let line: Int?
  /// 1-based, in bytes; nil where the line is short enough to be read.
  public let column: Int?
  public let problem: String

  public var description: String {
    let place = [line.map { ", line \($0)" }, column.map { ", column \($0)" }]
    return source + place.compactMap { $0 }.joined() + ": " + problem
  }

  init(source: String, line: Int? = nil, column: Int? = nil, problem: String) {
    self.source = source
    self.line = line
    self.column = column
    self.problem = problem
  }
}
