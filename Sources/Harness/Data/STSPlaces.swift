import Files
import Foundation

/// Where the layouts of the field keep a file of an STS task.
///
/// - Source: SentEval's `get_transfer_data.bash`; the SemEval packages of 2012 to 2016; MTEB's and
///   sentence-transformers' repositories on the Hugging Face hub.
struct STSPlaces {
  /// A file of a task in the form that its layout has.
  enum Found: Equatable {
    /// This package's: tabs, one file.
    case own(URL)
    /// Two files, line by line.
    case inputAndGold(input: URL, gold: URL)
    /// STS-Benchmark: tabs, at least seven fields, in spite of the name CSV.
    case benchmark(URL)
    /// SICK: a header and five tab fields.
    case sick(URL)
    /// Rows of JSON: a whole task.
    case lines(URL)
    /// STS-Benchmark of sentence-transformers: a header with `split`.
    case splits(URL)

    /// The file that errors name.
    var file: URL {
      switch self {
      case .own(let file), .benchmark(let file), .sick(let file), .lines(let file),
        .splits(let file):
        file
      case .inputAndGold(_, let gold): gold
      }
    }
  }

  /// The folders below which files are looked for, the nearest first.
  let bases: [URL]

  init(_ folder: URL) {
    let below = [
      "", "sts", "STS", "downstream", "data/downstream", "SentEval/data/downstream",
      "data/downstream/STS", "SentEval/data/downstream/STS", "downstream/STS", "data/sts", "data",
    ]
    var bases = below.map { $0.isEmpty ? folder : folder.appendingPathComponent($0) }
    if ["STS", "sts"].contains(folder.lastPathComponent) {
      bases.append(folder.deletingLastPathComponent())
    }
    self.bases = bases.filter { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The file at a path of this package's layout, such as `STS12/MSRpar.tsv`; nil where no layout has
  /// it.
  ///
  /// - Throws: `InputError` for parquet and Arrow, which are not read.
  func find(_ path: String) throws -> Found? {
    for base in bases {
      let own = base.appendingPathComponent(path)
      if InputFile.isThere(own) { return .own(own) }
    }
    let parts = path.split(separator: "/").map(String.init)
    guard parts.count == 2, parts[1].hasSuffix(".tsv") else { return nil }
    let (task, item) = (parts[0], String(parts[1].dropLast(4)))
    for base in bases {
      if let found = Self.find(task, item, below: base) { return found }
    }
    for base in bases {
      if let found = try Self.rows(task, item, below: base) { return found }
    }
    return nil
  }

  /// MTEB's file of the task that has a path of this package's layout; nil where there is none.
  ///
  /// - Throws: as ``find(_:)``.
  func mteb(_ path: String) throws -> URL? {
    let parts = path.split(separator: "/").map(String.init)
    guard parts.count == 2, parts[1].hasSuffix(".tsv") else { return nil }
    for base in bases {
      if case .lines(let file)? = try Self.rows(parts[0], String(parts[1].dropLast(4)), below: base)
      {
        return file
      }
    }
    return nil
  }

  private static let packages = [
    "STS12": "test-gold", "STS13": "test-gs", "STS14": "sts-en-test-gs-2014",
    "STS15": "test_evaluation_task2a", "STS16": "sts2016-english-with-gs-v1.0",
  ]

  private static func find(_ task: String, _ item: String, below base: URL) -> Found? {
    func file(_ path: String) -> URL? {
      let url = base.appendingPathComponent(path)
      return InputFile.isThere(url) ? url : nil
    }
    switch task {
    case "STSBenchmark":
      for folder in ["STSBenchmark/", "stsbenchmark/", "STS/STSBenchmark/", ""] {
        if let found = file("\(folder)sts-\(item).csv") { return .benchmark(found) }
      }
      for name in ["stsbenchmark.tsv.gz", "stsbenchmark.tsv"] {
        if let found = file(name) { return .splits(found) }
      }
    case "SICK":
      let name = "SICK_\(item == "test" ? "test_annotated" : item).txt"
      for folder in ["SICK/", "sick/", ""] {
        if let found = file(folder + name) { return .sick(found) }
      }
    default:
      guard let package = packages[task] else { return nil }
      let folders = [
        "\(task)-en-test/", "\(task)-en-test/\(package)/", "\(task)/", "\(task)/\(package)/",
        "\(package)/",
      ]
      for folder in folders {
        for name in ["STS", "STS20" + task.dropFirst(3)] {
          if let input = file("\(folder)\(name).input.\(item).txt"),
            let gold = file("\(folder)\(name).gs.\(item).txt")
          {
            return .inputAndGold(input: input, gold: gold)
          }
        }
      }
    }
    return nil
  }

  /// The names of MTEB's data sets.
  private static let repositories = [
    "STSBenchmark": "stsbenchmark-sts", "SICK": "sickr-sts", "STS12": "sts12-sts",
    "STS13": "sts13-sts", "STS14": "sts14-sts", "STS15": "sts15-sts", "STS16": "sts16-sts",
  ]

  private static func rows(_ task: String, _ item: String, below base: URL) throws -> Found? {
    guard let repository = repositories[task] else { return nil }
    let splits = task != "STSBenchmark" ? ["test"] : item == "dev" ? ["dev", "validation"] : [item]
    for name in [repository, "mteb--" + repository, "mteb___" + repository] {
      for folder in [name, name + "/data"] {
        let place = base.appendingPathComponent(folder)
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: place.path) else {
          continue
        }
        for split in splits {
          for suffix in [".jsonl.gz", ".jsonl"] where files.contains(split + suffix) {
            return .lines(place.appendingPathComponent(split + suffix))
          }
        }
        if let packed = files.sorted().first(where: UnreadForm.isUnread) {
          throw UnreadForm.error(place.appendingPathComponent(packed))
        }
      }
    }
    return nil
  }
}

/// Forms of tables that Foundation cannot read, and the line that exports them.
enum UnreadForm {
  /// Whether a name is that of a parquet or an Arrow file.
  static func isUnread(_ name: String) -> Bool {
    name.hasSuffix(".parquet") || name.hasSuffix(".arrow")
  }

  /// The refusal of such a file.
  static func error(_ file: URL) -> InputError {
    let load =
      file.pathExtension == "parquet"
      ? "load_dataset('parquet', data_files='\(file.lastPathComponent)', split='train')"
      : "load_from_disk('.')"
    let function = String(load.prefix { $0 != "(" })
    return InputError(
      file: file.path,
      problem: "\(file.pathExtension == "parquet" ? "parquet" : "Arrow") is not read; export it in "
        + "its folder by: python3 -c \"from datasets import \(function); "
        + "\(load).to_json('test.jsonl')\"")
  }
}
