import Files
package import Foundation

/// The latest claim on a place, as another process finds it.
public struct ClaimState: Sendable, Equatable {
  public let generation: Int
  /// Nil where its record cannot be read.
  public let owner: ClaimOwner?
  /// What the owner wrote last as its sign of life: a count, and its steps.
  let beat: String
  /// Whether the owner has said that it is done with it.
  let isReleased: Bool

  /// Whether it is over beyond doubt: given up, or its process is gone from this machine.
  var isOver: Bool { isReleased || owner?.isThere == false }

  /// The updates that the owner has published.
  public var step: Int? {
    let words = beat.split(separator: " ")
    return words.count > 1 ? Int(words[1]) : nil
  }

  /// Looks at the claims in a place's container; nil where there is none.
  package init?(of place: URL) {
    let container = RunFolder.partial(of: place)
    guard let generation = Self.latest(in: container) else { return nil }
    self.generation = generation
    let folder = ClaimFiles.claim(generation, in: container)
    owner = ClaimFiles.owner(in: folder)
    beat = ClaimFiles.text(folder.appendingPathComponent(ClaimFiles.beat)) ?? ""
    isReleased = RunFolder.isThere(folder.appendingPathComponent(ClaimFiles.released))
  }

  /// The number of the latest claim in a container.
  static func latest(in container: URL) -> Int? {
    ClaimFiles.numbers(ClaimFiles.claimPrefix, in: container).max()
  }
}

/// The names in a container.
enum ClaimFiles {
  static let claimPrefix = "claim-"
  static let workPrefix = "work-"
  static let owner = "owner.json"
  static let beat = "beat"
  static let released = "released"
  /// In a folder of work that belongs to a claim; one that a robbed process made again has none.
  static let mark = ".claimed"

  static func claim(_ generation: Int, in container: URL) -> URL {
    container.appendingPathComponent(claimPrefix + digits(generation))
  }

  static func work(_ generation: Int, in container: URL) -> URL {
    container.appendingPathComponent(workPrefix + digits(generation))
  }

  private static func digits(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 8 - text.count)) + text
  }

  /// The numbers of the names with a prefix.
  static func numbers(_ prefix: String, in container: URL) -> [Int] {
    guard RunFolder.isFolder(container),
      let names = try? FileManager.default.contentsOfDirectory(atPath: container.path)
    else { return [] }
    return names.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
  }

  static func owner(in folder: URL) -> ClaimOwner? {
    let file = folder.appendingPathComponent(owner)
    guard RunFolder.isFile(file), let data = try? Data(contentsOf: file) else { return nil }
    return try? StrictJSON.decode(ClaimOwner.self, from: data, file: file.path)
  }

  static func text(_ file: URL) -> String? {
    guard RunFolder.isFile(file) else { return nil }
    return try? String(contentsOf: file, encoding: .utf8)
  }
}
