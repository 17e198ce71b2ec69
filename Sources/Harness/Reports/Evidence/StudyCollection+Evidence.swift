import Files
import Data
import Evaluation
import Foundation
import Runs
import Statistics
import Studies

extension StudyCollection {
  /// What a report computed from these runs carries, the pairs included where all runs have them.
  func evidence(acrossProtocols: Bool) -> Evidence {
    var gold: [GoldScores] = []
    func place(_ own: GoldScores) -> Int {
      if let known = gold.firstIndex(of: own) { return known }
      gold.append(own)
      return gold.count - 1
    }
    let runs = members.enumerated().map { index, member in
      Evidence.Run(
        id: member.run.id, study: studies.firstIndex { $0.runs.contains(index) },
        manifest: member.run.manifest, result: member.run.result, leaks: member.leaks,
        pairs: member.subsets?.map { task in
          PackedPairs(
            gold: place(
              GoldScores(task: task.task, subsets: task.subsets, sentences: task.sentences)),
            cosines: task.subsets.flatMap { $0.pairs.map(\.cosine) })
        })
    }
    let all = Evidence(
      acrossProtocols: acrossProtocols,
      studies: studies.map {
        Evidence.Source(record: $0.record, history: $0.history)
      }, gold: gold, runs: runs)
    return all.hasPairs ? all : all.withoutPairs
  }

  /// The runs that a report was made of, from what it carries.
  ///
  /// - Inputs: `curves`, its runs, which have the curves; `file`, what errors name.
  /// - Throws: ``EvidenceError``; `InputError` for pairs that do not give the scores of their run.
  init(_ evidence: Evidence, curves: [RunSummary], file: URL) throws {
    guard evidence.runs.map(\.id) == curves.map(\.id) else {
      throw EvidenceError(place: "runs", problem: "they are not those of the page, in its order")
    }
    let gold = try evidence.gold.enumerated().map { index, gold in
      let place = "gold[\(index)]"
      var rest = try gold.unpacked(at: place)[...]
      let subsets = gold.subsets.map { subset in
        defer { rest = rest.dropFirst(subset.pairs) }
        return (subset: subset.name, scores: Array(rest.prefix(subset.pairs)))
      }
      return (gold, subsets, try gold.unpackedSentences(at: place))
    }
    var members: [Member] = []
    for (index, own) in evidence.runs.enumerated() {
      let place = "runs[\(index)]"
      let before = evidence.runs[..<index].count { $0.study == own.study }
      var factors: [RunFactor] = []
      if let study = own.study {
        guard evidence.studies.indices.contains(study),
          before < evidence.studies[study].record.runs.count
        else {
          throw EvidenceError(place: place + ".study", problem: "no study has this run")
        }
        factors = evidence.studies[study].record.runs[before].factors
      }
      let tasks = try own.pairs?.enumerated().map { task, pairs -> TaskSubsets in
        guard gold.indices.contains(pairs.gold) else {
          throw EvidenceError(
            place: "\(place).pairs[\(task)].gold", problem: "no gold scores have this place")
        }
        let (scores, subsets, sentences) = gold[pairs.gold]
        return TaskSubsets(
          task: scores.task,
          subsets: Self.split(
            subsets,
            try pairs.unpacked(pairs: scores.pairs, at: "\(place).pairs[\(task)]")),
          sentences: sentences)
      }
      var run = try FinishedRun(
        folder: file.deletingLastPathComponent().appendingPathComponent(own.id), factors: factors,
        manifest: own.manifest, result: own.result,
        tasks: (tasks ?? []).map {
          FinishedRun.Task(
            name: $0.task, pairs: $0.subsets.flatMap(\.pairs), sentences: $0.sentences)
        })
      run.id = own.id
      if let problem = own.manifest.problem {
        throw EvidenceError(place: place + ".manifest", problem: problem)
      }
      if let problem = own.result.problem(of: own.manifest) {
        throw EvidenceError(place: place + ".result", problem: problem)
      }
      guard try own.manifest.settings?.hash == own.manifest.settingsHash else {
        throw EvidenceError(
          place: place + ".manifest", problem: "its settings have another hash than it says")
      }
      members.append(
        Member(
          run: run, subsets: tasks, selection: curves[index].selection,
          training: curves[index].training, diagnostics: curves[index].diagnostics,
          leaks: own.leaks))
    }
    for source in evidence.studies { try source.history.requireOwnHashes(file: file.path) }
    try self.init(members: members, evidence: evidence, file: file)
  }

  private init(members: [Member], evidence: Evidence, file: URL) throws(EvidenceError) {
    self.members = members
    for (index, source) in evidence.studies.enumerated() {
      let own = evidence.runs.indices.filter { evidence.runs[$0].study == index }
      let range = (own.first ?? 0)..<((own.last ?? -1) + 1)
      guard range.count == own.count, own.count == source.record.runs.count else {
        throw EvidenceError(
          place: "studies[\(index)]",
          problem: "its runs are \(own.count), not one after another as its record's"
            + " \(source.record.runs.count)")
      }
      add(
        source.record, history: source.history, runs: range,
        folder: file.deletingLastPathComponent())
    }
  }

  /// Where the pairs do not give the scores that a run states: the key, what it says and what they give.
  func wrongScores() throws -> [(place: String, stated: Double, computed: Double)] {
    var wrong: [(place: String, stated: Double, computed: Double)] = []
    for (index, member) in members.enumerated() {
      for task in member.subsets ?? [] {
        guard let stated = member.run.result.scores.tasks[task.task] else { continue }
        let own = try TaskScores(subsets: task.subsets.map(\.pairs))
        let place = "evidence.runs[\(index)].result.scores.tasks.\(task.task)"
        let numbers: [(key: String, stated: Double?, own: Double?, tolerance: Double)] = [
          ("spearman", stated.spearman, own.spearman, 1e-12),
          ("pearson", stated.pearson, own.pearson, Self.cosineTolerance),
          ("mean.spearman", stated.mean?.spearman, own.mean?.spearman, 1e-12),
          ("mean.pearson", stated.mean?.pearson, own.mean?.pearson, Self.cosineTolerance),
          ("wmean.spearman", stated.wmean?.spearman, own.wmean?.spearman, 1e-12),
          ("wmean.pearson", stated.wmean?.pearson, own.wmean?.pearson, Self.cosineTolerance),
        ]
        for case (let key, let stated?, let own?, let tolerance) in numbers
        where !(abs(stated - own) <= tolerance) {
          wrong.append(("\(place).\(key)", stated, own))
        }
      }
    }
    return wrong
  }

  /// How far a correlation of cosines that were rounded to Float32 may lie from that of the cosines: their
  /// error is 3·10⁻⁸ of the largest, against a spread of some hundredths of it.
  private static let cosineTolerance = 1e-5
}
