/// Why a study or settings file cannot be used: file, key, what was found, what to do.
public struct StudyError: Error, CustomStringConvertible, Equatable {
  public let file: String
  public let problem: String
  public var description: String { "\(file): \(problem)" }

  public init(file: String, problem: String) {
    self.file = file
    self.problem = problem
  }
}
