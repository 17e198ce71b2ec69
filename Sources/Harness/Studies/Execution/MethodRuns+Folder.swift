public import Decisions
import Files
public import Foundation
import Model
import Runs

extension MethodRuns {
  /// The runs of a folder for which every filter holds; those that a study no longer has are not
  /// taken, unless a filter asks for `in-study`.
  ///
  /// - Throws: `InputError` for no finished runs, a damaged one, or runs that differ in more than
  ///   seeds; ``RunList``'s errors.
  public init(_ folder: URL, filters: [(key: String, value: String)]) throws {
    let words = filters.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    let name = filters.isEmpty ? folder.standardizedFileURL.lastPathComponent : words
    var list = try RunList([folder]).filtered(filters).runs
    if !filters.contains(where: { $0.key == "in-study" }) {
      list = list.filter { $0.isInStudy != false }
    }
    if let damaged = list.first(where: { $0.state == .damaged }) {
      throw InputError(
        file: damaged.path,
        problem: "the run is damaged: \(damaged.problem ?? "unknown"); remove it by 'simcse runs'")
    }
    let whole = list.filter { $0.state == .finished || $0.state == .diverged }
    let leftOut = list.filter { [.partial, .running, .waiting].contains($0.state) }.map(\.id)
    guard !whole.isEmpty else {
      throw InputError(
        file: folder.path, problem: "no finished run\(words.isEmpty ? "" : " has \(words)")")
    }
    let runs = try whole.map {
      try FinishedRun(
        URL(fileURLWithPath: $0.path), factors: $0.factors, withPairs: true)
    }
    self.init(name: name, runs: runs, leftOut: leftOut)
    try requireOneMethod(folder.path)
  }
}
