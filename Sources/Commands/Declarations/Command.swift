/// One command: its name, what it does, and its modes.
package struct Command: Sendable {
  package let name: String
  /// What it does, in a line.
  package let summary: String
  /// More than that: what it reads and writes, and how to read what it prints.
  package let about: String
  /// The first is taken where no word names one.
  package let modes: [Mode]
  /// What its exit codes say, for those beside 0 and 2.
  package let exitCodes: String?

  init(
    _ name: String, _ summary: String, about: String, exitCodes: String? = nil, modes: [Mode]
  ) {
    self.name = name
    self.summary = summary
    self.about = about
    self.exitCodes = exitCodes
    self.modes = modes
  }

  /// The whole of it: `simcse study plan`.
  func title(_ mode: Mode) -> String {
    "simcse \(name)" + (mode.name.map { " \($0)" } ?? "")
  }

  /// The words that name its modes.
  var modeNames: [String] { modes.compactMap(\.name) }
}

/// One way in which a command is used, with all the options that it takes.
package struct Mode: Sendable {
  /// The word after the command's name; nil for a way that needs none.
  package let name: String?
  package let summary: String
  package let words: Words
  package let groups: [OptionGroup]
  /// Flags that chose this mode before it had a name: all of them, and no other, together.
  package let formerly: [FormerFlag]
  /// Runs with what the command line says; the exit code.
  let run: @Sendable (Input, Context) throws -> Int32

  init(
    _ name: String, _ summary: String, words: Words = .none, _ groups: [OptionGroup],
    formerly: [FormerFlag] = [], run: @escaping @Sendable (Input, Context) throws -> Int32
  ) {
    self.init(
      name: name, summary: summary, words: words, groups: groups, formerly: formerly, run: run)
  }

  /// The one way of a command that has no others.
  init(
    words: Words = .none, _ groups: [OptionGroup],
    run: @escaping @Sendable (Input, Context) throws -> Int32
  ) {
    self.init(name: nil, summary: "", words: words, groups: groups, formerly: [], run: run)
  }

  private init(
    name: String?, summary: String, words: Words, groups: [OptionGroup], formerly: [FormerFlag],
    run: @escaping @Sendable (Input, Context) throws -> Int32
  ) {
    self.name = name
    self.summary = summary
    self.words = words
    self.groups = groups
    self.formerly = formerly
    self.run = run
  }

  package var declarations: [Declaration] { groups.flatMap(\.declarations) }

  /// The words that are no options.
  package struct Words: Sendable {
    /// As the help shows them; empty where there are none.
    package let usage: String
    package let least: Int
    let most: Int?
    /// What to say where there are fewer.
    let missing: String

    static let none = Self(usage: "", least: 0, most: 0, missing: "")
  }

  /// A flag that chose a mode.
  package struct FormerFlag: Sendable, ExpressibleByStringLiteral {
    package let name: String
    /// The option of the mode that took over its value; nil where it had none.
    let option: String?

    package init(stringLiteral name: String) {
      self.name = name
      option = nil
    }

    init(_ name: String, valueOf option: some Declared) {
      self.name = name
      self.option = option.declaration.name
    }
  }
}
