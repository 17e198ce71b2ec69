/// The only list of STS tasks: one entry a task, in the order of the tables.
public enum STSCatalog {
  /// The seven tasks of SimCSE: the yearly tests, STS-Benchmark's test and SICK's test.
  public static let tasks: [STSDataset] = [
    semEval("STS12", ["MSRpar", "MSRvid", "SMTeuroparl", "surprise.OnWN", "surprise.SMTnews"]),
    semEval("STS13", ["FNWN", "headlines", "OnWN"]),
    semEval(
      "STS14", ["deft-forum", "deft-news", "headlines", "images", "OnWN", "tweet-news"]),
    semEval(
      "STS15", ["answers-forums", "answers-students", "belief", "headlines", "images"]),
    semEval(
      "STS16", ["answer-answer", "headlines", "plagiarism", "postediting", "question-question"]),
    benchmark(split: "test"),
    sick(name: "SICK-R", splits: ["test"]),
  ]

  /// SICK as MTEB counts it: all 9,927 pairs.
  public static let wholeSICK = sick(name: "SICK-R", splits: ["train", "trial", "test"])
  /// STS-Benchmark's development split, on which checkpoints are chosen.
  public static let development = benchmark(split: "dev")

  /// SICK's development split, which SimCSE's `--mode dev` scores.
  public static let trialSICK = renamed(sick(name: "SICK-R", splits: ["trial"]), "SICK-R-trial")
  /// Sets that are scored on request alone.
  public static let others: [STSDataset] = [
    development, trialSICK, renamed(wholeSICK, "SICK-R-all"),
    renamed(benchmark(split: "train"), "STSBenchmark-train"),
    sick(name: "SICK-R-train", splits: ["train"]),
  ]
  /// Every set, in the order in which results have them.
  public static let all: [STSDataset] = tasks + others
  /// What SimCSE's evaluation scores in each of its modes.
  public static let modes: [String: [STSDataset]] = [
    "test": tasks, "dev": [development, trialSICK], "fasttest": tasks,
  ]

  private static func renamed(_ set: STSDataset, _ name: String) -> STSDataset {
    STSDataset(
      name: name, files: set.files, columns: set.columns, score: set.score, first: set.first,
      second: set.second, hasHeader: set.hasHeader, range: set.range)
  }

  /// The task of a name, the seven's or another's.
  public static func task(named name: String) -> STSDataset? {
    all.first { $0.name == name }
  }

  /// The tasks of the given names, in the order of the catalog; nil for a name it does not have.
  public static func tasks(named names: [String]) -> [STSDataset]? {
    let known = Set(tasks.map(\.name))
    guard names.allSatisfy(known.contains) else { return nil }
    return tasks.filter { names.contains($0.name) }
  }

  private static func semEval(_ name: String, _ subsets: [String]) -> STSDataset {
    STSDataset(
      name: name, files: subsets.map { ($0, "\(name)/\($0).tsv") }, columns: 3, score: 0, first: 1,
      second: 2, hasHeader: false, range: 0...5)
  }

  private static func benchmark(split: String) -> STSDataset {
    STSDataset(
      name: split == "test" ? "STSBenchmark" : "STSBenchmark-\(split)",
      files: [(split, "STSBenchmark/\(split).tsv")], columns: 7, score: 4, first: 5, second: 6,
      hasHeader: false, range: 0...5)
  }

  private static func sick(name: String, splits: [String]) -> STSDataset {
    STSDataset(
      name: name, files: splits.map { ($0, "SICK/\($0).tsv") }, columns: 5, score: 3, first: 1,
      second: 2, hasHeader: true, range: 1...5)
  }
}
