import Foundation

/// The memory that programs can still have: the machine's, and what a batch system leaves of it.
package enum Memory {
  /// Bytes that can be had without swapping; nil where that cannot be read.
  static var available: Int? {
    guard let text = Doctor.text("/proc/meminfo"),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    let limits = Doctor.text("/proc/self/cgroup").map {
      groups(of: $0).compactMap { left(in: $0, files: Doctor.text) }
    }
    return ([kilobytes * 1024] + (limits ?? [])).min()
  }

  /// The folders of the groups that a process belongs to, its own first, from `/proc/self/cgroup`.
  package static func groups(of text: String) -> [String] {
    text.split(separator: "\n").flatMap { line -> [String] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let root: String
      switch fields[1] {
      case "": root = "/sys/fs/cgroup"
      case "memory": root = "/sys/fs/cgroup/memory"
      default: return []
      }
      var parts = fields[2].split(separator: "/")
      var folders = [root + parts.map { "/" + $0 }.joined()]
      while parts.popLast() != nil { folders.append(root + parts.map { "/" + $0 }.joined()) }
      return folders
    }
  }

  /// What a group's limit leaves; nil for a group without one.
  ///
  /// - Inputs: `files`, the text of a file by its path.
  package static func left(in group: String, files: (String) -> String?) -> Int? {
    func number(_ names: [String]) -> Int? {
      names.compactMap { files("\(group)/\($0)") }.first
        .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
    // Of the second version of groups and of the first, which writes a huge number for no limit.
    guard let limit = number(["memory.max", "memory.limit_in_bytes"]), limit < 1 << 60 else {
      return nil
    }
    return max(0, limit - (number(["memory.current", "memory.usage_in_bytes"]) ?? 0))
  }
}
