import Foundation
import Support
import Testing

@Suite struct TransferCommandTests {
  private func evaluate(_ folder: URL, _ more: [String]) throws -> RecordedCommand {
    let vectors = folder.appendingPathComponent("vectors.txt")
    let rows = ["bad 1 0 0.5", "good 0 1 0.25"] + (0..<7).map { "w\($0) 0.1 0.2 \($0)" }
    try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: vectors)
    return RecordedCommand(
      ["evaluate", "--data", folder.path]
        + more.map { $0 == "vectors.txt" ? vectors.path : $0 })
  }

  @Test func `tasks of classification are scored with their table and as JSON`() throws {
    try withTemporaryFolder { folder in
      try TransferEvaluationTests.write(to: folder)
      let own = ["--transfer", "MR,SST2", "--vectors", "vectors.txt", "--folds", "3"]
      let table = try evaluate(folder, own)
      #expect(table.code == 0, "\(table.errors)")
      #expect(table.output.contains("MR                  26        2    100.00"))
      let json = try evaluate(folder, own + ["--json", "-"]).json
      let tasks = try #require(json["tasks"] as? [String: [String: Any]])
      #expect(tasks.keys.sorted() == ["MR", "SST2"])
      #expect(tasks["MR"]?["accuracy"] as? Double == 1 && json["folds"] as? Int == 3)
    }
  }

  @Test(arguments: [
    (["--transfer", "MR,XX"], "--transfer names 'XX'"),
    (["--transfer", "MR,MR"], "'MR' twice"),
    (["--transfer", "MR", "--tasks", "STS12"], "--tasks has no meaning beside --transfer"),
    (["--transfer", "MR", "--table", "simcse"], "--table has no meaning beside --transfer"),
    (["--folds", "5"], "--folds"),
    (["--transfer", "MR", "--folds", "1"], "at least 2"),
    (["--transfer", "CR", "--vectors", "vectors.txt"], "cannot be had in"),
    (
      ["--transfer", "SUBJ", "--vectors", "vectors.txt", "--model", "m"],
      "no meaning beside --vectors"
    ),
  ])
  func `options that do not go together are named`(_ more: [String], _ words: String) throws {
    try withTemporaryFolder { folder in
      try TransferEvaluationTests.write(to: folder)
      let found = try evaluate(folder, more)
      #expect(found.code == 2 && found.errors.contains(words), "\(found.errors)")
    }
  }
}
