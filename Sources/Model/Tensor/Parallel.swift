import Dispatch
import Foundation
import Synchronization

extension Compute {
  /// Runs `body` over fixed blocks of `0..<count`, shared by the threads.
  ///
  /// The bounds of a block depend on `count` and `blockSize` alone, never on the number of threads.
  /// Which thread runs a block, and when, is not fixed: blocks must write disjoint places. One
  /// block or one thread runs on the caller's thread, in order.
  ///
  /// - Precondition: `blockSize` is positive and `count` is not negative.
  public func forEachBlock(
    _ count: Int, size blockSize: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    forEachBlock(count, size: blockSize) { range, _ in body(range) }
  }

  /// Runs `body` over fixed blocks, with the number of the worker that runs it.
  ///
  /// A worker runs one block at a time, so that it may keep scratch memory under its number, which
  /// is in `0..<workers(for: count, size: blockSize)`.
  package func forEachBlock(
    _ count: Int, size blockSize: Int, _ body: @Sendable (Range<Int>, _ worker: Int) -> Void
  ) {
    let blocks = Self.blocks(of: count, size: blockSize)
    let workers = min(threads, blocks)
    @Sendable func run(_ block: Int, _ worker: Int) {
      let start = block * blockSize
      body(start..<min(start + blockSize, count), worker)
    }
    guard workers > 1 else {
      for block in 0..<blocks { run(block, 0) }
      return
    }
    let next = Atomic(0)
    Crew.shared.work(hands: workers) { worker in
      while true {
        let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard block < blocks else { return }
        run(block, worker)
      }
    }
  }

  /// How many workers share the blocks.
  package func workers(for count: Int, size blockSize: Int) -> Int {
    min(threads, Self.blocks(of: count, size: blockSize))
  }

  private static func blocks(of count: Int, size blockSize: Int) -> Int {
    precondition(blockSize > 0, "a block of \(blockSize) is empty")
    precondition(count >= 0, "there are no blocks of \(count)")
    return count / blockSize + (count % blockSize == 0 ? 0 : 1)
  }
}

/// The threads that share the work of operations: started when first wanted, then kept.
///
/// A training step has hundreds of operations of a few hundred microseconds. A hand that has
/// nothing to do therefore looks out for work a while before it sleeps; Dispatch, whose threads
/// sleep at once, often left such an operation to a single thread.
///
/// One caller at a time has the hands. Another, or a call from inside the work, does all of its
/// blocks itself, so nothing ever waits for a hand that is busy elsewhere.
private final class Crew: Sendable {
  static let shared = Crew()

  private let isBusy = Atomic(false)
  private let hands = Mutex<[Hand]>([])

  /// Runs `body` on the caller as worker 0 and on up to `count − 1` hands, each under its number.
  ///
  /// `body` shares out its work itself: a hand that comes late finds nothing left, and one that
  /// has not begun when the caller is done is called off.
  func work(hands count: Int, _ body: @Sendable (_ worker: Int) -> Void) {
    guard !isBusy.exchange(true, ordering: .acquiring) else { return body(0) }
    defer { isBusy.store(false, ordering: .releasing) }
    let called = hands.withLock { hands in
      while hands.count < count - 1 { hands.append(Hand(number: hands.count + 1)) }
      return hands.prefix(count - 1)
    }
    withoutActuallyEscaping(body) { body in
      for hand in called { hand.begin(body) }
      body(0)
      for hand in called { hand.end() }
    }
  }
}

/// One thread of the crew.
private final class Hand: @unchecked Sendable {
  /// Where a hand is: looking for work, asleep, called, at work, at work with the caller waiting.
  private enum State: Int, AtomicRepresentable {
    case looking, asleep, called, working, awaited
  }

  /// How often a hand looks before it sleeps, and a caller before it waits: some 50 µs.
  private static let patience = 200

  private let number: Int
  private let state = Atomic(State.looking)
  private let wake = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)
  /// Written by the caller before the state says `called`, read by the hand after.
  private var body: (@Sendable (Int) -> Void)?

  init(number: Int) {
    self.number = number
    let thread = Thread { self.live() }
    thread.name = "crew \(number)"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Gives the hand something to do.
  func begin(_ body: @escaping @Sendable (Int) -> Void) {
    self.body = body
    if state.exchange(.called, ordering: .acquiringAndReleasing) == .asleep { wake.signal() }
  }

  /// Returns when the hand is done, or has been called off.
  func end() {
    defer { body = nil }
    if change(from: .called, to: .looking) { return }
    for _ in 0..<Self.patience {
      if state.load(ordering: .acquiring) != .working { return }
      sched_yield()
    }
    if change(from: .working, to: .awaited) { done.wait() }
  }

  private func live() {
    while true {
      var looks = 0
      while state.load(ordering: .acquiring) != .called {
        looks += 1
        if looks < Self.patience {
          sched_yield()
        } else {
          looks = 0
          if change(from: .looking, to: .asleep) { wake.wait() }
        }
      }
      guard change(from: .called, to: .working) else { continue }
      body?(number)
      if state.exchange(.looking, ordering: .acquiringAndReleasing) == .awaited { done.signal() }
    }
  }

  private func change(from old: State, to new: State) -> Bool {
    state.compareExchange(
      expected: old, desired: new, ordering: .acquiringAndReleasing
    ).exchanged
  }
}

/// Memory that threads share for writing; each writes a part of its own.
@safe public struct SharedPointer<Pointee>: @unchecked Sendable {
  public let base: UnsafeMutablePointer<Pointee>

  public init(_ base: UnsafeMutablePointer<Pointee>) { unsafe self.base = base }
}

/// Memory that threads share for reading, while nobody writes it.
@safe public struct SharedReadPointer<Pointee>: @unchecked Sendable {
  public let base: UnsafePointer<Pointee>

  public init(_ base: UnsafePointer<Pointee>) { unsafe self.base = base }
}
