internal import Dispatch
/// A pointer that worker threads share; blocks write disjoint parts.
@safe public struct SharedPointer<Pointee>: @unchecked Sendable {
  public let base: UnsafeMutablePointer<Pointee>
  public init(_ base: UnsafeMutablePointer<Pointee>) { unsafe self.base = unsafe base }
}
extension Compute {
  public func forEachBlock(
    _ count: Int, size blockSize: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    for start in stride(from: 0, to: count, by: blockSize) {
      body(start..<min(count, start + blockSize))
    }
  }
}
