import Dispatch
import Files
import Foundation
import Synchronization

/// A trainer's command, started without a shell, in a group of processes of its own.
///
/// On Linux it ends with the process that started it, however that ends: a program of util-linux asks
/// the kernel for it and becomes the command.
struct TrainerProcess {
  let trainer: Trainer
  /// Where it is started: what relative paths in its words are relative to.
  let folder: URL
  /// What is added to this process's own variables.
  let variables: [String: String]

  /// How often at least the caller is heard, in seconds.
  private static let pause = 0.5

  /// Runs the command to its end.
  ///
  /// - Inputs: `hear`, called with each piece of what it says, and without one at least twice a second;
  ///   where it throws, the command is ended.
  /// - Throws: ``TrainerError`` for a command that cannot be started or fails; `WriteError` for the log;
  ///   what `hear` throws.
  func run(log: URL, hear: (Data) throws -> Void) throws {
    let log = try LogFile(log)
    let (process, speech) = (Process(), Speech())
    try start(process, speech)
    defer {
      end(process)
      speech.stop()
    }
    var last = LastLines()
    func take(_ piece: Data) throws {
      last.add(piece)
      try log.append(piece)
      try hear(piece)
    }
    while process.isRunning {
      try take(speech.next(within: Self.pause) ?? Data())
      // What it left running would hold its output open, and keep this process from seeing its end.
      if ClaimOwner.hasEnded(process.processIdentifier) {
        StoreCalls.end(group: process.processIdentifier)
      }
    }
    while let piece = speech.next(within: speech.isOver ? 0 : Self.pause) { try take(piece) }
    last.close()
    let status = process.terminationStatus
    guard process.terminationReason == .exit, status == 0 else {
      let ending = process.terminationReason == .exit ? "ended with" : "was ended by signal"
      throw failure(
        "it \(ending) \(status); all that it said is in \(log.url.path)", last.lines)
    }
  }

  func failure(_ problem: String, _ lines: [String] = []) -> TrainerError {
    TrainerError(command: trainer.words, problem: problem, lastLines: lines)
  }

  private func start(_ process: Process, _ speech: Speech) throws {
    let environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    let name = trainer.command.first ?? ""
    guard let program = Self.program(name, in: folder, path: environment["PATH"] ?? "") else {
      let hint =
        name.contains(" ")
        ? "; no shell reads the command: give each word by itself"
        : name.contains("/") ? "" : ", and PATH has none of that name"
      throw failure("there is no program '\(name)' in \(folder.path)\(hint)")
    }
    let words = trainer.command.dropFirst()
    if let binder = Self.binder {
      process.executableURL = binder
      process.arguments = Self.bindingWords + [program.path] + words
    } else {
      process.executableURL = program
      process.arguments = Array(words)
    }
    process.environment = environment
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = speech.pipe
    process.standardError = speech.pipe
    process.terminationHandler = { _ in speech.wake() }
    do { try process.run() } catch {
      throw failure("it cannot be started in \(folder.path): \(error.localizedDescription)")
    }
    speech.listen()
  }

  /// Ends the command and whatever it has started.
  private func end(_ process: Process) {
    guard process.isRunning else { return }
    StoreCalls.end(group: process.processIdentifier)
    process.waitUntilExit()
  }

  /// The program that a word names: by its path, or in the folders of PATH.
  private static func program(_ name: String, in folder: URL, path: String) -> URL? {
    let places =
      name.contains("/") ? [name] : path.split(separator: ":").map { "\($0)/\(name)" }
    return places.lazy.map { place($0, in: folder) }.first { RunFolder.isProgram($0) }
  }

  /// What a path in the command leads to.
  static func place(_ path: String, in folder: URL) -> URL {
    path.hasPrefix("/") ? URL(fileURLWithPath: path) : folder.appendingPathComponent(path)
  }

  private static let bindingWords = ["--pdeathsig", "KILL", "--"]

  /// The program that binds a command's life to that of its parent; nil where there is none.
  private static let binder: URL? = {
    for path in ["/usr/bin/setpriv", "/bin/setpriv"] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: path)
      process.arguments = bindingWords + ["/bin/true"]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { continue }
      process.waitUntilExit()
      if process.terminationStatus == 0 { return URL(fileURLWithPath: path) }
    }
    return nil
  }()
}

/// What a command says, taken from its pipe by a thread and handed on piece by piece.
private final class Speech: Sendable {
  let pipe = Pipe()
  private let pieces = Mutex<[Data]>([])
  private let over = Atomic(false)
  private let arrived = DispatchSemaphore(value: 0)
  /// Signaled once for each piece that may wait; a command that says more waits itself.
  private let room = DispatchSemaphore(value: 0)
  /// Whether nobody takes pieces any more.
  private let unheard = Atomic(false)

  init() {
    for _ in 0..<64 { room.signal() }
  }

  /// Whether the command, and all that it started, have closed their output.
  var isOver: Bool { over.load(ordering: .acquiring) }

  func wake() { arrived.signal() }

  /// Lets the thread throw away whatever is said from now on.
  func stop() {
    unheard.store(true, ordering: .releasing)
    room.signal()
  }

  func listen() {
    let thread = Thread { [self] in
      while true {
        let data = pipe.fileHandleForReading.availableData
        guard !data.isEmpty else { break }
        guard !unheard.load(ordering: .acquiring) else { continue }
        room.wait()
        pieces.withLock { $0.append(data) }
        arrived.signal()
      }
      over.store(true, ordering: .releasing)
      arrived.signal()
    }
    thread.start()
  }

  /// The next piece; nil where none comes in time.
  func next(within seconds: Double) -> Data? {
    let deadline = DispatchTime.now() + seconds
    while true {
      // Read before the pieces, the last of which is there by then.
      let isOver = isOver
      if let piece = taken { return piece }
      let isLate = arrived.wait(timeout: deadline) == .timedOut
      if isOver || isLate { return taken }
    }
  }

  private var taken: Data? {
    let piece = pieces.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if piece != nil { room.signal() }
    return piece
  }
}

/// A file that grows.
private struct LogFile {
  let url: URL
  private let handle: FileHandle

  init(_ url: URL) throws {
    self.url = url
    if !RunFolder.isThere(url) { try AtomicFile.write(Data(), to: url) }
    do {
      handle = try FileHandle(forWritingTo: url)
      _ = try handle.seekToEnd()
    } catch { throw WriteError(path: url.path, problem: AtomicFile.problem(error)) }
  }

  func append(_ data: Data) throws {
    do { try handle.write(contentsOf: data) } catch {
      throw WriteError(path: url.path, problem: AtomicFile.problem(error))
    }
  }
}
