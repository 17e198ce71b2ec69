import Files
import Model

/// The seed of a stream as a command line states it: `dropout=3`, `data-order={seed}`, `all=1`.
public struct StatedSeed: Sendable, Equatable {
  /// What stands for every stream.
  static let every = "all"

  let streams: [RandomStream.Name]
  /// Nil for the number that `{seed}` stands for in the files' names.
  let value: UInt64?

  /// - Throws: `InputError`.
  public init(_ text: String) throws {
    func fail(_ problem: String) -> InputError {
      InputError(file: "--seed \(text)", problem: problem)
    }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 2 else {
      throw fail("this is not STREAM=VALUE, such as dropout=3 or all=\(FilePattern.seed)")
    }
    let known = [Self.every] + RandomStream.Name.allCases.map(\.rawValue)
    if parts[0] == Self.every {
      streams = RandomStream.Name.allCases
    } else if let stream = RandomStream.Name(rawValue: parts[0]) {
      streams = [stream]
    } else {
      throw fail("there is no stream '\(parts[0])'; known: " + known.joined(separator: ", "))
    }
    if parts[1] == FilePattern.seed {
      value = nil
    } else if let number = UInt64(parts[1]) {
      value = number
    } else {
      throw fail(
        "'\(parts[1])' is no whole number from 0 to \(UInt64.max), nor \(FilePattern.seed)")
    }
  }

  /// The seeds of the streams that are stated, by name.
  ///
  /// - Inputs: `seed`, the number in the files' names.
  /// - Throws: `InputError` for a stream stated twice, and where the number and its use do not
  ///   go together.
  package static func seeds(_ stated: [StatedSeed], seed: UInt64?) throws -> [String: UInt64] {
    var seeds: [String: UInt64] = [:]
    let takesNumber = stated.contains { $0.value == nil }
    guard !takesNumber || seed != nil else {
      throw InputError(
        file: "--seed",
        problem: "\(FilePattern.seed) is in no file's name; put it there, or state a number")
    }
    if let seed {
      guard takesNumber || stated.isEmpty else {
        throw InputError(
          file: "--seed",
          problem: "no stream is stated to have the seed of the files' names; say all="
            + "\(FilePattern.seed), or a stream's name in the place of all")
      }
      if stated.isEmpty {
        for name in RandomStream.Name.allCases { seeds[name.rawValue] = seed }
      }
    }
    for item in stated {
      for stream in item.streams {
        guard seeds[stream.rawValue] == nil else {
          throw InputError(
            file: "--seed", problem: "the seed of \(stream.rawValue) is stated twice")
        }
        seeds[stream.rawValue] = item.value ?? seed
      }
    }
    return seeds
  }

  /// Seeds in a folder's name: `seed-3` where one seeds everything, else each stream's.
  package static func words(_ seeds: [String: UInt64]) -> String {
    let streams = RandomStream.Name.allCases.map(\.rawValue)
    let all = streams.compactMap { seeds[$0] }
    if all.count == streams.count, all.uniqued().count == 1 { return "seed-\(all[0])" }
    return streams.compactMap { name in seeds[name].map { "\(name)-\($0)" } }.joined(separator: "-")
  }
}
