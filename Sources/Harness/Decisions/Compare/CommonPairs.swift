import Files
import Evaluation
import Files
import Runs
import Statistics

/// The pairs that two methods were scored on, as the joint bootstrap takes them.
struct CommonPairs {
  let tasks: [ScoredTask]
  /// Nil where no run says which sentences its pairs have.
  let sentences: PairSentences?

  /// - Throws: `InputError` where the runs were not scored on the same pairs.
  init(_ a: [FinishedRun], _ b: [FinishedRun], tasks: [String]) throws {
    self.tasks = try tasks.map { try Self.task($0, a, b) }
    sentences = try Self.sentences(a + b, tasks: tasks)
  }

  private static func task(
    _ name: String, _ a: [FinishedRun], _ b: [FinishedRun]
  ) throws -> ScoredTask {
    func cosines(_ runs: [FinishedRun]) throws -> (gold: [Double], cosines: [[Double]]) {
      var gold: [Double]?
      let all = try runs.map { run in
        let pairs = run.tasks.first { $0.name == name }?.pairs ?? []
        guard !run.tasksWithoutPairs.contains(name) else {
          throw InputError(
            file: run.id, problem: "it was imported without the scores of \(name) by pair")
        }
        gold = gold ?? pairs.map(\.gold)
        guard !pairs.isEmpty, gold == pairs.map(\.gold) else {
          throw InputError(
            file: run.id, problem: "its pairs of \(name) are not those of the other runs")
        }
        return pairs.map(\.cosine)
      }
      return (gold ?? [], all)
    }
    let (own, other) = (try cosines(a), try cosines(b))
    guard own.gold == other.gold else {
      throw InputError(file: name, problem: "both methods were not scored on the same pairs")
    }
    return ScoredTask(name: name, gold: own.gold, a: own.cosines, b: other.cosines)
  }

  /// The sentences that the runs say, which must be the same; of runs on the same pairs one is enough.
  private static func sentences(
    _ runs: [FinishedRun], tasks: [String]
  ) throws -> PairSentences? {
    var first: (numbers: [[PairScores.Sentences]], sentences: PairSentences)?
    for run in runs {
      let known = tasks.compactMap { name in run.tasks.first { $0.name == name }?.sentences }
      guard known.count == tasks.count, known != first?.numbers else { continue }
      // Runs on other tasks besides number the same sentences in another way.
      let own = PairSentences(known.map { task in task.map { ($0.first, $0.second) } })
      guard first.map({ $0.sentences == own }) ?? true else {
        throw InputError(
          file: run.id,
          problem: "its pairs have other sentences than those of the other runs; score all runs on "
            + "the same files")
      }
      first = first ?? (known, own)
    }
    return first?.sentences
  }
}
