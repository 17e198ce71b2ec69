/// Why runs cannot be gated: the file or folder, what was found, what to do.
public struct GateError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let problem: String
  public var description: String { "\(file): \(problem)" }

  public init(file: String, problem: String) {
    self.file = file
    self.problem = problem
  }
}
