import Files
public import Foundation

/// The right of one process to work on a place, among any number of processes on one folder.
///
/// Beside the place is a container, `PLACE.partial`, with numbered claims and one folder of work. A
/// claim is a folder made ready under a name of its own and renamed to the next number: of several at
/// once exactly one succeeds, also over NFS. Its owner shows signs of life there; a claim whose owner
/// is gone is followed by the next number, and the folder of work is renamed to it. A process that was
/// robbed therefore finds its folder of work gone: it can neither write where its successor works nor
/// put a result in place.
public final class Claim: Sendable {
  /// Where the result will be.
  public let place: URL
  public let owner: ClaimOwner
  let generation: Int
  private let heartbeat: Heartbeat

  /// How long a claim is valid without a sign of life, where nobody says otherwise.
  public static let usualLease = ClaimWatch.usualLease

  private init(place: URL, owner: ClaimOwner, generation: Int) {
    self.place = place
    self.owner = owner
    self.generation = generation
    heartbeat = Heartbeat(
      container: RunFolder.partial(of: place), generation: generation,
      leaseSeconds: owner.leaseSeconds)
  }

  deinit { heartbeat.stop() }

  private var container: URL { RunFolder.partial(of: place) }

  /// The folder that this claim alone works in.
  public var work: URL { ClaimFiles.work(generation, in: container) }

  /// What came of asking for a claim.
  public enum Answer {
    case claimed(Claim)
    /// The place has its result.
    case finished
    case held(ClaimState)
  }

  /// Asks for the next claim on a place.
  ///
  /// - Inputs: `isOver`, what the caller knows of a claim that may still be valid.
  /// - Throws: `WriteError` where the folder cannot be written or a link is in the way.
  public static func ask(
    _ place: URL, leaseSeconds: Double, isOver: (ClaimState) -> Bool
  ) throws -> Answer {
    let container = RunFolder.partial(of: place)
    for _ in 0..<1_000 {
      guard !RunFolder.isThere(place) else { return .finished }
      try makeContainer(container)
      let state = ClaimState(of: place)
      if let state, !state.isOver, !isOver(state) { return .held(state) }
      let owner = ClaimOwner(leaseSeconds: leaseSeconds)
      // Above every folder of work too, also where somebody has removed claims by hand.
      let works = ClaimFiles.numbers(ClaimFiles.workPrefix, in: container)
      let number = max(state?.generation ?? 0, works.max() ?? 0) + 1
      guard try enter(owner, as: number, in: container) else { continue }
      // The owner before may have put its result in place and gone, container and all.
      guard !RunFolder.isThere(place) else {
        sweep(place)
        return .finished
      }
      let claim = Claim(place: place, owner: owner, generation: number)
      do { try claim.takeWork() } catch is ClaimError {
        // A still later claim has the work.
        continue
      } catch {
        claim.release()
        throw error
      }
      return .claimed(claim)
    }
    throw WriteError(path: container.path, problem: "no claim can be made in it; look at its files")
  }

  /// Makes the next claim; false where another process was quicker.
  private static func enter(
    _ owner: ClaimOwner, as number: Int, in container: URL
  ) throws -> Bool {
    let ready = container.appendingPathComponent("." + ClaimFiles.claimPrefix + owner.token)
    defer { try? FileManager.default.removeItem(at: ready) }
    switch StoreCalls.makeFolder(ready) {
    case 0: break
    case ENOENT: return false
    case let code: throw failure(container, code)
    }
    do {
      try StrictJSON.encode(owner).write(to: ready.appendingPathComponent(ClaimFiles.owner))
      // Room for all that signs of life will need.
      try Data(repeating: 0x20, count: 64).write(to: ready.appendingPathComponent(ClaimFiles.beat))
    } catch {
      guard RunFolder.isThere(ready) else { return false }
      throw WriteError(path: container.path, problem: AtomicFile.problem(error))
    }
    switch StoreCalls.rename(ready, to: ClaimFiles.claim(number, in: container)) {
    case 0: return true
    case ENOENT, EEXIST, ENOTEMPTY: return false
    case let code: throw failure(container, code)
    }
  }

