import Commands
import Foundation
import Support
import Testing

@Suite struct ExitCodeTests {
  @Test func `compare ends by its verdict: better 0, worse 1, unresolved 3, no difference 4`()
    throws
  {
    try inStudy { study in
      func code(_ a: String, _ b: String, _ more: String...) -> Int32 {
        RecordedCommand(
          ["compare", study.path, "--a", "temperature=\(a)", "--b", "temperature=\(b)"]
            + ["--resamples", "300"] + more
        ).code
      }
      #expect(code("0.05", "0.06") == 0)
      #expect(code("0.06", "0.05") == 1)
      #expect(code("0.05", "0.05") == 4)
      #expect(code("0.05", "0.06", "--level", "0.9999999999") == 3)
    }
  }

  @Test func `gate ends by its verdicts: holds 0, regressed 1, improved 3`() throws {
    try withTemporaryFolder { folder in
      func runs(_ name: String, noise: Double) throws -> String {
        let plan = try studyPlan(#""vary": { "temperature": [0.05] }, "seeds": [1, 2, 3, 4, 5]"#)
        let study = folder.appendingPathComponent(name)
        try PlantedRuns.write(plan, to: study) { _ in noise }
        return study.path
      }
      let (good, bad) = (try runs("good", noise: 0.4), try runs("bad", noise: 1.5))
      let (high, low) = (folder.path + "/high.json", folder.path + "/low.json")
      let recorded = RecordedCommand([
        "gate", "record", good, "--output", high, "--resamples", "200",
      ])
      #expect(recorded.code == 0, "\(recorded.errors)")
      #expect(RecordedCommand(["gate", bad, "--record", low, "--resamples", "200"]).code == 0)
      func code(_ runs: String, _ baseline: String) -> Int32 {
        RecordedCommand(
          ["gate", "check", runs, "--baseline", baseline, "--across-settings", "--json", "-"]
        ).code
      }
      #expect(code(good, high) == 0)
      #expect(code(bad, high) == 1)
      #expect(code(good, low) == 3)
    }
  }

  @Test(arguments: [
    [], ["evluate"], ["embed"], ["tokenize", "--model", "/none", "--input", "/none"],
    ["study", "/none.json", "--output", "/tmp"], ["gate", "check", "/none", "--baseline", "/none"],
    ["gate", "/none"], ["compare", "/none"], ["report", "/none", "--output", "/none"],
    ["runs", "/none"], ["verify", "/none"], ["verify", "/tmp"], ["diff", "/none", "/none"],
    ["search", "--corpus", "/none"],
    ["train", "/none.json", "--output", "/tmp/none"], ["train"], ["help", "evluate"],
    ["check", "--model", "/none"], ["bench", "--model", "/none"],
    ["evaluate", "--model", "/none", "--data", "/none"],
    ["leaks", "--train", "/none", "--data", "/none"], ["fingerprint", "x"], ["doctor", "--jsn"],
  ])
  func `what cannot be used ends with 2 and one line that names the command`(_ words: [String]) {
    let command = RecordedCommand(words)
    #expect(command.code == 2)
    guard let name = words.first else { return }
    #expect(command.output.isEmpty)
    #expect(command.complaints.count == 1, "\(command.errors)")
    let known = CommandCatalog.standard.contains { $0.name == name }
    #expect(command.errors.hasPrefix(known ? "simcse \(name): " : "simcse: "))
    #expect(!command.errors.contains("Error Domain") && !command.errors.contains("Swift."))
  }

  @Test func `a command that does not exist names the nearest`() {
    #expect(RecordedCommand(["evluate"]).errors.contains("did you mean 'evaluate'?"))
  }

  @Test(arguments: [["help"], ["fingerprint"], ["study", "--help"], []])
  func `a closed pipe ends quietly with 141, a full disk with 2 and a line`(_ words: [String]) {
    let closed = RecordedCommand(words, problem: .closedPipe)
    #expect(closed.code == 141 && closed.errors.isEmpty)
    let full = RecordedCommand(
      words, problem: .failed(stream: "standard output", problem: "the disk is full"))
    #expect(full.code == 2 && full.complaints.count == 1)
    #expect(full.errors.hasSuffix("standard output: the disk is full\n"))
  }
}
