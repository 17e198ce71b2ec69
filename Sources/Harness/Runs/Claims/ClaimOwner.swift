import Foundation

/// The process that a claim belongs to.
public struct ClaimOwner: Codable, Sendable, Equatable {
  /// The machine's name, for people.
  public var machine: String
  /// The boot of a kernel and the space of process numbers: equal only where numbers mean the same.
  public var boot: String
  public var process: Int32
  /// When the process began, by its kernel: numbers of processes are used again.
  public var started: String
  /// Drawn for this claim alone.
  public var token: String
  /// How long a claim is valid whose owner shows no sign of life.
  public var leaseSeconds: Double

  /// This process, with a new token.
  init(leaseSeconds: Double) {
    let own = ProcessInfo.processInfo
    machine = Self.machineName
    boot = Self.boot
    process = own.processIdentifier
    started = Self.state(of: own.processIdentifier)?.started ?? ""
    token = UUID().uuidString.lowercased()
    self.leaseSeconds = leaseSeconds
  }

  public var words: String { "process \(process) on \(machine)" }

  /// Whether the process is there; nil where this machine cannot know.
  public var isThere: Bool? {
    guard !boot.hasPrefix(" "), boot == Self.boot else { return nil }
    #if os(Linux)
      guard let state = Self.state(of: process) else {
        // Some machines hide what belongs to other users.
        return StoreCalls.isThere(process: process) ? nil : false
      }
      return state.started == started && !["Z", "X"].contains(state.letter)
    #else
      return StoreCalls.isThere(process: process)
    #endif
  }

  /// Whether a process of this machine has ended and its parent has not heard of it.
  static func hasEnded(_ process: Int32) -> Bool { state(of: process)?.letter == "Z" }

  private static var machineName: String {
    #if os(Linux)
      // The library asks the network for it, which may take long.
      let text = try? String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8)
      return (text ?? "unknown").trimmingCharacters(in: .whitespacesAndNewlines)
    #else
      return ProcessInfo.processInfo.hostName
    #endif
  }

  private static let boot: String = {
    #if os(Linux)
      let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
      let space = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
      return (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines) + " " + (space ?? "")
    #else
      return ProcessInfo.processInfo.hostName
    #endif
  }()

  /// The state's letter and the start of a process, in ticks after boot; nil where there is none.
  private static func state(of process: Int32) -> (letter: Substring, started: String)? {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      // The name in brackets may hold anything, brackets too.
      let end = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 19 ? (fields[0], String(fields[19])) : nil
  }
}
