import Commands
import Foundation
import Support
import Testing

/// What shells complete: the declared options, and nothing else.
@Suite struct CompletionTests {
  static let commands = CommandCatalog.standard

  /// The words before the options of every mode; of a first mode also without its name.
  static let titles: [(words: [String], mode: Mode)] = commands.flatMap { command in
    command.modes.enumerated().flatMap { index, mode -> [(words: [String], mode: Mode)] in
      let named = mode.name.map { [(words: [command.name, $0], mode: mode)] } ?? []
      return (index == 0 ? [(words: [command.name], mode: mode)] : []) + named
    }
  }

  private static func shown(_ mode: Mode) -> [Declaration] {
    mode.declarations.filter { !$0.isHidden }
  }

  /// What bash offers for each of some lines, of which the last word is being typed.
  private static func offers(_ lines: [[String]], in folder: URL) throws -> [Set<String>] {
    func quoted(_ word: String) -> String { "'\(word)'" }
    let calls = lines.map { line in
      "COMP_WORDS=(simcse \(line.map(quoted).joined(separator: " "))); COMP_CWORD=\(line.count); "
        + "_simcse; printf '%s\\n' \"${COMPREPLY[@]}\"; echo ="
    }
    let script = BashCompletion.script(for: commands) + calls.joined(separator: "\n") + "\n"
    let said = try run(
      "/bin/bash", ["-u", "-c", "cd \"$0\" && source /dev/stdin", folder.path], script)
    #expect(said.errors == "")
    return said.output.components(separatedBy: "=\n").dropLast().map {
      Set($0.split(separator: "\n").map(String.init))
    }
  }

  /// What a program writes, given some text to read.
  static func run(
    _ program: String, _ words: [String], _ input: String
  ) throws -> (output: String, errors: String, code: Int32) {
    try withTemporaryFolder { folder in
      let (given, errors) = (folder.appending(path: "in"), folder.appending(path: "errors"))
      try Data(input.utf8).write(to: given)
      try Data().write(to: errors)
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = words
      process.standardInput = try FileHandle(forReadingFrom: given)
      process.standardOutput = output
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (
        String(decoding: data, as: UTF8.self), try String(contentsOf: errors, encoding: .utf8),
        process.terminationStatus
      )
    }
  }

  @Test func `bash offers every option of every mode, and no other`() throws {
    let offered = try withTemporaryFolder { folder in
      try Self.offers(Self.titles.map { $0.words + ["--"] }, in: folder)
    }
    #expect(offered.count == Self.titles.count)
    for (title, offered) in zip(Self.titles, offered) {
      let names = Self.shown(title.mode).map { "--\($0.name)" } + ["--help"]
      #expect(offered == Set(names), "\(title.words)")
    }
  }

  @Test func `bash offers the commands, and a command's modes beside its words`() throws {
    try withTemporaryFolder { folder in
      try Data().write(to: folder.appending(path: "wide.json"))
      let offered = try Self.offers(
        [
          [""], ["ru"], ["study", ""], ["study", "plan", ""], ["help", "ver"], ["completion", ""],
        ],
        in: folder)
      let modes = try #require(Self.commands.first { $0.name == "study" }).modes.compactMap(\.name)
      #expect(offered[0] == Set(Self.commands.map(\.name) + ["--help", "--version"]))
      #expect(
        offered[1...] == [
          ["runs"], Set(modes + ["wide.json"]), ["wide.json"], ["verify"], ["bash", "zsh", "fish"],
        ])
    }
  }

  @Test func `bash offers known values, after a blank as after an equals sign`() throws {
    let known = Self.titles.flatMap { title in
      Self.shown(title.mode).filter { !$0.known.isEmpty }.map { (title.words, $0) }
    }
    let offered = try withTemporaryFolder { folder in
      try Self.offers(
        known.flatMap { words, option in
          [
            words + ["--\(option.name)", ""], words + ["--\(option.name)", "=", ""],
            words + ["--\(option.name)", "="],
          ]
        }, in: folder)
    }
    #expect(known.count > 8)
    for (index, (words, option)) in known.enumerated() {
      for offered in offered[3 * index..<3 * index + 3] {
        #expect(offered == Set(option.known), "\(words) \(option.name)")
      }
    }
  }

  @Test func `bash completes lists by commas, files and folders`() throws {
    try withTemporaryFolder { folder in
      let files = FileManager.default
      try files.createDirectory(
        at: folder.appending(path: "two words"), withIntermediateDirectories: true)
      try Data().write(to: folder.appending(path: "two.txt"))
      let offered = try Self.offers(
        [
          ["evaluate", "--tasks", "STS12,STS16,SICK-R-t"], ["evaluate", "--model", "tw"],
          ["evaluate", "--embeddings", "tw"], ["evaluate", "--threads", ""],
        ], in: folder)
      #expect(
        offered == [
          ["STS12,STS16,SICK-R-trial", "STS12,STS16,SICK-R-train"], ["two words"],
          ["two words", "two.txt"], [],
        ])
    }
  }

  @Test func `every value that is listed is taken`() {
    for title in Self.titles {
      for option in title.mode.declarations {
        #expect(option.known.allSatisfy(option.takes), "\(title.words) \(option.name)")
      }
    }
  }

  /// zsh lists the options of a mode in one place, fish names the mode in each line.
  @Test(arguments: ["zsh", "fish"])
  func `every option of every mode is in the script, with its meaning`(shell: String) {
    let lines = RecordedCommand(["completion", shell]).output.split(separator: "\n")
    for title in Self.titles where title.words.count == (title.mode.name == nil ? 1 : 2) {
      let mode = "(__simcse_mode) = '\(title.words.joined(separator: " "))'"
      for option in Self.shown(title.mode) {
        let name =
          shell == "fish"
          ? " -l \(option.name) " : "--\(option.name)\(option.placeholder == nil ? "" : "=")["
        let meaning = option.meaning.prefix { !"[]:'\\".contains($0) }
        let isThere = lines.contains {
          $0.contains(name) && $0.contains(meaning) && (shell == "zsh" || $0.contains(mode))
        }
        #expect(isThere, "\(title.words) --\(option.name)")
      }
    }
  }

  /// A shell that is not here is not asked.
  @Test(arguments: ["bash", "zsh", "fish"])
  func `the shell can read its script`(shell: String) throws {
    let places = ["/bin/", "/usr/bin/", "/usr/local/bin/"].map { $0 + shell }
    guard let program = places.first(where: FileManager.default.isExecutableFile) else { return }
    let recorded = RecordedCommand(["completion", shell])
    #expect(recorded.code == 0 && recorded.errors == "")
    let checked = try Self.run(program, ["-n"], recorded.output)
    #expect(checked.code == 0 && checked.errors == "")
  }

  @Test func `a shell that is not known is refused`() {
    let recorded = RecordedCommand(["completion", "zhs"])
    #expect(recorded.code == 2)
    #expect(
      recorded.complaints == [
        "simcse completion: there is no completion for 'zhs'; did you mean 'zsh'?"
      ])
    #expect(
      RecordedCommand(["completion"]).complaints == [
        "simcse completion: which shell? say bash, zsh or fish"
      ])
  }
}
