import Dispatch
import Foundation

/// A line that shows how far long work is: rate and time left.
///
/// On a terminal the line is redrawn; elsewhere a plain line is written after two seconds and then every
/// ten. Work that ends within two seconds says nothing.
public final class ProgressLine {
  private var total: Int
  private let unit: String
  private let label: String
  private let start = DispatchTime.now()
  private let onTerminal: Bool
  private let write: (String) -> Void
  private var lastWritten = -Double.infinity
  private var drawn = false
  /// Work done before this session began, which says nothing of its rate.
  private let before: Int

  /// - Inputs: `write`, which takes the text and drops what cannot be written.
  public init(
    total: Int, unit: String, label: String, before: Int = 0, onTerminal: Bool,
    write: @escaping (String) -> Void
  ) {
    self.total = total
    self.unit = unit
    self.label = label
    self.before = before
    self.onTerminal = onTerminal
    self.write = write
  }

  /// Learns that there is more or less to do than it seemed.
  public func change(total: Int) { self.total = total }

  private var seconds: Double {
    Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) * 1e-9
  }

  /// Shows that `done` of the total are done; `note` is added to the line.
  public func update(done: Int, note: String = "") {
    let seconds = seconds
    guard seconds - lastWritten >= (onTerminal ? 0.2 : 10), seconds > 2 else { return }
    lastWritten = seconds
    let rate = Double(done - before) / seconds
    let left = rate > 0 ? Self.duration(Double(total - done) / rate) : "?"
    let text =
      "\(label): \(done)/\(total) \(unit), \(Numeral.rate(rate)) \(unit)/s, \(left) left"
      + (note.isEmpty ? "" : ", \(note)")
    drawn = true
    write(onTerminal ? "\r\u{1B}[K" + text : text + "\n")
  }

  /// Ends the line.
  public func finish() {
    if drawn && onTerminal { write("\r\u{1B}[K") }
  }

  /// Seconds as h, min and s.
  package static func duration(_ seconds: Double) -> String {
    guard let whole = Int(exactly: min(seconds, 1e9).rounded()) else { return "?" }
    if whole >= 3600 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
    return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
  }
}
