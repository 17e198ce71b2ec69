public import Foundation

/// The finished runs of one method, alike in everything but their seeds.
public struct MethodRuns: Sendable {
  /// What it is called in a comparison.
  public let name: String
  public let runs: [ComparedRun]
  /// Runs that were not finished, and so are not in it.
  public let leftOut: [String]

  /// The runs of a folder for which every filter holds; those that a study no longer has are not
  /// taken, unless a filter asks for `in-study`.
  ///
  /// - Throws: ``StudyError`` for no finished runs, a damaged one, or runs that differ in more than
  ///   seeds; ``RunList``'s errors.
  public init(_ folder: URL, filters: [(key: String, value: String)]) throws {
    let words = filters.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    name = filters.isEmpty ? folder.standardizedFileURL.lastPathComponent : words
    var list = try RunList([folder]).filtered(filters).runs
    if !filters.contains(where: { $0.key == "in-study" }) {
      list = list.filter { $0.isInStudy != false }
    }
    if let damaged = list.first(where: { $0.state == .damaged }) {
      throw StudyError(
        file: damaged.path,
        problem: "the run is damaged: \(damaged.problem ?? "unknown"); remove it by 'simcse runs'")
    }
    let whole = list.filter { $0.state == .finished || $0.state == .diverged }
    leftOut = list.filter { [.partial, .running, .waiting].contains($0.state) }.map(\.id)
    guard !whole.isEmpty else {
      throw StudyError(
        file: folder.path, problem: "no finished run\(words.isEmpty ? "" : " has \(words)")")
    }
    runs = try whole.map {
      try ComparedRun(URL(fileURLWithPath: $0.path), factors: $0.factors)
    }
    try requireOneMethod(folder.path)
  }

  package init(name: String, runs: [ComparedRun]) {
    (self.name, self.runs, leftOut) = (name, runs, [])
  }

  private func requireOneMethod(_ path: String) throws {
    guard let first = runs.first else { return }
    for run in runs.dropFirst() {
      let keys = Set(first.run.settings.keys).union(run.run.settings.keys).sorted()
      let unlike = keys.filter {
        first.run.settings[$0] != run.run.settings[$0] && $0 != "evaluation.batch-size"
      }
      guard unlike.isEmpty else {
        throw StudyError(
          file: path,
          problem: "its runs are not of one method: they differ in "
            + unlike.joined(separator: ", ") + "; choose one by --a KEY=VALUE and --b KEY=VALUE")
      }
    }
    for (place, run) in runs.enumerated() {
      guard !runs[..<place].contains(where: { $0.run.seeds == run.run.seeds }) else {
        throw StudyError(
          file: path, problem: "two of its runs have the same seeds; name each run once")
      }
    }
  }

  var diverged: Int { runs.filter { $0.result.divergedAtStep != nil }.count }

  /// Refuses methods that were not scored alike.
  ///
  /// - Throws: ``StudyError`` naming each difference.
  static func requireAlike(_ a: MethodRuns, _ b: MethodRuns, acrossProtocols: Bool) throws {
    guard let first = a.runs.first else { return }
    for run in a.runs + b.runs {
      let tasks = run.run.tasks.map(\.name)
      guard tasks == first.run.tasks.map(\.name) else {
        throw StudyError(
          file: run.id,
          problem: "it was scored on \(tasks.joined(separator: ", ")), others on "
            + first.run.tasks.map(\.name).joined(separator: ", "))
      }
      let differences = run.evaluationProtocol.differences(from: first.evaluationProtocol)
      guard acrossProtocols || differences.isEmpty else {
        throw StudyError(
          file: run.id,
          problem: "it was not scored as \(first.id) was: "
            + differences.joined(separator: "; ") + "; say --across-protocols to compare anyway")
      }
    }
  }
}