  private static func makeContainer(_ container: URL) throws {
    do {
      try FileManager.default.createDirectory(
        at: container.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw WriteError(path: container.path, problem: AtomicFile.problem(error))
    }
    let code = StoreCalls.makeFolder(container)
    guard code == 0 || code == EEXIST else { throw failure(container, code) }
    // One that has vanished meanwhile is made again by the next try.
    guard !RunFolder.isThere(container) || RunFolder.isFolder(container) else {
      throw WriteError(
        path: container.path,
        problem: "it is a link or a file where a folder of this program should be; move it away")
    }
  }

  private static func failure(_ url: URL, _ code: Int32) -> WriteError {
    WriteError(path: url.path, problem: "it cannot be written: \(StoreCalls.words(code))")
  }

  /// Takes the work of earlier claims, or begins an empty folder.
  private func takeWork() throws {
    let before = ClaimFiles.numbers(ClaimFiles.workPrefix, in: container)
    // A process that was robbed may have made its folder again; the work itself has the highest
    // number of all.
    if let last = before.max() {
      guard last < generation else { throw lostError }
      let code = StoreCalls.rename(ClaimFiles.work(last, in: container), to: work)
      guard code == 0 else { throw code == ENOENT ? lostError : Self.failure(work, code) }
    } else {
      let code = StoreCalls.makeFolder(work)
      guard code == 0 else { throw code == ENOENT ? lostError : Self.failure(work, code) }
    }
    guard RunFolder.isFolder(work) else {
      throw WriteError(path: work.path, problem: "it is a link or a file; move it away")
    }
    try AtomicFile.write(
      Data(owner.token.utf8), to: work.appendingPathComponent(ClaimFiles.mark))
    for number in before where number < generation {
      try? FileManager.default.removeItem(at: ClaimFiles.work(number, in: container))
    }
    for number in ClaimFiles.numbers(ClaimFiles.claimPrefix, in: container)
    where number < generation {
      try? FileManager.default.removeItem(at: ClaimFiles.claim(number, in: container))
    }
    AtomicFile.removeLeftovers(in: work)
  }

  private var lostError: ClaimError {
    let owner = ClaimState(of: place)?.owner
    return .lost(path: place.path, owner: owner?.words ?? "another process")
  }

  /// Publishes the updates made, with the next sign of life.
  public func note(step: Int) { heartbeat.note(step: step) }

  /// Stops a process that was robbed; costs nothing until the sign of life has noticed.
  func requireUnbroken() throws {
    if heartbeat.isLost { throw lostError }
  }

  /// Checks that the claim is still valid, before something is written.
  ///
  /// - Throws: `ClaimError.lost`.
  public func requireHeld() throws {
    guard ClaimState.latest(in: container) == generation,
      ClaimFiles.text(work.appendingPathComponent(ClaimFiles.mark)) == owner.token
    else { throw lostError }
  }

  /// Puts the folder of work in place as the result, and ends the claim.
  ///
  /// - Throws: `ClaimError.lost` where another process has taken over; `WriteError`.
  public func publish() throws {
    try requireHeld()
    // Whoever takes over renames the folder: then either of these two fails.
    guard StoreCalls.removeFile(work.appendingPathComponent(ClaimFiles.mark)) == 0 else {
      throw lostError
    }
    switch StoreCalls.rename(work, to: place) {
    case 0: break
    case ENOENT, EEXIST, ENOTEMPTY: throw lostError
    case let code: throw Self.failure(place, code)
    }
    AtomicFile.synchronize(folder: place.deletingLastPathComponent())
    heartbeat.stop()
    Self.sweep(place)
  }

  /// Gives the claim up, and keeps the work for the next.
  public func release() {
    heartbeat.stop()
    guard ClaimState.latest(in: container) == generation else {
      // A process that was robbed in the middle of a write has made its folders again.
      if RunFolder.isFolder(work), !RunFolder.isThere(work.appendingPathComponent(ClaimFiles.mark))
      {
        try? FileManager.default.removeItem(at: work)
      }
      return Self.sweep(place)
    }
    let folder = ClaimFiles.claim(generation, in: container)
    try? Data().write(to: folder.appendingPathComponent(ClaimFiles.released))
  }

  /// Gives the claim up and removes the work: for a place that is only a lock.
  public func abandon() {
    heartbeat.stop()
    guard (try? requireHeld()) != nil else { return }
    Self.removeContainer(container)
  }

  /// Removes what is beside a place that has its result.
  package static func sweep(_ place: URL) {
    let container = RunFolder.partial(of: place)
    guard RunFolder.isThere(place), RunFolder.isFolder(container) else { return }
    removeContainer(container)
  }

  private static func removeContainer(_ container: URL) {
    let name = ".\(container.lastPathComponent).removed-\(UUID().uuidString.lowercased())"
    let removed = container.deletingLastPathComponent().appendingPathComponent(name)
    guard StoreCalls.rename(container, to: removed) == 0 else { return }
    try? FileManager.default.removeItem(at: removed)
  }
}
