import Files
package import Foundation

/// A file, or the standard stream: output for results, input for text.
package enum Destination: Sendable, Equatable {
  case standard
  case file(URL)

  init(_ text: String) {
    self = text == "-" ? .standard : .file(URL(fileURLWithPath: text))
  }
}

/// The numbers that an option takes.
package enum NumberRange: Sendable {
  /// Both bounds excluded.
  case between(Double, Double)
  /// Both bounds included.
  case from(Double, to: Double)

  func contains(_ number: Double) -> Bool {
    switch self {
    case .between(let low, let high): number > low && number < high
    case .from(let low, let high): number >= low && number <= high
    }
  }

  var words: String {
    func short(_ number: Double) -> String {
      Int(exactly: number).map(String.init) ?? String(number)
    }
    return switch self {
    case .between(let low, let high): "above \(short(low)) and below \(short(high))"
    case .from(let low, let high): "from \(short(low)) to \(short(high))"
    }
  }
}

extension Option {
  init(
    _ name: String, _ placeholder: String, _ meaning: String,
    read: @escaping @Sendable (String) throws -> Value
  ) {
    declaration = Declaration(name: name, placeholder: placeholder, meaning: meaning) {
      _ = try read($0)
    }
    self.read = read
  }

  /// The same option with a default, which its help shows as `text`.
  func or(_ standard: Value, shown text: String) -> DefaultedOption<Value> {
    var declaration = declaration
    declaration.standard = text
    return DefaultedOption(declaration: declaration, read: read, standard: standard)
  }

  /// The same option, which must be given; `question` asks for it.
  func required(_ question: String) -> RequiredOption<Value> {
    var declaration = declaration
    declaration.question = question
    return RequiredOption(declaration: declaration, read: read)
  }

  /// The same option, which may be given more than once.
  var repeated: RepeatedOption<Value> {
    var declaration = declaration
    declaration.isRepeated = true
    return RepeatedOption(declaration: declaration, read: read)
  }
}

extension Option where Value: CustomStringConvertible {
  func or(_ standard: Value) -> DefaultedOption<Value> { or(standard, shown: "\(standard)") }
}

extension Option where Value: RawRepresentable<String> {
  func or(_ standard: Value) -> DefaultedOption<Value> { or(standard, shown: standard.rawValue) }
}

extension Option where Value: RawRepresentable<String> & CaseIterable {
  /// One of the names of an enumeration.
  static func choice(
    _ name: String, _ placeholder: String, _ meaning: String
  ) -> Self {
    let known = Value.allCases.map(\.rawValue)
    return Self(name, placeholder, "\(meaning): \(listed(known))") { text in
      guard let choice = Value(rawValue: text) else {
        throw UsageError(unknown(text, of: name, known))
      }
      return choice
    }.known(known)
  }
}

extension Option where Value: Sequence, Value.Element: RawRepresentable<String> & CaseIterable {
  /// Several of the names of an enumeration, separated by commas.
  static func choices<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ meaning: String
  ) -> Self where Value == [Choice] {
    let known = Choice.allCases.map(\.rawValue)
    let names = known.joined(separator: ", ")
    return Self(name, "LIST", "\(meaning), separated by commas: \(names)") { text in
      try text.split(separator: ",", omittingEmptySubsequences: false).map {
        guard let choice = Choice(rawValue: String($0)) else {
          throw UsageError(unknown(String($0), of: name, known))
        }
        return choice
      }
    }.known(known)
  }
}

extension Option {
  /// Several of some names, separated by commas, each once.
  ///
  /// - Inputs: `value`, of the names in the order in which they are given.
  static func names(
    _ name: String, _ meaning: String, among known: [String],
    _ value: @escaping @Sendable ([String]) -> Value
  ) -> Self {
    Self(name, "LIST", meaning) { text in
      let names = text.split(separator: ",").map(String.init)
      if let strange = names.first(where: { !known.contains($0) }) {
        throw UsageError(unknown(strange, of: name, known))
      }
      guard !names.isEmpty else {
        throw UsageError("--\(name) is '\(text)'; known: \(known.joined(separator: ","))")
      }
      if let twice = names.firstRepeated {
        throw UsageError("--\(name) names '\(twice)' twice; name it once")
      }
      return value(names)
    }.known(known)
  }
}

extension Option<String> {
  static func text(_ name: String, _ placeholder: String, _ meaning: String) -> Self {
    Self(name, placeholder, meaning) { text in
      guard !text.isEmpty else { throw UsageError("--\(name) is empty; it needs a value") }
      return text
    }
  }
}

extension Option<[String]> {
  /// Words separated by commas.
  static func list(_ name: String, _ meaning: String) -> Self {
    Self(name, "LIST", meaning) { text in
      let words = text.split(separator: ",").map(String.init)
      guard !words.isEmpty else {
        throw UsageError("--\(name) is '\(text)'; it needs names separated by commas")
      }
      return words
    }
  }
}

extension Option<URL> {
  static func folder(_ name: String, _ meaning: String) -> Self { path(name, "DIR", meaning) }

  static func file(_ name: String, _ meaning: String) -> Self { path(name, "FILE", meaning) }

  private static func path(_ name: String, _ placeholder: String, _ meaning: String) -> Self {
    Self(name, placeholder, meaning) { text in
      guard !text.isEmpty else {
        throw UsageError(
          "--\(name) is empty; it names a \(placeholder == "DIR" ? "folder" : "file")")
      }
      return URL(fileURLWithPath: text)
    }
  }
}

extension Option<Destination> {
  /// A file, or `-` for a standard stream.
  static func stream(_ name: String, _ meaning: String) -> Self {
    Self(name, "FILE|-", meaning) { text in
      guard !text.isEmpty else {
        throw UsageError("--\(name) is empty; it names a file, or - for the standard stream")
      }
      return Destination(text)
    }
  }
}

extension Option<Int> {
  static func whole(
    _ name: String, _ meaning: String, _ placeholder: String = "N", atLeast minimum: Int
  ) -> Self {
    Self(name, placeholder, meaning) { text in
      guard let number = Int(text), number >= minimum else {
        throw UsageError("--\(name) is '\(text)'; it must be a whole number of at least \(minimum)")
      }
      return number
    }
  }
}

extension Option<Double> {
  static func number(
    _ name: String, _ placeholder: String, _ meaning: String, _ range: NumberRange
  ) -> Self {
    Self(name, placeholder, "\(meaning), \(range.words)") { text in
      guard let number = Double(text), range.contains(number) else {
        throw UsageError("--\(name) is '\(text)'; it must be a number \(range.words)")
      }
      return number
    }
  }
}

private func listed(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.joined() }
  return names.dropLast().joined(separator: ", ") + " or \(last)"
}

private func unknown(_ text: String, of option: String, _ known: [String]) -> String {
  "--\(option) names '\(text)'" + Suggestion.ending(for: text, among: known)
}
