import Dispatch
import Files
public import Foundation
import Runs
import Synchronization

/// Runs a study: one process a run, several side by side, beside any number of others like it.
///
/// Finished runs are not repeated and interrupted ones are resumed, so that a study that was
/// stopped is continued by the same command. Several processes, also of several machines, may work on
/// one folder: each run is claimed by the process that does it (``Claim``).
public struct StudyRunner: Sendable {
  public internal(set) var plan: StudyPlan
  /// The study's folder: `plan.json`, `runs/ID` and logs.
  public let folder: URL
  /// The program that runs one run: `PROGRAM train SETTINGS --output DIR --events …`.
  public let program: URL
  /// How many runs go on side by side.
  public let jobs: Int
  /// Further words for the program: places and threads.
  public let options: [String]
  /// Whether to wait for the runs that other processes hold until they are finished.
  public var waits = true
  /// The ids of the runs to do; nil for all.
  public var only: Set<String>?
  /// How long a claim holds without a sign of life.
  public var leaseSeconds = Claim.usualLease
  /// The hash of the registration that runs are made under.
  var registration: String?

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
    /// The runs that other processes have finished meanwhile, and those that they still hold.
    public var elsewhere: [String] = []
    public var held: [String] = []
    /// The runs that failed, each with what it said.
    public var failures: [(id: String, problem: String)] = []
    /// Runs in the folder that the study no longer has; they are kept.
    public var earlier: [String] = []
  }

  /// Runs what is not finished, whatever becomes of the others.
  ///
  /// - Throws: `InputError` for a folder that holds another study, the readers' errors for a
  ///   damaged run, `WriteError` where nothing can be written any more.
  public func execute(observe: @escaping @Sendable (State) -> Void) throws -> Outcome {
    var outcome = Outcome()
    outcome.earlier = try prepare().map(\.id)
    var open: [StudyPlan.Entry] = []
    for entry in plan.entries where only?.contains(entry.id) ?? true {
      let place = runFolder(entry)
      do {
        if try Run(settings: entry.settings, folder: place).finishedResult() != nil {
          outcome.before.append(entry.id)
          try KnownRun.note(place, in: folder)
        } else if RunFolder.isThere(place) {
          outcome.failures.append((entry.id, damaged(place)))
        } else {
          open.append(entry)
        }
      } catch {
        outcome.failures.append((entry.id, "\(error); \(fix)"))
      }
    }
    var registered = self
    registered.registration = try register(isNeeded: !open.isEmpty)?.hash
    return try registered.work(on: open, outcome, observe: observe)
  }

  /// Does runs that wait.
  private func work(
    on waiting: [StudyPlan.Entry], _ before: Outcome, observe: @escaping @Sendable (State) -> Void
  ) throws -> Outcome {
    var outcome = before
    let board = StudyBoard(waiting: waiting.count, before: outcome.before.count)
    let queue = StudyQueue(
      ids: waiting.map(\.id), runs: folder.appendingPathComponent("runs"),
      start: waits || waiting.isEmpty ? 0 : Self.drawn(below: waiting.count))
    let unwritable = Mutex<WriteError?>(nil)
    let group = DispatchGroup()
    for _ in 0..<min(jobs, waiting.count) {
      let thread = Thread {
        var pause = 0.05
        while unwritable.withLock({ $0 == nil }) {
          let next = queue.next { observe(board.finish(run: $0)) }
          guard case .run(let index, let expired) = next else {
            // A process that may be gone is watched in any case; one that lives, where asked for.
            guard case .held(let areAlive) = next, waits || !areAlive else { break }
            Thread.sleep(forTimeInterval: pause)
            pause = min(2 * pause, leaseSeconds / 8, 5)
            continue
          }
          pause = 0.05
          do {
            let ending = try run(waiting[index], expired: expired) { done, total in
              observe(board.note(run: index, done: done, of: total))
            }
            queue.end(index, ending)
            if ending == .finished {
              try KnownRun.note(runFolder(waiting[index]), in: folder)
              observe(board.finish(run: index))
            }
          } catch {
            queue.end(index, .failed("\(error)"))
            if let error = error as? WriteError { unwritable.withLock { $0 = $0 ?? error } }
          }
        }
        group.leave()
      }
      group.enter()
      thread.start()
    }
    group.wait()
    if let error = unwritable.withLock({ $0 }) { throw error }
    for (entry, ending) in zip(waiting, queue.endings) {
      switch ending {
      case .finished: outcome.finished.append(entry.id)
      case .elsewhere where !RunFolder(runFolder(entry)).isWhole:
        outcome.failures.append((entry.id, damaged(runFolder(entry))))
      case .elsewhere: outcome.elsewhere.append(entry.id)
      case .failed(let problem): outcome.failures.append((entry.id, problem))
      case .held, nil: outcome.held.append(entry.id)
      }
    }
    return outcome
  }

  /// What is said of a folder that is in a run's place and holds no whole run.
  private func damaged(_ place: URL) -> String {
    "\(place.path): \(RunFolder(place).problem ?? "it holds no finished run"); \(fix)"
  }

  private var fix: String {
    "look at it, then remove it by 'simcse runs remove \(folder.path) --filter state=damaged'"
  }

  /// A number from the system: only the order of work depends on it.
  private static func drawn(below count: Int) -> Int {
    var generator = SystemRandomNumberGenerator()
    return Int(generator.next() % UInt64(count))
  }

  /// Writes the study's folder as far as it is not there; the runs of an earlier form of it.
  ///
  /// - Throws: as ``execute(observe:)``.
  @discardableResult
  public func prepare() throws -> [StudyRecord.Entry] {
    for name in ["", "runs", "untrained", "known", "plan.json", "report", "slurm"] {
      let place = name.isEmpty ? folder : folder.appendingPathComponent(name)
      let isLink =
        RunFolder.isThere(place) && !RunFolder.isFolder(place) && !RunFolder.isFile(place)
      guard !isLink || name.isEmpty else {
        throw WriteError(
          path: place.path, problem: "it is a link, which is not followed here; move it away")
      }
    }
    var record = StudyRecord(plan)
    record.earlier = try earlierRuns()
    try write(
      try StrictJSON.encode(record), unlessThereIn: folder.appendingPathComponent("plan.json"))
    for entry in plan.entries {
      try write(try entry.settings.canonicalJSON, unlessThereIn: settingsFile(entry))
    }
    return record.earlier ?? []
  }

  /// Removes what processes that were killed left beside finished runs and half written.
  ///
  /// - Precondition: every run is finished, so that nobody writes there now.
  public func tidy() {
    for entry in plan.entries { Claim.sweep(runFolder(entry)) }
    for name in ["", "runs", "untrained", "known"] {
      let place = name.isEmpty ? folder : folder.appendingPathComponent(name)
      guard RunFolder.isFolder(place) else { continue }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
      for name in names where name.hasPrefix(".") {
        guard name.contains(".removed-") || name.contains(".partial-") else { continue }
        try? FileManager.default.removeItem(at: place.appendingPathComponent(name))
      }
    }
  }

  /// Where a run's settings stand for the processes that do it.
  func settingsFile(_ entry: StudyPlan.Entry) -> URL {
    folder.appendingPathComponent("runs").appendingPathComponent(entry.id + ".json")
  }

  /// Several processes write the same bytes; those that find them need not.
  private func write(_ data: Data, unlessThereIn file: URL) throws {
    if RunFolder.isFile(file), (try? Data(contentsOf: file)) == data { return }
    try AtomicFile.write(data, to: file)
  }

  /// The runs of an earlier form of the study of which the folder has kept something.
  private func earlierRuns() throws -> [StudyRecord.Entry]? {
    let file = folder.appendingPathComponent("plan.json")
    guard RunFolder.isThere(file) else { return nil }
    let record = try StudyRecord(reading: file)
    guard record.study.name == plan.study.name else {
      throw InputError(
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
}
