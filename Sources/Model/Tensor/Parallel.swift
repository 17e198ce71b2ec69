import Dispatch
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
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
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
