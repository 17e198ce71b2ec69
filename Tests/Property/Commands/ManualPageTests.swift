import Commands
import Foundation
import Support
import Testing

@Suite struct ManualPageTests {
  static let pages =
    [RecordedCommand(["help", "--man"]).output]
    + CommandCatalog.standard.map { RecordedCommand(["help", "--man", $0.name]).output }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
  }

  @Test func `a command's page has every mode and every option with its meaning`() {
    for (command, page) in zip(CommandCatalog.standard, Self.pages.dropFirst()) {
      for mode in command.modes {
        if let name = mode.name {
          #expect(page.contains("\\fB\(name)\\fR\n\(Self.escaped(mode.summary))"))
        }
        for option in mode.declarations where !option.isHidden {
          let value = option.placeholder.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""
          let entry =
            "\\fB\(Self.escaped("--" + option.name))\\fR\(value)\n\(Self.escaped(option.sentence))\n"
          #expect(page.contains(entry), "\(command.name) \(entry)")
        }
      }
    }
  }

  @Test func `the first page names every command and its page`() {
    for command in CommandCatalog.standard {
      #expect(
        Self.pages[0].contains("\\fBsimcse \(command.name)\\fR\n\(Self.escaped(command.summary))"))
      #expect(Self.pages[0].contains("\\fBsimcse\\-\(command.name)\\fR(1)"))
    }
  }

  @Test func `no line of text is a request`() {
    let requests = [".\\\"", ".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi"]
    for line in Self.pages.flatMap({ $0.split(separator: "\n") })
    where ".'".contains(line.prefix(1)) {
      #expect(requests.contains { line == $0 || line.hasPrefix($0 + " ") }, "\(line)")
    }
  }

  /// Where there is no groff it is not asked.
  @Test func `groff warns of nothing`() throws {
    let groff = "/usr/bin/groff"
    guard FileManager.default.isExecutableFile(atPath: groff) else { return }
    for page in Self.pages {
      let said = try CompletionTests.run(
        groff, ["-man", "-Tutf8", "-Kutf8", "-ww", "-rLL=100n"], page)
      #expect(said.code == 0 && said.errors == "", "\(page.prefix(200))")
    }
  }

  @Test func `a page has one form`() {
    let recorded = RecordedCommand(["help", "--man", "--markdown"])
    #expect(recorded.code == 2)
    #expect(recorded.complaints == ["simcse help: a page has one form; say --markdown or --man"])
  }
}
