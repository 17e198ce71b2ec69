import Decisions
import Foundation
import Support
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct GateJUnitTests {
  /// Read by a parser that knows nothing of gates.
  private func suite(_ junit: String) throws -> XMLElement {
    let root = try #require(try XMLDocument(xmlString: junit).rootElement())
    #expect(root.name == "testsuites")
    return try #require(root.elements(forName: "testsuite").first)
  }

  private func text(_ element: XMLElement, _ name: String) -> String {
    element.attribute(forName: name)?.stringValue ?? ""
  }

  @Test func `a gate that holds has a test case for each task and one for the average`() throws {
    let runs = try FakeRuns.runs(1...3, tasks: ["A", "B"])
    let suite = try suite(try FakeRuns.gate(runs, runs).junit)
    let cases = suite.elements(forName: "testcase")
    #expect(cases.map { text($0, "name") } == ["A", "B", "average"])
    #expect(["tests", "failures", "errors"].map { text(suite, $0) } == ["3", "0", "0"])
    #expect(cases.allSatisfy { $0.elements(forName: "failure").isEmpty })
  }

  @Test func `what does not hold fails with its verdict and its words`() throws {
    let gate = try FakeRuns.gate(
      try FakeRuns.runs(1...5, tasks: ["A", "B"]),
      try FakeRuns.runs(11...15, tasks: ["A", "B"], harm: 0.6))
    let suite = try suite(gate.junit)
    #expect(text(suite, "failures") == "3")
    for (test, task) in zip(suite.elements(forName: "testcase"), ["A", "B", "average"]) {
      let failure = try #require(test.elements(forName: "failure").first)
      #expect(text(failure, "type") == "regressed")
      #expect(text(failure, "message") == "Spearman regressed; Pearson regressed")
      let lines = (failure.stringValue ?? "").split(separator: "\n")
      #expect(lines.count == 2 && lines[0].hasPrefix("\(task) Spearman "))
      #expect(lines[0].contains("margin 0.5 points: regressed"))
    }
  }

  @Test func `an unresolved score fails too, and says what would resolve it`() throws {
    var gate = try FakeRuns.gate(
      try FakeRuns.runs(1...2, own: 3), try FakeRuns.runs(11...12, own: 3))
    gate.notes = []
    let failure = try #require(
      try suite(gate.junit).elements(forName: "testcase").first?.elements(forName: "failure").first)
    #expect(text(failure, "type") == "unresolved")
    #expect(text(failure, "message").contains("Spearman unresolved: about "))
  }

  @Test func `names and notes are text, whatever is in them`() throws {
    let name = "a<b & \"c\" 'd' ]]> \u{1}\u{FFFE}é"
    let runs = try FakeRuns.runs(1...2, tasks: [name])
    var gate = try FakeRuns.gate(runs, runs)
    gate.notes = ["x < y\n\"z\""]
    let suite = try suite(gate.junit)
    let test = try #require(suite.elements(forName: "testcase").first)
    #expect(text(test, "name") == "a<b & \"c\" 'd' ]]> ‹U+0001›‹U+FFFE›é")
    let note = try #require(
      suite.elements(forName: "properties").first?.elements(forName: "property").last)
    #expect(text(note, "value") == "x < y \"z\"")
  }

  @Test func `a gate that could not be checked is an error, not an empty success`() throws {
    let suite = try suite(Gate.junit(problem: "<baseline>: no such file"))
    #expect(["tests", "failures", "errors"].map { text(suite, $0) } == ["1", "0", "1"])
    let error = try #require(
      suite.elements(forName: "testcase").first?.elements(forName: "error").first)
    #expect(text(error, "message") == "<baseline>: no such file")
  }
}
