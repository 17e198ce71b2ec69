import Foundation
import Model
import Synchronization
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 7, 64, 65, 1000], [1, 3, 64, 5000])
  func `every index is visited once`(count: Int, blockSize: Int) {
    for threads in 1...8 {
      let visits = Mutex([Int](repeating: 0, count: count))
      Compute(product: .exact, threads: threads).forEachBlock(count, size: blockSize) { range in
        visits.withLock { visits in
          for index in range { visits[index] += 1 }
        }
      }
      #expect(visits.withLock { $0 } == [Int](repeating: 1, count: count))
    }
  }

  @Test(arguments: [1, 2, 3, 8])
  func `bounds of blocks do not depend on the number of threads`(threads: Int) {
    let bounds = Mutex<[Range<Int>]>([])
    Compute(product: .exact, threads: threads).forEachBlock(25, size: 10) { range in
      bounds.withLock { $0.append(range) }
    }
    let sorted = bounds.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
    #expect(sorted == [0..<10, 10..<20, 20..<25])
  }

  @Test(arguments: 1...8)
  func `a worker runs one block at a time`(threads: Int) {
    let compute = Compute(product: .exact, threads: threads)
    let workers = compute.workers(for: 200, size: 3)
    #expect(workers == threads)
    let busy = Mutex([Bool](repeating: false, count: workers))
    let clashes = Atomic(0)
    compute.forEachBlock(200, size: 3) { _, worker in
      let wasBusy = busy.withLock { busy in
        defer { busy[worker] = true }
        return busy[worker]
      }
      if wasBusy { clashes.add(1, ordering: .relaxed) }
      busy.withLock { $0[worker] = false }
    }
    #expect(clashes.load(ordering: .relaxed) == 0)
  }

  @Test func `one thread runs the blocks in order`() {
    let starts = Mutex<[Int]>([])
    Compute(product: .exact, threads: 1).forEachBlock(10, size: 3) { range in
      starts.withLock { $0.append(range.lowerBound) }
    }
    #expect(starts.withLock { $0 } == [0, 3, 6, 9])
  }

  @Test func `an empty block size is refused`() async {
    await #expect(processExitsWith: .failure) {
      Compute(product: .exact, threads: 1).forEachBlock(1, size: 0) { _ in }
    }
  }
}

/// What the threads must bear besides one caller at a time.
@Suite struct CrewTests {
  private let compute = Compute(product: .exact, threads: 4)

  @Test func `a hundred thousand small pieces of work are each done once`() {
    let total = Atomic(0)
    for _ in 0..<100_000 {
      compute.forEachBlock(4, size: 1) { _ in total.add(1, ordering: .relaxed) }
    }
    #expect(total.load(ordering: .relaxed) == 400_000)
  }

  @Test func `work inside work is done`() {
    let total = Atomic(0)
    compute.forEachBlock(8, size: 1) { [compute] _ in
      compute.forEachBlock(8, size: 1) { _ in total.add(1, ordering: .relaxed) }
    }
    #expect(total.load(ordering: .relaxed) == 64)
  }

  @Test func `many callers at once all get their work done`() async {
    let sums = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask { [compute] in
          let total = Atomic(0)
          for _ in 0..<500 {
            compute.forEachBlock(5, size: 1) { _ in total.add(1, ordering: .relaxed) }
          }
          return total.load(ordering: .relaxed)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums == [Int](repeating: 2500, count: 8))
  }

  @Test func `threads that have gone to sleep wake up again`() {
    let total = Atomic(0)
    for _ in 0..<20 {
      usleep(2_000)
      compute.forEachBlock(4, size: 1) { _ in total.add(1, ordering: .relaxed) }
    }
    #expect(total.load(ordering: .relaxed) == 80)
  }
}
