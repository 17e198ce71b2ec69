import Files
public import Foundation

/// Scores that another program printed or wrote: by task, without the pairs behind them.
public struct ScoreTable: Sendable, Equatable {
  /// The program whose form the file has.
  public enum Origin: String, Codable, Sendable, CaseIterable {
    case mteb, simcse
    case simcseTrainer = "simcse-trainer"
    case sentenceTransformers = "sentence-transformers"
  }

  /// One score.
  public struct Entry: Sendable, Equatable {
    /// The task as this package names it.
    public let task: String
    /// −1…1.
    public let spearman: Double
    /// −1…1; nil where the file has none.
    public let pearson: Double?
    /// How far the number may be from the one computed, as it was rounded.
    public let rounding: Double
    /// The epoch and step of training, where the file says them.
    public var epoch: Double?
    public var step: Double?
  }

  public let origin: Origin
  /// In the order of the file; of sentence-transformers one a call.
  public let entries: [Entry]
  /// The split scored, as the file names it.
  public let split: String
  /// The version of the program, where the file says it.
  public let version: String?
  /// The revision of the data, where the file says it.
  public let dataRevision: String?
  /// SHA-256 of the file.
  public let checksum: String

  /// The names that others give the tasks.
  private static let names = [
    "STSBenchmark": "STSBenchmark", "STSB": "STSBenchmark", "SICKRelatedness": "SICK-R",
    "SICK-R": "SICK-R-all", "STS12": "STS12", "STS13": "STS13", "STS14": "STS14", "STS15": "STS15",
    "STS16": "STS16",
  ]

  /// The task that MTEB scores under a name, as this package names it; nil for none of STS.
  package static func task(named name: String, split: String) -> String? {
    guard let task = names[name] else { return nil }
    switch split {
    case "test": return task
    case "validation": return task + "-dev"
    default: return "\(task)-\(split)"
    }
  }

  /// Reads a file of any of the forms, recognized by its content.
  ///
  /// - Throws: `InputError` or ``LineError``, naming file and line.
  public static func read(_ url: URL) throws -> ScoreTable {
    let data = try InputFile.read(url)
    return try parse(data, file: url.path)
  }

  package static func parse(_ data: Data, file: String) throws -> ScoreTable {
    let head = String(decoding: data.prefix(4096), as: UTF8.self)
    if head.drop(while: \.isWhitespace).first == "{" { return try mteb(data, file: file) }
    if head.hasPrefix("epoch,") { return try sentenceTransformers(data, file: file) }
    if head.contains("eval_stsb_spearman") { return try trainer(data, file: file) }
    return try simcse(data, file: file)
  }

  /// A number from −1 to 1.
  static func correlation(
    _ text: String, file: String, line: Int, percent: Bool = false
  ) throws -> Double {
    guard let value = Double(text.trimmingCharacters(in: .whitespaces)) else {
      throw LineError(file: file, line: line, problem: "'\(text.prefix(40))' is not a number")
    }
    let score = percent ? value / 100 : value
    guard score >= -1, score <= 1 else {
      throw LineError(
        file: file, line: line,
        problem: "\(text.prefix(40)) is no correlation \(percent ? "times 100" : "from -1 to 1")")
    }
    return score
  }

  /// Half a unit of the last decimal that a text has.
  static func rounding(_ text: String) -> Double {
    guard let point = text.firstIndex(of: ".") else { return 0.5 }
    let decimals = text[point...].dropFirst().prefix(while: \.isNumber).count
    return 0.5 * (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
  }
}

// MARK: The forms

extension ScoreTable {
  /// MTEB's `TASK.json`; `cosine_spearman` is the score.
  private static func mteb(_ data: Data, file: String) throws -> ScoreTable {
    func fail(_ problem: String) -> InputError { InputError(file: file, problem: problem) }
    let json = try JSONNode.parse(data, file: file, line: 1)
    guard let name = (json["task_name"] ?? json["mteb_dataset_name"])?.text else {
      throw fail("key 'task_name' is missing; is this a result of MTEB?")
    }
    guard names[name] != nil else {
      throw fail(
        "task '\(name)' is not one of STS; known: " + names.keys.sorted().joined(separator: ", "))
    }
    let splits = json["scores"]?.members ?? []
    guard let split = splits.first(where: { $0.key == "test" }) ?? splits.first,
      let rows = split.value.list, !rows.isEmpty
    else { throw fail("key 'scores' has no split with a list of scores") }
    let row = rows.first { ["default", "en", nil].contains($0["hf_subset"]?.text) } ?? rows[0]
    guard let spearman = (row["cosine_spearman"] ?? row["main_score"])?.number, abs(spearman) <= 1
    else { throw fail("'cosine_spearman' is missing, or no number from -1 to 1") }
    let pearson = row["cosine_pearson"]?.number
    guard pearson.map({ abs($0) <= 1 }) ?? true else {
      throw fail("'cosine_pearson' is no number from -1 to 1")
    }
    return ScoreTable(
      origin: .mteb,
      entries: [
        Entry(
          task: task(named: name, split: split.key) ?? name, spearman: spearman, pearson: pearson,
          rounding: 0)
      ], split: split.key, version: json["mteb_version"]?.text,
      dataRevision: json["dataset_revision"]?.text, checksum: SHA256.hexDigest(of: data))
  }

