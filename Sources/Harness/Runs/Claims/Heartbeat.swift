import Foundation
import Synchronization

/// A thread that shows that a claim's owner lives, and notices when the claim was taken over.
final class Heartbeat: Sendable {
  private let folder: URL
  private let container: URL
  private let generation: Int
  private let steps = Atomic(0)
  private let lost = Atomic(false)
  private let stopped = Atomic(false)
  private let wake = DispatchSemaphore(value: 0)

  init(container: URL, generation: Int, leaseSeconds: Double) {
    self.container = container
    self.generation = generation
    folder = ClaimFiles.claim(generation, in: container)
    let pause = leaseSeconds / 8
    let thread = Thread { [self] in
      var count = 0
      while !stopped.load(ordering: .acquiring) {
        _ = wake.wait(timeout: .now() + pause)
        guard !stopped.load(ordering: .acquiring) else { return }
        count += 1
        beat(count)
      }
    }
    thread.start()
  }

  var isLost: Bool { lost.load(ordering: .acquiring) }

  func note(step: Int) { steps.store(step, ordering: .relaxed) }

  func stop() {
    stopped.store(true, ordering: .releasing)
    wake.signal()
  }

  /// One sign of life: a few bytes in place, which need no room on a full disk.
  private func beat(_ count: Int) {
    if (ClaimState.latest(in: container) ?? .max) != generation {
      lost.store(true, ordering: .releasing)
    }
    let file = folder.appendingPathComponent(ClaimFiles.beat)
    guard let handle = try? FileHandle(forUpdating: file) else { return }
    try? handle.write(contentsOf: Data("\(count) \(steps.load(ordering: .relaxed)) ".utf8))
    try? handle.close()
  }
}
