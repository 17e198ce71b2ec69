import Commands
import Files
import Foundation
import Runs
import Support
import Testing

/// What a command says that was given something else than runs.
@Suite struct LackingRunsTests {
  @Test(arguments: [
    ("model/config.json", "model", "it holds a model, not runs; 'simcse evaluate --model DIR"),
    ("models/1/config.json", "models", "it holds a model, not runs"),
    ("scores.csv", "scores.csv", "it is a file, not a folder of runs; 'simcse import'"),
    ("x/a/1/result.json", "x", "the runs are one folder further down; name a in it"),
    (
      "empty/text", "empty",
      "name a folder that 'simcse study', 'simcse train' or 'simcse import' has"
    ),
    ("empty/text", "nowhere", "there is no such folder"),
  ])
  func `a folder without runs is refused with what to do`(
    _ file: String, _ named: String, _ says: String
  ) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Data("{}".utf8), to: folder.appendingPathComponent(file))
      let place = folder.appendingPathComponent(named).path
      for words in [
        ["compare", place, place], ["gate", "record", place, "--output", folder.path + "/b.json"],
        ["report", place, "--output", folder.path + "/report"], ["runs", "list", place],
      ] {
        let command = RecordedCommand(words)
        #expect(command.code == 2 && command.errors.contains(says), "\(words): \(command.errors)")
      }
    }
  }

  @Test func `a list names the folders that it does not look into`() throws {
    try withTemporaryFolder { folder in
      for name in ["first", "mine/1"] {
        try PlantedRuns.write(
          try smallRunSettings([]), noise: 1, own: name, to: folder.appendingPathComponent(name))
      }
      let list = RecordedCommand(["runs", "list", folder.path])
      #expect(list.code == 0 && list.output.contains("1 run: 1 finished"), "\(list.output)")
      #expect(list.errors.contains("not listed: the runs in mine of "), "\(list.errors)")
    }
  }
}
