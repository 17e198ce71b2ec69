import Evaluation
public import Files
import Foundation
public import Model
public import Runs
import Statistics

extension GateBaseline {
  /// Records runs, in whatever order they come.
  ///
  /// - Inputs: `margin` in points.
  /// - Throws: `InputError` for runs that are not alike but for their seeds, for a run that is
  ///   there twice, and for seeds in no layout that ``SeedLayout`` knows.
  public init(
    _ given: [FinishedRun], source: String, margin: Double, bootstrap: Bootstrap,
    compute: Compute
  ) throws(InputError) {
    let runs = Self.inOrder(given)
    guard let first = runs.first else { throw InputError(file: source, problem: "it has no runs") }
    try Self.requireAlike(runs, source: source)
    format = Self.format
    self.margin = margin
    settings = first.settings
    settingsHash = Self.hash(first.settings)
    checksums = first.manifest.checksums
    numericFingerprint = first.manifest.numericFingerprint
    imported = ImportedNotes.words(on: runs)
    self.bootstrap = bootstrap
    self.runs = runs.map {
      Run(
        id: $0.id, seeds: $0.seeds, commit: $0.manifest.commit,
        parametersHash: $0.result.keptHash, divergedAtStep: $0.result.divergedAtStep)
    }
    tasks = []
    for index in first.tasks.indices {
      if let stated = try Self.statedTask(runs, first.tasks[index].name, source: source) {
        tasks.append(stated)
        continue
      }
      tasks.append(
        try Self.task(runs.map { $0.tasks[index] }, bootstrap, source: source, compute: compute))
    }
    average = nil
    guard tasks.count > 1 else { return }
    let pearson = tasks.compactMap(\.pearson)
    average = Average(
      spearman: Self.averaged(tasks.map(\.spearman)),
      pearson: pearson.count == tasks.count ? Self.averaged(pearson) : nil)
  }

  /// A task of which some run was imported without its pairs; nil for any other.
  private static func statedTask(
    _ runs: [FinishedRun], _ name: String, source: String
  ) throws(InputError) -> Task? {
    let lacking = runs.filter { $0.tasksWithoutPairs.contains(name) }
    guard let first = lacking.first else { return nil }
    guard lacking.count == runs.count else {
      throw InputError(
        file: source,
        problem:
          "run \(first.id) was imported without the scores of \(name) by pair, and others have "
          + "them; gate runs of one kind at a time")
    }
    func scores(_ correlation: Correlation) -> [Double] {
      runs.compactMap {
        StudyMeasure(task: name, correlation: correlation).value(in: $0.result.scores)
      }
    }
    let (spearman, pearson) = (scores(.spearman), scores(.pearson))
    let rounding = runs.rounding(of: StudyMeasure(task: name, correlation: .spearman))
    return Task(
      name: name, rounding: rounding > 0 ? rounding : nil, spearman: Score(spearman, nil),
      pearson: pearson.count == runs.count ? Score(pearson, nil) : nil)
  }

  private static func inOrder(_ runs: [FinishedRun]) -> [FinishedRun] {
    func key(_ run: FinishedRun) -> [UInt64] { RandomStream.Name.allCases.map(run.seeds.seed) }
    return runs.sorted {
      let (a, b) = (key($0), key($1))
      return a == b ? $0.id < $1.id : a.lexicographicallyPrecedes(b)
    }
  }

  private static func requireAlike(_ runs: [FinishedRun], source: String) throws(InputError) {
    let first = runs[0]
    for (index, run) in runs.enumerated().dropFirst() {
      let names = (first.id, run.id)
      var differences = GateDifferences.between(first.settings, run.settings, names: names)
      differences += GateDifferences.between(
        first.manifest.checksums, run.manifest.checksums, names: names)
      if run.manifest.numericFingerprint != first.manifest.numericFingerprint {
        differences.append("numeric fingerprint")
      }
      if run.tasks.map(\.name) != first.tasks.map(\.name) { differences.append("tasks") }
      guard differences.isEmpty else {
        throw InputError(
          file: source,
          problem: "runs \(first.id) and \(run.id) are unlike in more than their seeds: "
            + differences.joined(separator: "; ") + "; gate runs of one kind at a time")
      }
      if run.seeds == runs[index - 1].seeds {
        throw InputError(
          file: source,
          problem: "runs \(runs[index - 1].id) and \(run.id) have the same seeds; counted twice, a "
            + "run makes the spread look smaller, so leave one out")
      }
    }
    guard SeedLayout(runs.map(\.seeds)) != nil else {
      throw InputError(
        file: source,
        problem: "some runs share a seed that others do not have, and two factors are not fully "
          + "crossed; give every run seeds of its own ('seeds' of a study) or cross two streams")
    }
  }

  private static func task(
    _ runs: [FinishedRun.Task], _ settings: Bootstrap, source: String, compute: Compute
  ) throws(InputError) -> Task {
    let (name, gold) = (runs[0].name, runs[0].pairs.map(\.gold))
    let cosines = runs.map { $0.pairs.map(\.cosine) }
    for run in runs where run.pairs.map(\.gold) != gold {
      throw InputError(
        file: source, problem: "\(name): the runs were scored on pairs with unlike gold scores")
    }
    var scores: (spearman: [Double], pearson: [Double]) = ([], [])
    for values in cosines {
      do throws(StatisticError) {
        scores.spearman.append(try Statistics.spearman(values, gold))
        scores.pearson.append(try Statistics.pearson(values, gold))
      } catch {
        throw InputError(file: source, problem: "\(name): \(error)")
      }
    }
    let replicates = PairBootstrap(
      task: name, gold: gold, cosines: cosines, seed: settings.seed,
      resamples: settings.resamples, compute: compute)
    let text = gold.map(\.description).joined(separator: "\n")
    return Task(
      name: name, pairs: gold.count, goldTies: ties(gold), cosineTies: cosines.map(ties),
      goldHash: SHA256.hexDigest(of: Data(text.utf8)),
      spearman: Score(scores.spearman, Replicates(replicates.spearman)),
      pearson: Score(scores.pearson, Replicates(replicates.pearson)))
  }

  /// How many values another one equals.
  private static func ties(_ values: [Double]) -> Int {
    let sorted = values.sorted()
    return sorted.indices.count { index in
      (index > 0 && sorted[index] == sorted[index - 1])
        || (index + 1 < sorted.count && sorted[index] == sorted[index + 1])
    }
  }

  /// Scores and replicates averaged over tasks.
  private static func averaged(_ parts: [Score]) -> Score {
    var score = Score(
      parts[0].scores.indices.map { run in
        parts.reduce(0) { $0 + $1.scores[run] } / Double(parts.count)
      }, Replicates.averaged(parts.map(\.replicateValues)))
    score.replicates = nil
    return score
  }

  static func hash(_ settings: [String: String]) -> String {
    let lines = settings.map { (key: RunSettings.firstKey($0.key), value: $0.value) }
      .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }
    return SHA256.hexDigest(of: Data(lines.joined().utf8))
  }
}

extension GateBaseline.Score {
  init(_ scores: [Double], _ replicates: Replicates?) {
    let spread = SeedSpread(scores, layout: .independent)
    self.init(
      scores: scores, mean: spread.mean,
      deviation: spread.uncertainty.map { $0.ofOneRun.squareRoot() },
      pairDeviation: replicates?.deviation, replicates: replicates?.text)
  }

  /// The replicates as numbers; nil where there are none or they cannot be read.
  var replicateValues: Replicates? { replicates.flatMap { Replicates(text: $0) } }
}
