import Commands
import Decisions
import Foundation
import Runs
import Studies
import Testing

/// The example of a workflow: its commands are those of this program, on files that are there.
@Suite struct GateWorkflowTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The words of every `simcse` command, also of those in comments; a line ending in `\` goes on.
  private static func commands() throws -> [[String]] {
    let file = root.appending(path: "Examples/gate-workflow/gate.yml")
    let text = try String(contentsOf: file, encoding: .utf8).replacing(/\\\n\s*/, with: "")
    return text.split(separator: "\n").compactMap { line in
      let bare = line.replacing(/^[#\s]*(run: )?/, with: "")
      return bare.hasPrefix("simcse ") ? bare.split(separator: " ").map(String.init) : nil
    }
  }

  @Test func `every command of the workflow is read by the options declared`() throws {
    let commands = try Self.commands()
    for words in commands {
      let command = try #require(CommandCatalog.standard.first { $0.name == words[1] }, "\(words)")
      #expect(throws: Never.self, "\(words)") { try command.read(Array(words.dropFirst(2))) }
    }
    #expect(
      commands.map { $0[1...2].joined(separator: " ") } == [
        "study run", "gate record", "study run", "gate check",
      ])
  }

  @Test func `a misspelled option would be found`() throws {
    let check = try #require(try Self.commands().last)
    let gate = try #require(CommandCatalog.standard.first { $0.name == "gate" })
    let wrong = check.dropFirst(2).map { $0 == "--junit" ? "--junt" : $0 }
    #expect(throws: UsageError.self) { try gate.read(wrong) }
  }

  @Test func `the study and the baseline that it names are there and belong together`() throws {
    let commands = try Self.commands()
    let check = try #require(commands.last)
    let place = try #require(check.firstIndex(of: "--baseline"))
    let baseline = try GateBaseline(Self.root.appending(path: check[place + 1]))
    let plan = try StudyFile.plan(Self.root.appending(path: try #require(commands.first)[3]))
    #expect(
      Set(plan.entries.map { "\($0.settings.seeds)" })
        == Set(baseline.runs.map { "\($0.seeds)" }))
  }
}
