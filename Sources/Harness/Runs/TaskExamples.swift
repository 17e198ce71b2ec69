import Data
import Files
import Foundation
public import Model

/// The training and development examples of a run's tasks, as token ids.
public struct TaskExamples: Sendable, Equatable {
  /// One split of one task.
  public struct Split: Sendable, Equatable {
    public var first: [[Int32]]
    /// Empty where an example is one sentence.
    public var second: [[Int32]]
    /// Classes, 0 or 1, or similarities of 0 … 5.
    public var targets: [Double]

    func tokenCount(of example: Int) -> Int {
      first[example].count + (second.isEmpty ? 0 : second[example].count)
    }
  }

  public struct Task: Sendable, Equatable {
    public var task: TaskSource.Task
    public var head: TaskHead
    public var training: Split
    public var development: Split
  }

  public var source: TaskSource
  public var tasks: [Task]

  /// The steps of one epoch: a batch of each task, one after another or side by side.
  func stepsPerEpoch(batchSize: Int) -> Int {
    let batches = (source.examples + batchSize - 1) / batchSize
    return source.mix == .summed ? batches : batches * tasks.count
  }

  /// The examples of a step of an epoch: which tasks, and the place in each one's order.
  func batches(at step: Int, batchSize: Int) -> [(task: Int, places: Range<Int>)] {
    let isSummed = source.mix == .summed
    let batch = isSummed ? step : step / tasks.count
    let places = batch * batchSize..<min((batch + 1) * batchSize, source.examples)
    return isSummed ? tasks.indices.map { ($0, places) } : [(step % tasks.count, places)]
  }

  /// The tokens of an epoch, by the mean of each task's examples.
  var tokenCount: Int {
    tasks.reduce(0) { sum, task in
      let all = task.training.targets.indices.reduce(0) { $0 + task.training.tokenCount(of: $1) }
      return sum + all * source.examples / max(1, task.training.targets.count)
    }
  }
}

extension TaskExamples {
  /// Text of one split before it is tokenized.
  private typealias Rows = [(sentences: [String], target: Double)]

  /// Reads the splits of the tasks; `leaks` checks training text against what is scored.
  ///
  /// - Throws: the readers' errors; `InputError` for fewer examples than asked for.
  init(
    _ source: TaskSource, width: Int, tokenizer: Tokenizer, maximumTokens: Int, places: Places,
    checksums: inout [String: String], texts: inout [(name: String, examples: [[String]])],
    targets: inout [LeakTarget]
  ) throws {
    self.source = source
    let folder = try places.resolve(source.folder)
    let policy: ChecksumPolicy = source.folder.hasPrefix("$SIMCSE_DATA") ? .published : .own
    func split(_ rows: Rows) -> Split {
      func side(_ place: Int) -> [[Int32]] {
        rows.compactMap {
          place < $0.sentences.count
            ? tokenizer.ids($0.sentences[place], maxTokens: maximumTokens) : nil
        }
      }
      return Split(first: side(0), second: side(1), targets: rows.map(\.target))
    }
    tasks = []
    for head in source.heads {
      let (training, development) = try Self.rows(head.task, folder, policy, &checksums)
      guard training.rows.count >= source.examples else {
        throw InputError(
          file: folder.appendingPathComponent(training.name).path,
          problem: "it has \(training.rows.count) examples, but tasks.examples asks for "
            + "\(source.examples) an epoch; ask for fewer")
      }
      let scored = Array(development.rows.prefix(source.scoredExamples))
      texts.append((training.name, training.rows.map(\.sentences)))
      targets.append(LeakTarget(name: development.name, rows: scored.map(\.sentences)))
      tasks.append(
        Task(
          task: head.task, head: TaskSource.head(head, width: width),
          training: split(training.rows),
          development: split(scored)))
    }
  }

  private static func rows(
    _ task: TaskSource.Task, _ folder: URL, _ policy: ChecksumPolicy,
    _ checksums: inout [String: String]
  ) throws -> (training: (name: String, rows: Rows), development: (name: String, rows: Rows)) {
    func read<Example: TextExample>(
      _ dataset: Dataset<Example>, _ target: (Example) -> Double?
    ) throws -> (name: String, rows: Rows) {
      let read = try dataset.read(folder, checksums: policy)
      checksums["tasks/" + dataset.path] = read.checksum
      return (
        dataset.name,
        read.examples.compactMap { example in target(example).map { (example.sentences, $0) } }
      )
    }
    switch task {
    case .sentiment:
      let target = { (example: SSTExample) in example.sentiment.map { Double($0) } }
      return (
        try read(SSTDatasets.train, target), try read(SSTDatasets.development, target)
      )
    case .paraphrase:
      let target = { (pair: ParaphrasePair) -> Double? in pair.isDuplicate ? 1 : 0 }
      return (
        try read(QuoraDatasets.trainPart, target), try read(QuoraDatasets.development, target)
      )
    case .similarity:
      let target = { (example: STSExample) in example.similarity }
      return (
        try read(CS224NSTSDatasets.train, target), try read(CS224NSTSDatasets.development, target)
      )
    }
  }
}
