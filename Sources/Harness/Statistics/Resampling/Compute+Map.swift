package import Model
import Synchronization

extension Compute {
  /// The values of a function of 0, 1, … `count` − 1, in that order, shared by the threads.
  ///
  /// Each value is written at its index, so that threads change nothing.
  package func map<Value: Sendable>(
    _ count: Int, blockSize: Int, _ value: @Sendable (Int) -> Value
  ) -> [Value] {
    let places = Mutex([Value?](repeating: nil, count: count))
    forEachBlock(count, size: blockSize) { range in
      let part = range.map(value)
      places.withLock { places in
        for (index, value) in zip(range, part) { places[index] = value }
      }
    }
    return places.withLock { $0.compactMap { $0 } }
  }
}
