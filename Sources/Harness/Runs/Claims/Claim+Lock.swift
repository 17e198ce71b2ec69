import Files
public import Foundation

extension Claim {
  /// Does something that only one process at a time may do, such as replacing a study's report.
  ///
  /// - Inputs: `place`, a name for it in the folder that the processes share; nothing is there.
  /// - Throws: `WriteError`, and what `body` throws.
  public static func holding<Result>(
    _ place: URL, leaseSeconds: Double, _ body: () throws -> Result
  ) throws -> Result {
    let watch = ClaimWatch()
    while true {
      let answer = try ask(place, leaseSeconds: leaseSeconds) {
        watch.isOver($0, place: place.path)
      }
      switch answer {
      case .claimed(let claim):
        defer { claim.abandon() }
        return try body()
      case .held: Thread.sleep(forTimeInterval: min(leaseSeconds / 8, 0.1))
      case .finished:
        throw WriteError(path: place.path, problem: "nothing should be there; move it away")
      }
    }
  }
}
