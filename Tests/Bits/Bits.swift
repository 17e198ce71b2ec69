import Foundation
import Support

/// Compares the bits of this build with those written down, as a build for another processor must.
///
/// Prints each line that differs and ends with 1.
@main
enum Bits {
  static func main() throws {
    let changes = try ExactBits.lines(threads: 1).difference(from: ExactBits.recorded())
    for change in changes {
      switch change {
      case .remove(_, let line, _): print("recorded: \(line)")
      case .insert(_, let line, _): print("found: \(line)")
      }
    }
    guard changes.isEmpty else { exit(1) }
    print("the bits are those recorded")
  }
}
