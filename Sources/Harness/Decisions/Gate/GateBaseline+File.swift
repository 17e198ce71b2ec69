import Files
public import Foundation
import Runs
import Statistics

extension GateBaseline {
  /// Writes the baseline: sorted keys, one spelling of every number.
  ///
  /// - Throws: `WriteError`.
  public func write(to url: URL) throws {
    try AtomicFile.write(try StrictJSON.encode(self), to: url)
  }

  /// Reads a baseline and refuses one whose parts do not fit one another.
  ///
  /// - Throws: `InputError`, naming the key where one is wrong.
  public init(_ url: URL) throws {
    try self.init(data: try InputFile.read(url), file: url.path)
  }

  /// A baseline from its JSON.
  ///
  /// - Throws: `InputError` naming the key.
  public init(data: Data, file: String) throws {
    let form = try StrictJSON.decodePart(Form.self, from: data, file: file)
    guard form.format == Self.format else { throw Self.unknown(form.format, file: file) }
    self = try StrictJSON.decode(GateBaseline.self, from: data, file: file)
    for key in settings.keys.sorted() {
      let new = RunSettings.keyOfToday(key, file: file)
      if new != key { settings[new] = settings.removeValue(forKey: key) }
    }
    if let problem {
      throw InputError(file: file, problem: "\(problem); record the baseline again")
    }
  }

  /// What every form has.
  private struct Form: Decodable {
    let format: Int
  }

  private static func unknown(_ format: Int, file: String) -> InputError {
    let again =
      "record the runs again: simcse gate record DIR… --output FILE --margin POINTS"
    return InputError(
      file: file,
      problem: format == 1
        ? "key 'format' is 1, whose gate held within its own noise; now a margin is recorded, so "
          + again + "; or set 'format' to \(Self.format) and add \"margin\": POINTS, the largest "
          + "difference that does not matter"
        : "key 'format' is \(format); this version reads \(Self.format); " + again)
  }

  /// The first part that does not fit the others, in words.
  private var problem: String? {
    if !(margin > 0 && margin < 100) {
      return "key 'margin' is \(margin); it is in points, above 0 and below 100"
    }
    if bootstrap.resamples < 2 { return "key 'bootstrap.resamples' is \(bootstrap.resamples)" }
    if runs.isEmpty { return "key 'runs' is empty" }
    if tasks.isEmpty { return "key 'tasks' is empty" }
    if settingsHash != Self.hash(settings) {
      return "key 'settings-hash' is not the hash of 'settings'"
    }
    if SeedLayout(runs.map(\.seeds)) == nil { return "the seeds of 'runs' are in no known layout" }
    if Set(tasks.map(\.name)).count != tasks.count { return "a task of 'tasks' is there twice" }
    if (average == nil) != (tasks.count == 1) {
      return "key 'average' is \(average == nil ? "missing" : "there") for \(tasks.count) task(s)"
    }
    for task in tasks {
      if let problem = self.problem(task) { return problem }
    }
    guard let average else { return nil }
    let statistics: [(String, Score?, [Score?])] = [
      ("spearman", average.spearman, tasks.map(\.spearman)),
      ("pearson", average.pearson, tasks.map(\.pearson)),
    ]
    for (name, score, parts) in statistics {
      let parts = parts.compactMap { $0 }
      guard (score != nil) == (parts.count == tasks.count) else {
        return "'\(name)' of 'average' is there, or missing, as that of the tasks is not"
      }
      guard let score else { continue }
      if let problem = self.problem(score, hasReplicates: false) {
        return "'\(name)' of 'average': \(problem)"
      }
      for run in runs.indices {
        let mean = parts.reduce(0) { $0 + $1.scores[run] } / Double(parts.count)
        if abs(mean - score.scores[run]) > 1e-12 {
          return "'\(name)' of 'average' is not the mean over the tasks"
        }
      }
      let deviation = Replicates.averaged(parts.map(\.replicateValues))?.deviation
      if (deviation == nil) != (score.pairDeviation == nil)
        || abs((deviation ?? 0) - (score.pairDeviation ?? 0)) > 1e-12
      {
        return "'pair-deviation' of 'average' is not that of the tasks' replicates"
      }
    }
    return nil
  }

  private func problem(_ task: Task) -> String? {
    let parts = [
      task.pairs != nil, task.goldTies != nil, task.cosineTies != nil, task.goldHash != nil,
    ]
    guard Set(parts).count == 1, parts[0] || imported != nil else {
      return "task \(task.name) lacks 'pairs', 'gold-ties', 'cosine-ties' or 'gold-hash'"
    }
    guard task.pearson != nil || imported != nil else { return "task \(task.name) lacks 'pearson'" }
    if let pairs = task.pairs, pairs < 2 { return "task \(task.name) has \(pairs) pairs" }
    if let ties = task.cosineTies, ties.count != runs.count {
      return "task \(task.name) has \(ties.count) 'cosine-ties' for \(runs.count) runs"
    }
    if let rounding = task.rounding, !(0...1).contains(rounding) {
      return "task \(task.name) has a 'rounding' of \(rounding)"
    }
    for case (let name, let score?) in [("spearman", task.spearman), ("pearson", task.pearson)] {
      if let problem = self.problem(score, hasReplicates: task.pairs != nil) {
        return "'\(name)' of task \(task.name): \(problem)"
      }
    }
    return nil
  }

  private func problem(_ score: Score, hasReplicates: Bool) -> String? {
    if score.scores.count != runs.count {
      return "\(score.scores.count) 'scores' for \(runs.count) runs"
    }
    if let bad = score.scores.first(where: { !(abs($0) <= 1) }) {
      return "the score \(bad) is no correlation"
    }
    let spread = SeedSpread(score.scores, layout: .independent)
    if abs(spread.mean - score.mean) > 1e-12 {
      return "'mean' is \(score.mean), the scores' is \(spread.mean)"
    }
    let deviation = spread.uncertainty?.ofOneRun.squareRoot()
    if (deviation == nil) != (score.deviation == nil)
      || abs((deviation ?? 0) - (score.deviation ?? 0)) > 1e-12
    {
      return "'deviation' is not that of the scores"
    }
    guard hasReplicates else {
      return score.replicates == nil ? nil : "'replicates' are there without pairs of its own"
    }
    guard let replicates = score.replicateValues else {
      return "'replicates' is not \(bootstrap.resamples) whole millionths"
    }
    if replicates.values.count != bootstrap.resamples {
      return "\(replicates.values.count) 'replicates' for \(bootstrap.resamples) resamples"
    }
    if !(abs(replicates.deviation - (score.pairDeviation ?? .nan)) <= 1e-12) {
      return "'pair-deviation' is not that of the replicates"
    }
    return nil
  }
}
