import Files
import Foundation
import Runs
import Support
import Synchronization
import Testing

/// A claim whose process cannot be seen ends by the watcher's own clock, and by nothing else.
@Suite struct ClaimWatchTests {
  /// A clock that the test sets.
  private final class Clock: Sendable {
    let seconds = Mutex(0.0)
    func pass(_ more: Double) { seconds.withLock { $0 += more } }
  }

  /// A claim of a process on another machine with a lease of 8 s, and a watcher of it.
  private func watching(
    _ body: (_ isOver: () -> Bool, _ clock: Clock, _ claim: URL) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let container = place.appendingPathExtension("partial")
      let claim = container.appendingPathComponent("claim-00000001")
      let owner = """
        { "boot": "another", "lease-seconds": 8, "machine": "far", "process": 7, "started": "1",
          "token": "abc" }
        """
      try AtomicFile.write(Data(owner.utf8), to: claim.appendingPathComponent("owner.json"))
      try AtomicFile.write(Data("1 0 ".utf8), to: claim.appendingPathComponent("beat"))
      let clock = Clock()
      let watch = ClaimWatch { clock.seconds.withLock { $0 } }
      func isOver() -> Bool {
        ClaimState(of: place).map { watch.isOver($0, place: place.path) } ?? true
      }
      try body(isOver, clock, claim)
    }
  }

  @Test func `without a sign of life it is over after its lease, and not before`() throws {
    try watching { isOver, clock, _ in
      for _ in 0..<8 {
        #expect(!isOver())
        clock.pass(1)
      }
      #expect(isOver())
    }
  }

  @Test func `every sign of life begins its lease anew`() throws {
    try watching { isOver, clock, claim in
      for count in 2..<40 {
        #expect(!isOver())
        clock.pass(1.9)
        if count % 4 == 0 {
          try AtomicFile.write(Data("\(count) 0 ".utf8), to: claim.appendingPathComponent("beat"))
        }
      }
    }
  }

  @Test(arguments: [1e9, -1e9, 3600])
  func `no clock that jumps ends it`(_ jump: Double) throws {
    try watching { isOver, clock, claim in
      #expect(!isOver())
      clock.pass(jump)
      #expect(!isOver())
      // Nor do the times that files bear.
      let files = FileManager.default
      for date in [Date.distantPast, .distantFuture] {
        try files.setAttributes(
          [.modificationDate: date], ofItemAtPath: claim.appendingPathComponent("beat").path)
        #expect(!isOver())
      }
    }
  }

  @Test func `a claim whose record is damaged is kept for the usual lease`() throws {
    try watching { isOver, clock, claim in
      try Data("{".utf8).write(to: claim.appendingPathComponent("owner.json"))
      for _ in 0..<12 {
        #expect(!isOver())
        clock.pass(10)
      }
      #expect(isOver())
    }
  }
}
