import Evaluation
import Files
import Foundation
public import Model
public import Runs
import Statistics

/// The scores of recorded runs, and what later runs are compared to them by; no sentence is in it.
///
/// Of each task it keeps the runs' scores and, instead of the pairs, the replicates of
/// ``PairBootstrap``: those of later runs on the same pairs are drawn alike and subtracted.
public struct GateBaseline: Codable, Sendable, Equatable {
  /// The version of this form.
  public var format: Int
  /// The settings that all runs share, by key path, without the seeds.
  public var settings: [String: String]
  /// SHA-256 of those settings, under the keys that they first had.
  public var settingsHash: String
  /// SHA-256 of what the runs read, by its role.
  public var checksums: [String: String]
  /// Nil for imported runs, which promise no bits.
  public var numericFingerprint: String?
  /// Where imported runs come from and what they lack; nil where none was imported.
  public var imported: String?
  public var bootstrap: Bootstrap
  /// In the order of their seeds; every list of scores has this order.
  public var runs: [Run]
  public var tasks: [Task]
  /// The mean over tasks, run by run; absent for a single task.
  public var average: Average?

  public struct Bootstrap: Codable, Sendable, Equatable {
    public var seed: UInt64
    public var resamples: Int

    public init(seed: UInt64, resamples: Int) {
      self.seed = seed
      self.resamples = resamples
    }
  }

  public struct Run: Codable, Sendable, Equatable {
    public var id: String
    public var seeds: RunSettings.Seeds
    public var commit: String
    public var parametersHash: String?
    public var divergedAtStep: Int?
  }

  /// A task; of pairs nothing is known where scores alone were imported.
  public struct Task: Codable, Sendable, Equatable {
    public var name: String
    public var pairs: Int?
    /// Pairs whose gold score another pair has too.
    public var goldTies: Int?
    /// Pairs whose cosine another pair has too, for each run.
    public var cosineTies: [Int]?
    /// SHA-256 of the gold scores in order.
    public var goldHash: String?
    /// How far a score may be from the one computed, as the source of imported runs rounded it.
    public var rounding: Double?
    public var spearman: Score
    /// Nil where imported scores have none.
    public var pearson: Score?
  }

  public struct Average: Codable, Sendable, Equatable {
    public var spearman: Score
    public var pearson: Score?
  }

  /// One statistic of the recorded runs, −1…1.
  public struct Score: Codable, Sendable, Equatable {
    /// Run by run.
    public var scores: [Double]
    public var mean: Double
    /// Between runs; absent for a single one.
    public var deviation: Double?
    /// Of the mean, over resampled pairs; absent where there are none.
    public var pairDeviation: Double?
    /// The mean score of every resample in millionths; absent for the average, which follows, and where
    /// there are no pairs.
    public var replicates: String?
  }

  /// The one form that is known.
  static let format = 1

  /// What one unit of a replicate is worth: no difference below it can be told.
  package static let grain = 1e-6
}

extension GateBaseline {
  /// Records runs, in whatever order they come.
  ///
  /// - Throws: ``GateError`` for runs that are not alike but for their seeds, for a run that is
  ///   there twice, and for seeds in no layout that ``SeedLayout`` knows.
  public init(
    _ given: [FinishedRun], source: String, bootstrap: Bootstrap, compute: Compute
  ) throws(GateError) {
    let runs = Self.inOrder(given)
    guard let first = runs.first else { throw GateError(file: source, problem: "it has no runs") }
    try Self.requireAlike(runs, source: source)
    format = Self.format
    settings = first.settings
    settingsHash = Self.hash(first.settings)
    checksums = first.manifest.checksums
    numericFingerprint = first.manifest.numericFingerprint
    imported = ImportedNotes.words(on: runs)
    self.bootstrap = bootstrap
    self.runs = runs.map {
      Run(
        id: $0.id, seeds: $0.seeds, commit: $0.manifest.commit,
        parametersHash: $0.result.parametersHash, divergedAtStep: $0.result.divergedAtStep)
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
  ) throws(GateError) -> Task? {
    let lacking = runs.filter { $0.tasksWithoutPairs.contains(name) }
    guard let first = lacking.first else { return nil }
    guard lacking.count == runs.count else {
      throw GateError(
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

  private static func requireAlike(_ runs: [FinishedRun], source: String) throws(GateError) {
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
        throw GateError(
          file: source,
          problem: "runs \(first.id) and \(run.id) are unlike in more than their seeds: "
            + differences.joined(separator: "; ") + "; gate runs of one kind at a time")
      }
      if run.seeds == runs[index - 1].seeds {
        throw GateError(
          file: source,
          problem: "runs \(runs[index - 1].id) and \(run.id) have the same seeds; counted twice, a "
            + "run makes the spread look smaller, so leave one out")
      }
    }
    guard SeedLayout(runs.map(\.seeds)) != nil else {
      throw GateError(
        file: source,
        problem: "some runs share a seed that others do not have, and two factors are not fully "
          + "crossed; give every run seeds of its own ('seeds' of a study) or cross two streams")
    }
  }

  private static func task(
    _ runs: [FinishedRun.Task], _ settings: Bootstrap, source: String, compute: Compute
  ) throws(GateError) -> Task {
    let (name, gold) = (runs[0].name, runs[0].pairs.map(\.gold))
    let cosines = runs.map { $0.pairs.map(\.cosine) }
    for run in runs where run.pairs.map(\.gold) != gold {
      throw GateError(
        file: source, problem: "\(name): the runs were scored on pairs with unlike gold scores")
    }
    var scores: (spearman: [Double], pearson: [Double]) = ([], [])
    for values in cosines {
      do throws(StatisticError) {
        scores.spearman.append(try Statistics.spearman(values, gold))
        scores.pearson.append(try Statistics.pearson(values, gold))
      } catch {
        throw GateError(file: source, problem: "\(name): \(error)")
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
