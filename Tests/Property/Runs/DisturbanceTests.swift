import Commands
import Files
import Foundation
import Model
import Runs
import Support
import Synchronization
import Testing

/// What goes on beside a run changes no bit of it.
@Suite struct DisturbanceTests {
  /// What must be equal of two finished runs.
  struct Bits: Equatable {
    let result: RunResult
    let hashes: Data
    let log: Data

    init(_ folder: URL) throws {
      func file(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(name))
      }
      result = try StrictJSON.decode(
        RunResult.self, from: try file(Run.File.result), file: Run.File.result)
      hashes = try file(Run.File.hashes)
      log = try file(Run.File.log)
    }
  }

  private func bits(_ overrides: [String], threads: Int) throws -> Bits {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(overrides), folder: folder.appendingPathComponent("run"))
      try run.execute(places: noPlaces, threads: threads) { _ in }
      return try Bits(run.folder)
    }
  }

  @Test(arguments: [1, 3, 6])
  func `evaluation in the middle of training changes no step`(_ every: Int) throws {
    let often = try bits(["evaluate-every-steps=\(every)"], threads: 2)
    let plain = try bits(["evaluate-every-steps=100"], threads: 1)
    #expect(often.hashes == plain.hashes)
    #expect(often.result.untrained == plain.result.untrained)
  }

  @Test func `a machine under load gives the same bits`() throws {
    let quiet = try bits([], threads: 3)
    let isOver = Flag()
    for _ in 0..<6 {
      Thread.detachNewThread {
        var number = 1.0
        while !isOver.value.load(ordering: .relaxed) { number = (number + 2 / number) / 2 }
      }
    }
    defer { isOver.value.store(true, ordering: .relaxed) }
    for threads in [1, 2, 5] {
      let loaded = try bits([], threads: threads)
      #expect(loaded == quiet, "\(threads) threads")
    }
  }

  @Test func `runs side by side in one process give the bits of one alone`() async throws {
    let alone = try bits([], threads: 1)
    let together = try await withThrowingTaskGroup(of: Bits.self) { group in
      for threads in [1, 2, 3, 4] { group.addTask { try bits([], threads: threads) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(together == [alone, alone, alone, alone])
  }

  @Test(.enabled(if: BuiltProgram.url != nil, Comment(rawValue: BuiltProgram.reason)))
  func `two processes at once give the bits of one alone`() throws {
    let program = try #require(BuiltProgram.url)
    try withTemporaryFolder { folder in
      func start(_ name: String, threads: Int) throws -> Process {
        let settings = ["text.sentences=640", "evaluation.pairs=100", "evaluate-every-steps=4"]
        return try BuiltProgram.start(
          program,
          [
            "train", "--output", folder.appendingPathComponent(name).path, "--threads",
            "\(threads)",
          ]
            + settings.flatMap { ["--set", $0] })
      }
      let both = [try start("one", threads: 2), try start("other", threads: 2)]
      for process in both { process.waitUntilExit() }
      let alone = try start("alone", threads: 1)
      alone.waitUntilExit()
      #expect((both + [alone]).map(\.terminationStatus) == [0, 0, 0])
      let found = try ["one", "other", "alone"].map {
        try Bits(folder.appendingPathComponent($0))
      }
      #expect(found[0] == found[2] && found[1] == found[2])
      #expect(found[2].result.steps == 10)
      let models = try ["one", "other", "alone"].map {
        try Data(
          contentsOf: folder.appendingPathComponent($0).appendingPathComponent(Run.File.model)
            .appendingPathComponent("model.safetensors"))
      }
      #expect(models[0] == models[2] && models[1] == models[2])
    }
  }
}

/// Something that threads see.
private final class Flag: Sendable {
  let value = Atomic(false)
}
