import Foundation
import Runs
import Support
import Testing

/// What the disk does to a checkpoint costs steps, never a run and never a bit.
@Suite struct CheckpointTests {
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout Data) -> Void
  }

  static let damages = [
    Damage(testDescription: "cut in the middle") { $0 = $0.prefix($0.count / 2) },
    Damage(testDescription: "cut by a byte") { $0 = $0.dropLast() },
    Damage(testDescription: "empty") { $0 = Data() },
    Damage(testDescription: "a bit of the header") { $0[$0.startIndex + 40] ^= 1 },
    Damage(testDescription: "a high bit of a number") { $0[$0.startIndex + $0.count / 2] ^= 0x80 },
    Damage(testDescription: "the last bit") { $0[$0.endIndex - 1] ^= 0x80 },
    Damage(testDescription: "grown by a zero") { $0.append(0) },
    Damage(testDescription: "two words exchanged") { data in
      let at = data.startIndex + data.count / 2 & ~7
      let word = data[at..<at + 8]
      data.replaceSubrange(at..<at + 8, with: data[at + 8..<at + 16])
      data.replaceSubrange(at + 8..<at + 16, with: word)
    },
  ]

  /// Goes on with a stopped run; the step it went on from, what was told, and its bits.
  private func resumed(_ run: Run) throws -> (from: Int, told: [String], RunResult, hashes: Data) {
    var (from, told) = (0, [String]())
    let result = try run.execute(places: noPlaces, threads: 1) { event in
      switch event {
      case .resumed(let step): from = step
      case .damaged(let file, let problem): told.append("\(file): \(problem)")
      default: break
      }
    }
    let hashes = try Data(contentsOf: run.folder.appendingPathComponent(Run.File.hashes))
    return (from, told, result, hashes)
  }

  private func inStoppedRun(_ body: (Run, RunResult, Data) throws -> Void) throws {
    let settings = try smallRunSettings([])
    try withTemporaryFolder { folder in
      let whole = Run(settings: settings, folder: folder.appendingPathComponent("whole"))
      let expected = try whole.execute(places: noPlaces, threads: 1) { _ in }
      let hashes = try Data(contentsOf: whole.folder.appendingPathComponent(Run.File.hashes))
      let run = Run(settings: settings, folder: folder.appendingPathComponent("run"))
      try leaveStopped(run, after: 5)
      try body(run, expected, hashes)
    }
  }

  private func damage(_ file: URL, _ damage: Damage) throws {
    var data = try Data(contentsOf: file)
    damage.change(&data)
    try data.write(to: file)
  }

  @Test(arguments: damages)
  func `a damaged checkpoint is told, and the one before it is gone on from`(
    _ damage: Damage
  ) throws {
    try inStoppedRun { run, expected, hashes in
      let files = try checkpoints(of: run)
      #expect(files.count == 2)
      try self.damage(files[1], damage)
      let found = try resumed(run)
      #expect(found.from == 2 && found.told.count == 1)
      #expect(found.told.allSatisfy { $0.contains(files[1].lastPathComponent) })
      #expect(found.2 == expected && found.hashes == hashes)
    }
  }

  @Test func `where both are damaged the run begins anew, and ends in the same bits`() throws {
    try inStoppedRun { run, expected, hashes in
      for file in try checkpoints(of: run) { try damage(file, Self.damages[0]) }
      let found = try resumed(run)
      #expect(found.from == 0 && found.told.count == 2)
      #expect(found.2 == expected && found.hashes == hashes)
    }
  }

  @Test func `a table of hashes that was cut costs steps, not the run`() throws {
    try inStoppedRun { run, expected, hashes in
      let table = try checkpoints(of: run)[0].deletingLastPathComponent()
        .appendingPathComponent(Run.File.hashes)
      let lines = try Data(contentsOf: table).split(separator: 0x0A).prefix(4)
      try Data(lines.joined(separator: Data([0x0A])) + [0x0A]).write(to: table)
      let found = try resumed(run)
      #expect(found.from == 2 && found.told.count == 1)
      #expect(found.2 == expected && found.hashes == hashes)
    }
  }

  @Test func `a link in the place of a checkpoint is not followed`() throws {
    try inStoppedRun { run, expected, _ in
      let file = try checkpoints(of: run)[1]
      let outside = run.folder.deletingLastPathComponent().appendingPathComponent("outside")
      try FileManager.default.moveItem(at: file, to: outside)
      try FileManager.default.createSymbolicLink(at: file, withDestinationURL: outside)
      let found = try resumed(run)
      #expect(found.from == 2 && found.2 == expected)
      #expect(FileManager.default.fileExists(atPath: outside.path))
    }
  }
}
