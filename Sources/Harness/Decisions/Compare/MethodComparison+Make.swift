import Files
public import Model
import Runs
import Statistics

extension MethodComparison {
  /// Compares two methods.
  ///
  /// - Throws: `InputError` for fewer than two runs of either besides those that are on both sides,
  ///   unlike protocols, a measure that the runs do not have, or seeds laid out so that a mean has no
  ///   plain error; `StatisticError`.
  /// - Randomness: streams under the options' seed; threads change nothing.
  public init(_ a: MethodRuns, _ b: MethodRuns, options: Options, compute: Compute) throws {
    try MethodRuns.requireAlike(a, b, acrossProtocols: options.acrossProtocols)
    let measure = options.measure
    let tasks = a.runs.first?.tasks.map(\.name) ?? []
    if let task = measure.task, !tasks.contains(task) {
      throw InputError(
        file: "--measure \(measure)",
        problem: "the runs were scored on \(tasks.joined(separator: ", ")), or the average")
    }
    try MethodRuns.requireScores(a.runs + b.runs, of: measure)
    let matched = try MatchedRuns(a, b)
    var notes =
      matched.notes
      + [("A", a), ("B", b)].compactMap { letter, side in
        ImportedNotes.words(on: side.runs).map { "\(letter) was \($0)" }
      }
    let fromPairs = try Self.bootstrap(matched, tasks: tasks, options, compute, &notes)
    let names = [measure.task] + ([nil] + tasks.map(Optional.some)).filter { $0 != measure.task }
    func rounding(_ measure: StudyMeasure) -> Double {
      a.runs.rounding(of: measure) + b.runs.rounding(of: measure)
    }
    let differences = try names.map { task in
      let own = StudyMeasure(task: task, correlation: measure.correlation)
      return try matched.difference(
        own,
        varianceFromPairs: fromPairs?[task ?? StudyMeasure.average]?.difference.varianceFromPairs
      ).rounded(by: rounding(own))
    }
    let overSeeds = differences.map(\.overSeeds)
    let first = Verdicts([overSeeds[0]], level: options.level, margin: options.margin)
    let others = Verdicts(
      Array(overSeeds.dropFirst()), level: options.level, margin: options.margin)
    let adjusted = [nil] + others.adjustedP.map(Optional.some)
    rows = try zip(names, zip(differences, first.all + others.all)).enumerated().map {
      index, item in
      let (task, (difference, verdict)) = item
      let own = StudyMeasure(task: task, correlation: measure.correlation)
      let ((x, y), rounding) = (matched.scores(own), rounding(own))
      let superiority =
        matched.pairing == .paired
        ? try Superiority.paired(x, y, rounding: rounding, level: options.level)
        : try Superiority.independent(x, y, rounding: rounding, level: options.level)
      let alone = difference.overSeeds
      let pairs = fromPairs?[task ?? StudyMeasure.average]
      return Row(
        name: task ?? StudyMeasure.average, a: try mean(x), aDeviation: try standardDeviation(x),
        b: try mean(y), bDeviation: try standardDeviation(y), difference: difference.estimate,
        interval: alone.interval(level: options.level),
        jointInterval: difference.varianceFromPairs.map { _ in
          difference.interval(level: options.level)
        }, pairs: pairs?.pairs, effectivePairs: pairs?.effectivePairs, p: alone.p(),
        adjustedP: adjusted[index],
        superiority: superiority.probability, superiorityInterval: superiority.interval,
        signedRankP: matched.pairing == .paired
          ? try WilcoxonSignedRank(x, y, rounding: rounding).p : nil,
        verdict: verdict.words(margin: "\(Numeral.hundredfold(options.margin)) points"))
    }
    self.a = Self.side(a)
    self.b = Self.side(b)
    pairing = matched.pairing.rawValue
    commonSeeds = matched.pairing == .unpaired ? nil : matched.a.count
    sameRuns = matched.sameRuns
    self.measure = "\(measure)"
    (level, margin) = (options.level, options.margin)
    answer = Answer(first.all[0])
    if let interval = rows[0].jointInterval, [.better, .worse].contains(answer),
      interval.contains(0)
    {
      notes.append(
        "the difference is one on these sentence pairs: over other pairs like them its interval "
          + "holds 0")
    }
    self.notes = notes
    try addOrder(
      matched, matched.scores(measure), rounding: rounding(measure), options, compute)
  }

  private static func side(_ runs: MethodRuns) -> Side {
    Side(
      name: runs.name, runs: runs.runs.map(\.id), diverged: runs.diverged, leftOut: runs.leftOut,
      imported: ImportedNotes.words(on: runs.runs))
  }

  /// The joint bootstrap by task; nil, and a note, where it cannot be had.
  private static func bootstrap(
    _ matched: MatchedRuns, tasks: [String], _ options: Options, _ compute: Compute,
    _ notes: inout [String]
  ) throws -> [String: SentenceBootstrap.Part]? {
    // What is known of imported runs says so already.
    guard (matched.a + matched.b).allSatisfy(\.tasksWithoutPairs.isEmpty) else { return nil }
    guard matched.pairing == .paired else {
      notes.append(
        "no interval over seeds and pairs: it takes runs of both methods under the same seeds")
      return nil
    }
    let common: CommonPairs
    do {
      common = try CommonPairs(matched.a, matched.b, tasks: tasks)
    } catch let error as InputError {
      notes.append("no interval over seeds and pairs: \(error)")
      return nil
    }
    let bootstrap = try SentenceBootstrap(
      common.tasks, sentences: common.sentences, correlation: options.measure.correlation,
      resamples: options.resamples, stream: RandomStream(seed: options.seed, label: "compare"),
      compute: compute)
    let measured =
      zip(tasks, bootstrap.tasks).first { $0.0 == options.measure.task }?.1 ?? bootstrap.average
    notes.append(measured.pairNote)
    return Dictionary(
      zip(tasks + [StudyMeasure.average], bootstrap.tasks + [bootstrap.average]).map { ($0, $1) }
    ) { first, _ in first }
  }

  private mutating func addOrder(
    _ matched: MatchedRuns, _ scores: ([Double], [Double]), rounding: Double, _ options: Options,
    _ compute: Compute
  ) throws {
    guard matched.pairing == .unpaired else {
      orderRefused = "the runs share seeds, and its bound is for runs that share none"
      return
    }
    let stream = RandomStream(seed: options.seed, label: "compare-order")
    func order(_ name: String, _ x: [Double], _ y: [Double]) throws(StatisticError) -> Order {
      let order = try AlmostStochasticOrder(
        x, y, rounding: rounding, level: options.level, resamples: options.resamples,
        stream: stream.fork(name), compute: compute)
      return Order(
        greater: name, violation: order.violation, bound: order.bound, isGreater: order.isGreater)
    }
    do throws(StatisticError) {
      self.order = [try order("a", scores.0, scores.1), try order("b", scores.1, scores.0)]
    } catch .tooFew(let found, let needed) {
      orderRefused =
        "\(found) runs of one method, and with fewer than \(needed) it names winners "
        + "where there are none"
    }
  }
}
