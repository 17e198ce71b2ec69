import Commands
import Foundation
import Support
import Testing

/// Laws that hold for every command of the catalog.
@Suite struct DeclarationTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let command: Command
    let mode: Mode
    var testDescription: String { "\(command.name) \(mode.name ?? "")" }
  }

  static let modes = CommandCatalog.standard.flatMap { command in
    command.modes.map { Case(command: command, mode: $0) }
  }

  @Test(arguments: modes)
  func `no two options of a mode share a name, old or new`(_ subject: Case) {
    let names = subject.mode.declarations.flatMap { [$0.name] + $0.formerNames }
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: modes)
  func `the help names every option with its default, in lines of 100 letters`(_ subject: Case) {
    let help = HelpText.text(of: subject.command)
    let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for option in subject.mode.declarations where !option.isHidden {
      #expect(words.contains("\(option.usage) \(option.sentence)"), "\(option.usage)")
    }
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: modes)
  func `an option that takes one value is refused a second`(_ subject: Case) throws {
    for option in subject.mode.declarations {
      guard let value = Self.value(of: option), !option.isRepeated else { continue }
      for name in [option.name] + option.formerNames {
        let words = [
          subject.mode.name, "--\(option.name)", value, "--\(name)=\(value)",
        ].compactMap { $0 }
        let error = #expect(throws: UsageError.self) { try subject.command.read(words) }
        #expect(error?.description == "--\(option.name) is given twice; it takes one value")
      }
    }
  }

  @Test(arguments: modes)
  func `an old spelling is the new one with a line that names it`(_ subject: Case) throws {
    for option in subject.mode.declarations {
      for old in option.formerNames {
        let value = try #require(Self.value(of: option))
        let others = subject.mode.declarations.filter {
          $0.name != option.name && ($0.question != nil || $0.name == option.needs)
        }
        let words = Array(repeating: "word", count: subject.mode.words.least)
        let input = try subject.command.read(
          [subject.mode.name].compactMap { $0 } + words + ["--\(old)", value]
            + others.flatMap { ["--\($0.name)", Self.value(of: $0) ?? ""] }
        ).input
        #expect(input.notes == ["'--\(old)' is now '--\(option.name)'"])
      }
    }
  }

  @Test(arguments: modes)
  func `a misspelled option names the nearest`(_ subject: Case) {
    for option in subject.mode.declarations where !option.isHidden && option.name.count > 3 {
      let words = [subject.mode.name, "--" + option.name.dropLast() + "q"].compactMap { $0 }
      let error = #expect(throws: UsageError.self) { try subject.command.read(words) }
      #expect(error?.description.hasSuffix("did you mean '--\(option.name)'?") == true)
    }
  }

  @Test(arguments: modes)
  func `a value that is missing is asked for`(_ subject: Case) {
    for option in subject.mode.declarations where option.placeholder != nil && option.bare == nil {
      for rest in [[], ["--json", "-"]] {
        let words = [subject.mode.name, "--\(option.name)"].compactMap { $0 } + rest
        let error = #expect(throws: UsageError.self) { try subject.command.read(words) }
        #expect(error?.description.contains("--\(option.name) needs a value") == true)
      }
    }
  }

  @Test func `names of commands and modes are there once`() {
    let names = CommandCatalog.standard.map(\.name)
    #expect(Set(names).count == names.count)
    for command in CommandCatalog.standard {
      #expect(Set(command.modes.map(\.name)).count == command.modes.count)
    }
  }

  @Test func `the documentation is what the declarations say`() throws {
    let file = packageFolder.appendingPathComponent("Documentation/commands.md")
    #expect(
      try String(contentsOf: file, encoding: .utf8)
        == CommandPage.markdown(of: CommandCatalog.standard),
      "write it again: simcse help --markdown > Documentation/commands.md")
  }

  /// A value that an option takes; nil for a flag.
  static func value(of option: Declaration) -> String? {
    guard option.placeholder != nil else { return nil }
    let known = option.meaning.split(separator: ":").last.flatMap {
      $0.split { $0 == "," || $0 == " " }.first.map(String.init)
    }
    return ["3", "0.75", "STS12", "average/spearman", known].compactMap { $0 }.first {
      option.takes($0)
    }
  }
}
