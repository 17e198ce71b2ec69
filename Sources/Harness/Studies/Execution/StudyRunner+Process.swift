import Files
import Foundation
import Runs
import Synchronization

/// How a process that does one run ends, for the study that started it.
public enum RunExit {
  /// Another process holds the run, or has taken it over.
  public static let held: Int32 = 75
  /// Nothing can be written any more: no other run would fare better.
  public static let unwritable: Int32 = 74
}

extension StudyRunner {
  /// The words that do one run: `train SETTINGS --output DIR …`.
  public func words(for entry: StudyPlan.Entry) -> [String] {
    [
      "train", settingsFile(entry).path, "--output", runFolder(entry).path,
      "--untrained-scores", folder.appendingPathComponent("untrained").path,
      "--lease", String(leaseSeconds),
    ] + options + (registration.map { ["--registration", $0] } ?? [])
  }

  /// Does one run in a process of its own; what a failed one said is kept in `runs/ID.log`.
  func run(
    _ entry: StudyPlan.Entry, expired: String?, observe: @escaping @Sendable (Int, Int) -> Void
  ) throws -> StudyQueue.Ending {
    let log = folder.appendingPathComponent("runs").appendingPathComponent(entry.id + ".log")
    let process = Process()
    process.executableURL = program
    process.arguments =
      words(for: entry) + ["--events"] + (expired.map { ["--expired", $0] } ?? [])
    let (events, errors) = (Pipe(), Pipe())
    process.standardOutput = events
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch {
      throw InputError(
        file: program.path, problem: "it cannot be started: \(error.localizedDescription)")
    }
    let said = Tail()
    let listener = DispatchGroup()
    listener.enter()
    let thread = Thread {
      while true {
        let data = errors.fileHandleForReading.availableData
        if data.isEmpty { break }
        said.add(data)
      }
      listener.leave()
    }
    thread.start()
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
    listener.wait()
    let status = process.terminationStatus
    let isOwnEnding = process.terminationReason == .exit
    if isOwnEnding, status == RunExit.held { return .held }
    guard isOwnEnding, status == 0 else {
      let text = String(decoding: said.data, as: UTF8.self)
      let last = text.split(separator: "\n").last.map(String.init) ?? "no message"
      if isOwnEnding, status == RunExit.unwritable {
        throw WriteError(path: runFolder(entry).path, problem: last)
      }
      guard isOwnEnding else {
        throw InputError(
          file: runFolder(entry).path, problem: "run \(entry.id) was ended by signal \(status)")
      }
      // Others see by it that the run fails, and do not try again.
      try AtomicFile.write(said.data, to: log)
      throw InputError(
        file: log.path, problem: "run \(entry.id) ended with \(status): \(last)")
    }
    try? FileManager.default.removeItem(at: log)
    return .finished
  }

  /// The end of what a process says.
  private final class Tail: Sendable {
    private let kept = Mutex(Data())
    private static let most = 65_536

    func add(_ data: Data) {
      kept.withLock { $0 = Data(($0 + data).suffix(Self.most)) }
    }

    var data: Data { kept.withLock { $0 } }
  }
}
