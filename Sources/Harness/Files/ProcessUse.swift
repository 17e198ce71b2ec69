import Foundation

/// What this process takes of its machine.
package enum ProcessUse {
  /// The processor time that it has taken, over all threads, in seconds.
  package static var processorSeconds: Double { Double(clock()) / clocksPerSecond }

  /// POSIX asks for this number; the C macro is none that Swift reads.
  private static let clocksPerSecond = 1_000_000.0

  /// The most memory that it has held, in bytes; nil where the system does not say.
  package static var peakBytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return nil }
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
      .map { $0 * 1024 }
  }
}
