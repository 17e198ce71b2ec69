import Data
import Evaluation
import Files
import Foundation
import Runs
import Studies

extension StudyCollection {
  /// A finished run with all that a report takes of it.
  struct Member {
    /// With the pairs of its tasks as ``Evidence`` keeps them, where it has them.
    var run: FinishedRun
    /// The pairs of its tasks by subset; nil where it has none.
    var subsets: [TaskSubsets]?
    var selection: [SelectionPoint]
    var training: [TrainingPoint]
    var diagnostics: [DiagnosticPoint]?
    var leaks: [String]

    func subsets(of task: String) -> [(subset: String, pairs: [PairScore])]? {
      subsets?.first { $0.task == task }?.subsets
    }
  }

  struct TaskSubsets {
    var task: String
    var subsets: [(subset: String, pairs: [PairScore])]
    var sentences: [PairScores.Sentences]?
  }

  /// Reads a run's folder.
  ///
  /// - Inputs: `needsPairs`, whether a rule asks for them.
  /// - Throws: `InputError` for a run that is not finished or whose pairs do not give its scores; the
  ///   readers' errors.
  static func member(
    _ folder: URL, factors: [RunFactor], needsPairs: Bool
  ) throws -> Member {
    var run = try FinishedRun(folder, factors: factors, withPairs: false)
    let log = try run.imported == nil ? Self.log(folder) : TrainingLog()
    let tasks = try taskSubsets(run, needsPairs: needsPairs)
    run.tasks = (tasks ?? []).map {
      FinishedRun.Task(
        name: $0.task, pairs: $0.subsets.flatMap(\.pairs), sentences: $0.sentences)
    }
    return Member(
      run: run, subsets: tasks,
      selection: log.selection.map { SelectionPoint(step: $0.step, score: $0.spearman) },
      training: log.steps.map {
        TrainingPoint(
          step: $0.step, loss: $0.loss, positiveCosine: $0.positiveCosine,
          negativeCosine: $0.negativeCosine, gradientNorm: $0.gradientNorm)
      },
      diagnostics: log.diagnostics?.map {
        DiagnosticPoint(
          step: $0.step, alignment: $0.alignment, uniformity: $0.uniformity,
          firstComponentShare: $0.firstComponentShare)
      },
      leaks: try leaks(folder))
  }

  private static func taskSubsets(
    _ run: FinishedRun, needsPairs: Bool
  ) throws -> [TaskSubsets]? {
    let sentences = try run.sentences
    var all: [TaskSubsets] = []
    for task in STSCatalog.inOrder(run.result.scores.tasks.keys.sorted()) {
      guard let subsets = try run.subsets(of: task) else {
        guard needsPairs else { return nil }
        throw InputError(
          file: run.pairFile(task).path,
          problem: "there is no such file, and the study's rule needs its pairs; run it again")
      }
      let whole = FinishedRun.Task(
        name: task, pairs: subsets.flatMap(\.pairs), sentences: sentences?[task])
      try run.requireScores(of: whole, within: 1e-9, file: run.pairFile(task).path)
      all.append(
        TaskSubsets(
          task: task, subsets: try asKept(subsets), sentences: whole.sentences))
    }
    return all
  }

  /// Pairs with their cosines as a report keeps them, so that it says what anyone computes from it.
  private static func asKept(
    _ subsets: [(subset: String, pairs: [PairScore])]
  ) throws -> [(subset: String, pairs: [PairScore])] {
    let cosines = subsets.flatMap { $0.pairs.map(\.cosine) }
    return split(
      subsets.map { ($0.subset, $0.pairs.map(\.gold)) },
      try PackedPairs(gold: 0, cosines: cosines).unpacked(pairs: cosines.count, at: "pairs"))
  }

  /// The pairs of subsets, of their gold scores and the cosines of all together.
  static func split(
    _ gold: [(subset: String, scores: [Double])], _ cosines: [Double]
  ) -> [(subset: String, pairs: [PairScore])] {
    var rest = cosines[...]
    return gold.map { subset, scores in
      let own = rest.prefix(scores.count)
      rest = rest.dropFirst(scores.count)
      return (subset, zip(scores, own).map { PairScore(gold: $0, cosine: $1) })
    }
  }

  private static func log(_ folder: URL) throws -> TrainingLog {
    let file = folder.appendingPathComponent(Run.File.log)
    try RunFolder.requireNoLink(file)
    return try StrictJSON.decode(
      TrainingLog.self, from: try InputFile.read(file), file: file.path)
  }
}
