import Foundation
import Support
import Testing

/// Commands that measure or check for a second and more.
@Suite struct MeasuringCommandsSlowTests {
  @Test func `check passes on the embedded default, and its JSON is alone on standard output`() {
    let check = RecordedCommand(["check", "embedded", "--json", "-"])
    #expect(check.code == 0)
    #expect(check.output.hasPrefix("[") && check.errors.isEmpty)
  }

  @Test func `bench measures in rounds, or what each line names`() {
    let rounds = RecordedCommand(["bench", "--rounds", "1", "--only", "tokenizing", "--json", "-"])
    #expect(rounds.code == 0, "\(rounds.errors)")
    #expect(rounds.output.contains("tokenizing"))
    let paced = RecordedCommand(["bench", "paced"], input: "tokenizing\ntokenizing\n")
    #expect(paced.code == 0 && paced.output.split(separator: "\n").count == 2)
    let unknown = RecordedCommand(["bench", "paced"], input: "tokenising\n")
    #expect(unknown.code == 2 && unknown.errors.contains("did you mean 'tokenizing'?"))
  }

  @Test func `a plan is measured, and nothing is run`() throws {
    try withTemporaryFolder { folder in
      let file = try studyFile(#""vary": { "dropout": [1, 2] }, "seeds": [1]"#, in: folder).path
      let plan = RecordedCommand(["study", file, "--plan", "--json", "-"])
      #expect(plan.code == 0, "\(plan.errors)")
      #expect((plan.json["runs"] as? [Any])?.count == 2)
      #expect(plan.complaints[0] == "simcse study: '--plan' is now 'simcse study plan'")
    }
  }
}
