import Files

/// What a command line says, read by the declarations of its mode.
package struct Input: Sendable {
  /// The words that are no options, in order.
  package fileprivate(set) var words: [String] = []
  /// Every old spelling that was used, with the new one.
  package fileprivate(set) var notes: [String] = []
  private var values: [String: [String]] = [:]

  /// Whether an option was given.
  func has(_ option: some Declared) -> Bool { values[option.declaration.name] != nil }

  subscript(_ flag: Flag) -> Bool { has(flag) }

  subscript<Value>(_ option: Option<Value>) -> Value? {
    get throws { try values[option.declaration.name]?.last.map(option.read) }
  }

  subscript<Value>(_ option: DefaultedOption<Value>) -> Value {
    get throws { try values[option.declaration.name]?.last.map(option.read) ?? option.standard }
  }

  subscript<Value>(_ option: RepeatedOption<Value>) -> [Value] {
    get throws { try (values[option.declaration.name] ?? []).map(option.read) }
  }

  subscript<Value>(_ option: RequiredOption<Value>) -> Value {
    get throws {
      guard let text = values[option.declaration.name]?.last else {
        throw UsageError(missing: option.declaration)
      }
      return try option.read(text)
    }
  }

  /// The text of an option as it was typed.
  func text(of option: some Declared) -> String? { values[option.declaration.name]?.last }

  fileprivate mutating func add(_ value: String, to option: Declaration) throws {
    guard values[option.name] == nil || option.isRepeated || option.placeholder == nil else {
      throw UsageError("--\(option.name) is given twice; it takes one value")
    }
    if option.placeholder != nil { try option.check(value) }
    values[option.name, default: []].append(value)
  }
}

extension Command {
  /// Reads the words after the command's name.
  ///
  /// - Throws: ``UsageError`` for whatever the mode does not take.
  package func read(_ words: [String]) throws -> (mode: Mode, input: Input) {
    let named = words.first.flatMap { word in modes.first { $0.name == word } }
    let mode = try named ?? formerMode(words) ?? modes[0]
    var input = Input()
    let former = named == nil ? mode.formerly : []
    if let note = note(former, of: mode) { input.notes.append(note) }
    var rest = words.dropFirst(named == nil ? 0 : 1)
    while let word = rest.popFirst() {
      guard word != "--" else {
        input.words += rest
        break
      }
      guard word.hasPrefix("--") else {
        input.words.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0].dropFirst(2))
      let written = parts.count == 2 ? String(parts[1]) : nil
      let option: Declaration
      if let flag = former.first(where: { $0.name == name }) {
        guard let successor = mode.declarations.first(where: { $0.name == flag.option }) else {
          if written != nil { throw UsageError("--\(name) takes no value") }
          continue
        }
        option = successor
      } else {
        option = try declaration(name, in: mode, &input.notes)
      }
      guard option.placeholder != nil else {
        guard written == nil else { throw UsageError("--\(name) takes no value") }
        try input.add("", to: option)
        continue
      }
      let follows = rest.first.map { !$0.hasPrefix("--") } ?? false
      guard let value = written ?? (follows ? rest.popFirst() : option.bare) else {
        throw UsageError("--\(name) needs a value: \(option.usage)")
      }
      try input.add(value, to: option)
    }
    try check(input, mode)
    return (mode, input)
  }

  /// The mode that old flags choose; nil where there are none.
  private func formerMode(_ words: [String]) throws -> Mode? {
    let known = Set(modes.flatMap(\.formerly).map(\.name))
    let takesValue = Set(
      modes.flatMap(\.declarations).filter { $0.placeholder != nil }
        .flatMap { [$0.name] + $0.formerNames })
    var found: Set<String> = []
    var rest = words.prefix { $0 != "--" }
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else { continue }
      let name = word.dropFirst(2).prefix { $0 != "=" }
      if known.contains(String(name)) {
        found.insert(String(name))
      } else if takesValue.contains(String(name)), !word.contains("="),
        rest.first?.hasPrefix("--") == false
      {
        rest.removeFirst()
      }
    }
    guard !found.isEmpty else { return nil }
    guard let mode = modes.first(where: { Set($0.formerly.map(\.name)) == found }) else {
      throw UsageError(
        found.sorted().map { "--\($0)" }.joined(separator: " and ")
          + " do not go together; say one of: "
          + modes.map(title).joined(separator: ", "))
    }
    return mode
  }

  /// One sentence that names the new word.
  private func note(_ former: [Mode.FormerFlag], of mode: Mode) -> String? {
    guard !former.isEmpty else { return nil }
    let old = former.map { flag in "--\(flag.name)" }.joined(separator: " ")
    let new = former.compactMap { flag in flag.option.map { " --\($0)" } }.joined()
    return "'\(old)' is now '\(title(mode))\(new)'"
  }

  /// The option of a mode by its name or an earlier one.
  private func declaration(
    _ name: String, in mode: Mode, _ notes: inout [String]
  ) throws -> Declaration {
    if let option = mode.declarations.first(where: { $0.name == name }) { return option }
    if let option = mode.declarations.first(where: { $0.formerNames.contains(name) }) {
      let note = "'--\(name)' is now '--\(option.name)'"
      if !notes.contains(note) { notes.append(note) }
      return option
    }
    if let other = modes.first(where: {
      $0.declarations.contains { $0.name == name || $0.formerNames.contains(name) }
    }) {
      throw UsageError("--\(name) belongs to '\(title(other))', not to '\(title(mode))'")
    }
    if let other = modes.first(where: { $0.formerly.contains { $0.name == name } }) {
      throw UsageError(note(other.formerly, of: other) ?? title(other))
    }
    let known = mode.groups.flatMap(\.shown).map { "--\($0.name)" }.sorted()
    throw UsageError(
      "there is no option '--\(name)'"
        + (known.isEmpty ? "" : Suggestion.ending(for: "--\(name)", among: known)))
  }

  private func check(_ input: Input, _ mode: Mode) throws {
    for option in mode.declarations {
      guard let needed = option.needs, input.has(option.name), !input.has(needed) else { continue }
      throw UsageError("--\(option.name) says nothing without --\(needed)")
    }
    guard input.words.count >= mode.words.least else { throw UsageError(mode.words.missing) }
    if let most = mode.words.most, input.words.count > most {
      let nearest = input.words.first.flatMap { Suggestion.nearest(to: $0, among: modeNames) }
      let usage = [title(mode), mode.words.usage, "[OPTION …]"].filter { !$0.isEmpty }
      throw UsageError(
        "'\(input.words[most])' is unexpected; "
          + (nearest.map { "did you mean 'simcse \(name) \($0)'?" }
            ?? "usage: \(usage.joined(separator: " "))"))
    }
    for option in mode.declarations where option.question != nil && !input.has(option.name) {
      throw UsageError(missing: option)
    }
  }
}

extension Input {
  fileprivate func has(_ name: String) -> Bool { values[name] != nil }
}

extension UsageError {
  fileprivate init(missing option: Declaration) {
    self.init("\(option.question ?? "") say \(option.usage)")
  }
}
