import Evaluation
import Model
package import Runs
package import Statistics

extension ScoredTask {
  /// The runs' cosines and gold scores on the tasks of a measure, as the joint bootstrap takes them.
  ///
  /// - Throws: ``StudyError`` where the runs were not scored on the same pairs.
  static func of(
    _ a: [FinishedRun], _ b: [FinishedRun], tasks: [String]
  ) throws -> [ScoredTask] {
    try tasks.map { name in
      func cosines(_ runs: [FinishedRun]) throws -> (gold: [Double], cosines: [[Double]]) {
        var gold: [Double]?
        let all = try runs.map { run in
          let pairs = run.tasks.first { $0.name == name }?.pairs ?? []
          guard !run.tasksWithoutPairs.contains(name) else {
            throw StudyError(
              file: run.id, problem: "it was imported without the scores of \(name) by pair")
          }
          gold = gold ?? pairs.map(\.gold)
          guard !pairs.isEmpty, gold == pairs.map(\.gold) else {
            throw StudyError(
              file: run.id, problem: "its pairs of \(name) are not those of the other runs")
          }
          return pairs.map(\.cosine)
        }
        return (gold ?? [], all)
      }
      let (own, other) = (try cosines(a), try cosines(b))
      guard own.gold == other.gold else {
        throw StudyError(file: name, problem: "both methods were not scored on the same pairs")
      }
      return ScoredTask(name: name, gold: own.gold, a: own.cosines, b: other.cosines)
    }
  }
}

extension SeedLayout {
  /// The layout of runs; nil for one whose mean has an undefined standard error.
  package init?(_ seeds: [RunSettings.Seeds]) {
    self.init(
      streams: RandomStream.Name.allCases.map { name in seeds.map { $0.seed(name) } },
      runs: seeds.count)
  }
}