  /// The table that SimCSE's `evaluation.py` prints, wherever it is in a log: the last one.
  private static func simcse(_ data: Data, file: String) throws -> ScoreTable {
    var header: [String]?
    var found: (header: [String], values: [String], line: Int, split: String)?
    var split = "test"
    _ = try PlainLines.forEach(data, file: file) { text, line in
      let line = (text.trimmingCharacters(in: .whitespaces), line)
      if line.0.hasPrefix("------ ") {
        split = line.0.trimmingCharacters(in: CharacterSet(charactersIn: "- "))
      }
      guard line.0.hasPrefix("|"), line.0.hasSuffix("|"), line.0.count > 2 else { return }
      let cells = line.0.dropFirst().dropLast().split(separator: "|").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      if let names = header, names.count == cells.count {
        found = (names, cells, line.1, split)
        header = nil
      } else {
        header = cells.contains(where: { names[$0] != nil }) ? cells : nil
      }
    }
    guard let found else {
      throw InputError(
        file: file,
        problem:
          "no known form of scores: \(PairTable.lacking(data)). Nor is it a table of SimCSE's "
          + "evaluation.py, MTEB's JSON, sentence-transformers' CSV or SimCSE's eval_results.txt")
    }
    var entries: [Entry] = []
    for (name, value) in zip(found.header, found.values) {
      guard let task = names[name] else { continue }
      // 'SICKRelatedness' is SICK's test; of STS-Benchmark in development the split is another.
      let isDevelopment = found.split == "dev"
      let own =
        !isDevelopment
        ? task
        : task == "SICK-R"
          ? "SICK-R-trial"
          : task == "STSBenchmark"
            ? "STSBenchmark-dev" : task
      // In development other tasks are not scored, and what was not scored has 0.00 in any mode.
      if isDevelopment && own == task || value == "0.00" { continue }
      entries.append(
        Entry(
          task: own,
          spearman: try correlation(value, file: file, line: found.line, percent: true),
          pearson: nil, rounding: rounding(value) / 100))
    }
    guard !entries.isEmpty else {
      throw LineError(
        file: file, line: found.line, problem: "each task has 0.00: none of them was scored")
    }
    return ScoreTable(
      origin: .simcse, entries: entries, split: found.split, version: nil, dataRevision: nil,
      checksum: SHA256.hexDigest(of: data))
  }

  /// `eval_results.txt` of SimCSE's trainer: `key = value`, on development.
  private static func trainer(_ data: Data, file: String) throws -> ScoreTable {
    let tasks = [
      "eval_stsb_spearman": "STSBenchmark-dev", "eval_sickr_spearman": "SICK-R-trial",
    ]
    var entries: [Entry] = []
    var epoch: Double?
    _ = try PlainLines.forEach(data, file: file) { text, line in
      let parts = text.split(separator: "=", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard parts.count == 2 else {
        throw LineError(file: file, line: line, problem: "'key = value' is expected")
      }
      if parts[0] == "epoch" { epoch = Double(parts[1]) }
      guard let task = tasks[parts[0]] else { return }
      entries.append(
        Entry(
          task: task, spearman: try correlation(parts[1], file: file, line: line), pearson: nil,
          rounding: rounding(parts[1])))
    }
    guard !entries.isEmpty else { throw InputError(file: file, problem: "it has no score") }
    for index in entries.indices { entries[index].epoch = epoch }
    return ScoreTable(
      origin: .simcseTrainer, entries: entries, split: "dev", version: nil, dataRevision: nil,
      checksum: SHA256.hexDigest(of: data))
  }

  /// `similarity_evaluation_NAME_results.csv`: a line a call of the evaluator.
  private static func sentenceTransformers(_ data: Data, file: String) throws -> ScoreTable {
    let name = URL(fileURLWithPath: file).lastPathComponent
    let task =
      name.firstMatch(of: /similarity_evaluation_(.*)_results\.csv/).map { String($0.1) }
      ?? "similarity_evaluation"
    var header: [String] = []
    var entries: [Entry] = []
    try DelimitedText(delimiter: UInt8(ascii: ","), file: file).forEach(
      data, header: { header = $0.fields }
    ) { record in
      func field(_ name: String) -> String? {
        header.firstIndex(of: name).map { record.fields[$0] }
      }
      guard let spearman = field("cosine_spearman") else {
        throw LineError(file: file, line: 1, problem: "its header lacks cosine_spearman")
      }
      entries.append(
        Entry(
          task: ["sts-dev": "STSBenchmark-dev", "sts-test": "STSBenchmark"][task] ?? task,
          spearman: try correlation(spearman, file: file, line: record.line),
          pearson: try field("cosine_pearson").map {
            try correlation($0, file: file, line: record.line)
          }, rounding: 0, epoch: field("epoch").flatMap(Double.init),
          step: field("steps").flatMap(Double.init)))
    }
    guard !entries.isEmpty else {
      throw InputError(file: file, problem: "it has no line of scores")
    }
    return ScoreTable(
      origin: .sentenceTransformers, entries: entries, split: task, version: nil,
      dataRevision: nil, checksum: SHA256.hexDigest(of: data))
  }
}
