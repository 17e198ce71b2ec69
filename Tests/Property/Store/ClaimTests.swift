import Files
import Foundation
import Runs
import Support
import Synchronization
import Testing

/// One process at a time works on a place, whatever becomes of it.
@Suite struct ClaimTests {
  private func claimed(_ place: URL, over: Bool = false) throws -> Claim {
    let answer = try Claim.ask(place, leaseSeconds: 60) { _ in over }
    guard case .claimed(let claim) = answer else { throw ClaimError.held(path: "", owner: "") }
    return claim
  }

  private func isHeld(_ place: URL, over: Bool = false) throws -> Bool {
    if case .held = try Claim.ask(place, leaseSeconds: 60, isOver: { _ in over }) {
      true
    } else {
      false
    }
  }

  /// Changes the record of the claim on a place, as if another process had made it.
  private func forge(_ place: URL, _ change: (inout ClaimOwner) -> Void) throws {
    let file = place.appendingPathExtension("partial")
      .appendingPathComponent("claim-00000001/owner.json")
    var owner = try StrictJSON.decode(
      ClaimOwner.self, from: try Data(contentsOf: file), file: file.path)
    change(&owner)
    try AtomicFile.write(try StrictJSON.encode(owner), to: file)
  }

  private func endedProcess() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exit 0"]
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  @Test func `of many that ask at once, one gets the claim`() throws {
    for round in 0..<20 {
      try withTemporaryFolder { folder in
        let place = folder.appendingPathComponent("run")
        let claims = Mutex<[Claim]>([])
        let problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
          do {
            let answer = try Claim.ask(place, leaseSeconds: 60) { _ in false }
            if case .claimed(let claim) = answer { claims.withLock { $0.append(claim) } }
          } catch { problems.withLock { $0.append("\(error)") } }
        }
        #expect(problems.withLock { $0 } == [], "round \(round)")
        #expect(claims.withLock { $0.count } == 1, "round \(round)")
      }
    }
  }

  @Test func `what is put in place is what its claim's folder held, and no claim is left`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let claim = try claimed(place)
      #expect(try isHeld(place))
      try AtomicFile.write(Data("mine".utf8), to: claim.work.appendingPathComponent("note"))
      try claim.publish()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["note"])
      if case .finished = try Claim.ask(place, leaseSeconds: 60, isOver: { _ in true }) {
      } else {
        Issue.record("a finished place was claimed again")
      }
    }
  }

  @Test func `the claim of a process that is gone is taken over at once, its work with it`() throws
  {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let dead = try claimed(place)
      try AtomicFile.write(Data("kept".utf8), to: dead.work.appendingPathComponent("note"))
      let process = try endedProcess()
      try forge(place) { $0.process = process }
      let next = try claimed(place)
      #expect(try Data(contentsOf: next.work.appendingPathComponent("note")) == Data("kept".utf8))
      #expect(try isHeld(place))
    }
  }

  @Test func `a number of a process that was used again does not keep a claim`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let dead = try claimed(place)
      try forge(place) { $0.started = "1" }
      let next = try claimed(place)
      #expect(throws: ClaimError.self) { try dead.requireHeld() }
      try next.requireHeld()
    }
  }

  @Test func `a claim of another machine is kept until its lease, and given up at once`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let far = try claimed(place)
      try forge(place) {
        $0.boot = "another"
        $0.process = 1
      }
      #expect(try isHeld(place))
      far.release()
      _ = try claimed(place)
    }
  }

  @Test func `a process that was robbed can neither go on nor put its result in place`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let robbed = try claimed(place)
      try AtomicFile.write(Data("old".utf8), to: robbed.work.appendingPathComponent("note"))
      let robber = try claimed(place, over: true)
      #expect(throws: ClaimError.self) { try robbed.requireHeld() }
      // It wakes in the middle of a write, and makes its folder again.
      try AtomicFile.write(Data("late".utf8), to: robbed.work.appendingPathComponent("late"))
      #expect(throws: ClaimError.self) { try robbed.publish() }
      robbed.release()
      try robber.requireHeld()
      try robber.publish()
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["note"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run"])
    }
  }

  @Test func `a process that was robbed takes away what it made again`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let robbed = try claimed(place)
      let robber = try claimed(place, over: true)
      try AtomicFile.write(Data("late".utf8), to: robbed.work.appendingPathComponent("late"))
      robbed.release()
      #expect(!FileManager.default.fileExists(atPath: robbed.work.path))
      try robber.publish()
      robber.release()
      // It wakes only when the result is in place.
      try AtomicFile.write(Data("late".utf8), to: robbed.work.appendingPathComponent("late"))
      robbed.release()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run"])
    }
  }

  @Test func `the robbed process says who has taken over`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let robbed = try claimed(place)
      let robber = try claimed(place, over: true)
      do {
        try robbed.publish()
        Issue.record("a robbed process put its result in place")
      } catch let error as ClaimError {
        #expect("\(error)".contains(robber.owner.words) && "\(error)".contains(place.path))
      }
    }
  }

  @Test func `links are not followed`() throws {
    try withTemporaryFolder { folder in
      let outside = folder.appendingPathComponent("outside")
      try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
      let place = folder.appendingPathComponent("store/run")
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      let partial = place.appendingPathExtension("partial")
      try FileManager.default.createSymbolicLink(at: partial, withDestinationURL: outside)
      #expect(throws: WriteError.self) { try claimed(place) }
      try FileManager.default.removeItem(at: partial)
      try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: partial.appendingPathComponent("work-00000000"), withDestinationURL: outside)
      #expect(throws: WriteError.self) { try claimed(place) }
      try FileManager.default.createSymbolicLink(at: place, withDestinationURL: outside)
      let run = Run(settings: try smallRunSettings([]), folder: place)
      #expect(throws: WriteError.self) { try run.execute(places: noPlaces, threads: 1) { _ in } }
      #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path).isEmpty)
    }
  }

  @Test func `only one at a time holds a lock, and each gets its turn`() throws {
    try withTemporaryFolder { folder in
      let inside = Atomic(0)
      let most = Atomic(0)
      let turns = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        try? Claim.holding(folder.appendingPathComponent(".report"), leaseSeconds: 60) {
          let count = inside.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
          _ = most.max(count, ordering: .sequentiallyConsistent)
          Thread.sleep(forTimeInterval: 0.01)
          inside.subtract(1, ordering: .sequentiallyConsistent)
          turns.add(1, ordering: .sequentiallyConsistent)
        }
      }
      #expect(most.load(ordering: .relaxed) == 1 && turns.load(ordering: .relaxed) == 4)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }
}
