import Commands
import Decisions
import Foundation
import Studies
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
      #expect(code("0.05", "0.06", "--level", "0.9999999999") == 3)
    }
  }

  @Test func `compare of methods that differ by no more than the margin ends with 4`() throws {
    try withTemporaryFolder { folder in
      let plan = try studyPlan(
        #""vary": { "temperature": [0.05, 0.07] }, "seeds": [1, 2, 3, 4, 5, 6]"#)
      try PlantedRuns.write(plan, to: folder) { _ in 1.5 }
      func code(_ margin: String) -> Int32 {
        RecordedCommand([
          "compare", folder.path, "--a", "temperature=0.05", "--b", "temperature=0.07",
          "--resamples", "300", "--margin", margin,
        ]).code
      }
      #expect(code("90") == 4)
      #expect(code("0.001") == 3)
    }
  }

  @Test func `compare with the same runs on both sides names them and ends with 2`() throws {
    try inStudy { study in
      let same = RecordedCommand([
        "compare", study.path, "--a", "temperature=0.05", "--b", "temperature=0.05",
      ])
      #expect(same.code == 2 && same.complaints.count == 1)
      for run in try RunList([study]).filtered([("temperature", "0.05")]).runs {
        #expect(same.errors.contains(run.id))
      }
    }
  }

  @Test func `gate ends by its verdicts: holds 0, regressed 1, improved and unresolved 3`() throws {
    try withTemporaryFolder { folder in
      func runs(_ name: String, noise: Double, seeds: String = "1, 2, 3, 4, 5") throws -> String {
        let plan = try studyPlan(#""vary": { "temperature": [0.05] }, "seeds": [\#(seeds)]"#)
        let study = folder.appendingPathComponent(name)
        try PlantedRuns.write(plan, to: study) { _ in noise }
        return study.path
      }
      let (good, bad) = (try runs("good", noise: 0.4), try runs("bad", noise: 1.5))
      let other = try runs("other", noise: 1.5, seeds: "6, 7")
      let (high, low) = (folder.path + "/high.json", folder.path + "/low.json")
      let recorded = RecordedCommand([
        "gate", "record", good, "--output", high, "--resamples", "200", "--margin", "0.25",
      ])
      #expect(recorded.code == 0, "\(recorded.errors)")
      #expect(recorded.output.contains("margin 0.25 points"))
      #expect(try GateBaseline(URL(fileURLWithPath: high)).margin == 0.25)
      #expect(RecordedCommand(["gate", bad, "--record", low, "--resamples", "200"]).code == 0)
      #expect(try GateBaseline(URL(fileURLWithPath: low)).margin == 0.5)
      let junit = folder.path + "/gate.xml"
      func check(_ runs: String, _ baseline: String, _ more: String...) throws -> (
        code: Int32, json: [String: Any], junit: String
      ) {
        let command = RecordedCommand(
          [
            "gate", "check", runs, "--baseline", baseline, "--across-settings", "--json", "-",
            "--junit", junit,
          ] + more)
        let text = try String(contentsOfFile: junit, encoding: .utf8)
        return (command.code, command.json, text)
      }
      let holds = try check(good, high)
      #expect(holds.code == 0 && holds.junit.contains("failures=\"0\" errors=\"0\""))
      #expect(holds.json["margin"] as? Double == 0.25)
      #expect(holds.json["verdict"] as? String == "holds")
      let drop = try check(bad, high)
      #expect(drop.code == 1 && drop.junit.contains("<failure type=\"regressed\""))
      #expect(drop.json["pairing"] as? String == "paired" && drop.json["common-seeds"] as? Int == 5)
      let rise = try check(good, low)
      #expect(rise.code == 3 && rise.junit.contains("<failure type=\"improved\""))
      let open = try check(other, low, "--margin", "0.01")
      #expect(open.code == 3 && open.json["verdict"] as? String == "unresolved")
      #expect(open.json["margin"] as? Double == 0.01)
      #expect(open.junit.contains("<failure type=\"unresolved\""))
      let entries = try #require(open.json["entries"] as? [[String: Any]])
      #expect(entries.allSatisfy { $0["need"] != nil && $0["interval"] != nil })
      // An older success does not stay where nothing could be checked.
      let missing = try check(folder.path + "/none", low)
      #expect(missing.code == 2 && missing.junit.contains("errors=\"1\""))
      #expect(missing.junit.contains("/none: "))
    }
  }

  @Test(arguments: [
    [], ["evluate"], ["embed"], ["tokenize", "--model", "/none", "--input", "/none"],
    ["study", "/none.json", "--output", "/tmp"], ["gate", "check", "/none", "--baseline", "/none"],
    ["gate", "/none"], ["compare", "/none"], ["report", "/none", "--output", "/none"],
    ["runs", "/none"], ["verify", "/none"], ["verify", "/tmp"], ["diff", "/none", "/none"],
    ["search", "--corpus", "/none"], ["vocabulary", "--text", "/none"],
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
