/// Why tokens or `merges.txt` cannot be used: file, line, what was found and what to do.
public struct BytePairError: Error, Equatable, Sendable, CustomStringConvertible {
  public let source: String
  /// 1-based; nil where the fault lies in no line.
  public let line: Int?
  public let problem: String

  public var description: String {
    source + (line.map { ", line \($0)" } ?? "") + ": " + problem
  }

  init(source: String, line: Int? = nil, problem: String) {
    self.source = source
    self.line = line
    self.problem = problem
  }
}
