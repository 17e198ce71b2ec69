import Dispatch
public import Foundation
import Synchronization

/// Runs a study: one process a run, several side by side.
///
/// Finished runs are not repeated and interrupted ones are gone on with, so that a study that was
/// stopped is continued by the same command.
public struct StudyRunner: Sendable {
  public let plan: StudyPlan
  /// The study's folder: `plan.json`, `runs/ID` and logs.
  public let folder: URL
  /// The program that runs one run: `PROGRAM train SETTINGS --out DIR --events …`.
  public let program: URL
  /// How many runs go on side by side.
  public let jobs: Int
  /// Further words for the program: places and threads.
  public let options: [String]

  public init(plan: StudyPlan, folder: URL, program: URL, jobs: Int, options: [String]) {
    precondition(jobs >= 1, "\(jobs) jobs run nothing")
    self.plan = plan
    self.folder = folder
    self.program = program
    self.jobs = jobs
    self.options = options
  }

  /// The folder of a run.
  public func runFolder(_ entry: StudyPlan.Entry) -> URL {
    folder.appendingPathComponent("runs").appendingPathComponent(entry.id)
  }

  /// What a caller hears: runs finished, steps done over all runs, and their sum.
  public struct State: Sendable {
    public var finished: Int
    public var runs: Int
    public var stepsDone: Int
    public var steps: Int
  }

  /// What came of a study's runs.
  public struct Outcome: Sendable {
    /// The runs that were finished before, and those that this session finished, by id.
    public var before: [String] = []
    public var finished: [String] = []
    /// The runs that failed, each with what it said.
    public var failures: [(id: String, problem: String)] = []
    /// Runs in the folder that the study no longer has; they are kept.
    public var earlier: [String] = []
  }

  /// Runs what is not finished, whatever becomes of the others.
  ///
  /// - Throws: ``StudyError`` for a folder that holds another study, the readers' errors for a
  ///   damaged run, `WriteError`.
  public func execute(observe: @escaping @Sendable (State) -> Void) throws -> Outcome {
    var record = StudyRecord(plan)
    record.earlier = try earlierRuns()
    var outcome = Outcome()
    outcome.earlier = (record.earlier ?? []).map(\.id)
    let waiting = try plan.entries.filter {
      try Run(settings: $0.settings, folder: runFolder($0)).finishedResult() == nil
    }
    try AtomicFile.write(
      try StrictJSON.encode(record), to: folder.appendingPathComponent("plan.json"))
    outcome.before = plan.entries.map(\.id).filter { !waiting.map(\.id).contains($0) }
    let board = Board(waiting: waiting.count, before: outcome.before.count)
    let next = Atomic(0)
    let problems = Mutex<[String?]>(Array(repeating: nil, count: waiting.count))
    let workers = min(jobs, waiting.count)
    guard workers > 0 else { return outcome }
    let group = DispatchGroup()
    for _ in 0..<workers {
      let thread = Thread {
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < waiting.count else { break }
          do {
            try run(waiting[index]) { done, total in
              observe(board.note(run: index, done: done, of: total))
            }
            observe(board.finish(run: index))
          } catch {
            problems.withLock { $0[index] = "\(error)" }
          }
        }
        group.leave()
      }
      group.enter()
      thread.start()
    }
    group.wait()
    for (entry, problem) in zip(waiting, problems.withLock { $0 }) {
      if let problem {
        outcome.failures.append((entry.id, problem))
      } else {
        outcome.finished.append(entry.id)
      }
    }
    return outcome
  }

  /// The runs of an earlier form of the study of which the folder has kept something.
  private func earlierRuns() throws -> [StudyRecord.Entry]? {
    let file = folder.appendingPathComponent("plan.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let record = try StrictJSON.decode(
      StudyRecord.self, from: try InputFile.read(file), file: file.path)
    guard record.study.name == plan.study.name else {
      throw StudyError(
        file: folder.path,
        problem: "it holds the study '\(record.study.name)'; choose another folder for "
          + "'\(plan.study.name)'")
    }
    var known = Set(plan.entries.map(\.id))
    let kept = (record.runs + (record.earlier ?? [])).filter { entry in
      let place = folder.appendingPathComponent("runs").appendingPathComponent(entry.id)
      return known.insert(entry.id).inserted && RunFolder(place).state != .waiting
    }
    return kept.isEmpty ? nil : kept
  }

  /// Runs one run in a process of its own; its messages go to `runs/ID.log`.
  private func run(
    _ entry: StudyPlan.Entry, observe: @escaping @Sendable (Int, Int) -> Void
  ) throws {
    let runs = folder.appendingPathComponent("runs")
    let settings = runs.appendingPathComponent(entry.id + ".json")
    try AtomicFile.write(try entry.settings.canonicalJSON, to: settings)
    let log = runs.appendingPathComponent(entry.id + ".log")
    try AtomicFile.write(Data(), to: log)
    let process = Process()
    process.executableURL = program
    process.arguments =
      [
        "train", settings.path, "--out", runFolder(entry).path, "--events",
        "--untrained-scores", folder.appendingPathComponent("untrained").path,
      ] + options
    let events = Pipe()
    process.standardOutput = events
    process.standardError = try FileHandle(forWritingTo: log)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var rest = Data()
    while true {
      let data = events.fileHandleForReading.availableData
      if data.isEmpty { break }
      rest += data
      while let end = rest.firstIndex(of: 0x0A) {
        let words = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
          .split(separator: " ").compactMap { Int($0) }
        rest = Data(rest[rest.index(after: end)...])
        if words.count == 2 { observe(words[0], words[1]) }
      }
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let lines = String(decoding: (try? Data(contentsOf: log)) ?? Data(), as: UTF8.self)
        .split(separator: "\n")
      throw StudyError(
        file: log.path,
        problem: "run \(entry.id) ended with \(process.terminationStatus): "
          + (lines.last.map(String.init) ?? "no message"))
    }
    try? FileManager.default.removeItem(at: settings)
    try? FileManager.default.removeItem(at: log)
  }

  /// What each run has done so far.
  private final class Board: Sendable {
    private let steps: Mutex<[(done: Int, total: Int)]>
    private let finished: Mutex<Int>
    private let before: Int

    init(waiting: Int, before: Int) {
      steps = Mutex(Array(repeating: (0, 0), count: waiting))
      finished = Mutex(before)
      self.before = before
    }

    func note(run: Int, done: Int, of total: Int) -> State {
      steps.withLock { $0[run] = (done, total) }
      return state
    }

    func finish(run: Int) -> State {
      finished.withLock { $0 += 1 }
      return state
    }

    private var state: State {
      let (done, known, largest, count) = steps.withLock { steps in
        (
          steps.reduce(0) { $0 + $1.done }, steps.reduce(0) { $0 + $1.total },
          steps.map(\.total).max() ?? 0, steps.count
        )
      }
      // A run not yet begun is taken to be as long as the longest begun.
      let unknown = steps.withLock { $0.filter { $0.total == 0 }.count }
      return State(
        finished: finished.withLock { $0 }, runs: count + before, stepsDone: done,
        steps: known + unknown * largest)
    }
  }
}
