/// A command line that cannot be read: what was found and what is known.
package struct UsageError: Error, CustomStringConvertible, Equatable {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// What an option is called, takes and means: the parser, the help and the documentation follow it.
package struct Declaration: Sendable {
  /// Without its dashes.
  package let name: String
  /// What the value is called; nil for a flag.
  package let placeholder: String?
  /// One line of plain words.
  package let meaning: String
  /// The default in words; nil where there is none.
  package var standard: String?
  /// Earlier spellings, which are read and answered with the new one.
  package var formerNames: [String] = []
  /// The values that it takes, where they can be listed.
  package var known: [String] = []
  /// Whether it may be given more than once.
  package var isRepeated = false
  /// An option without which this one says nothing.
  package var needs: String?
  /// The value where nothing follows, or another option; nil where a value must follow.
  package var bare: String?
  /// Asked where the option is missing that must be there; nil where it need not.
  package var question: String?
  /// Spoken by one process of this program to another; in no help.
  package var isHidden = false
  /// Throws a ``UsageError`` for a value that the option does not take.
  let check: @Sendable (String) throws -> Void

  package func takes(_ value: String) -> Bool { (try? check(value)) != nil }

  /// The option as it is typed: `--threads N`.
  package var usage: String { placeholder.map { "--\(name) \($0)" } ?? "--\(name)" }

  /// The meaning with the default.
  package var sentence: String { standard.map { "\(meaning) (default: \($0))" } ?? meaning }
}

/// An option of any kind.
package protocol Declared: Sendable {
  var declaration: Declaration { get set }
}

extension Declared {
  func formerly(_ names: String...) -> Self { changed { $0.formerNames = names } }

  func needing(_ other: some Declared) -> Self { changed { $0.needs = other.declaration.name } }

  /// Says in words what happens without the option.
  func otherwise(_ standard: String) -> Self { changed { $0.standard = standard } }

  /// Lists the values that the option takes.
  func known(_ words: [String]) -> Self { changed { $0.known = words } }

  func bare(_ value: String) -> Self { changed { $0.bare = value } }

  var hidden: Self { changed { $0.isHidden = true } }

  private func changed(_ change: (inout Declaration) -> Void) -> Self {
    var copy = self
    change(&copy.declaration)
    return copy
  }
}

/// An option with one value, or none.
package struct Option<Value: Sendable>: Declared {
  package var declaration: Declaration
  let read: @Sendable (String) throws -> Value
}

/// An option that must be there.
package struct RequiredOption<Value: Sendable>: Declared {
  package var declaration: Declaration
  let read: @Sendable (String) throws -> Value
}

/// An option with a default.
package struct DefaultedOption<Value: Sendable>: Declared {
  package var declaration: Declaration
  let read: @Sendable (String) throws -> Value
  let standard: Value
}

/// An option that may be given more than once.
package struct RepeatedOption<Value: Sendable>: Declared {
  package var declaration: Declaration
  let read: @Sendable (String) throws -> Value
}

/// An option without a value.
package struct Flag: Declared {
  package var declaration: Declaration

  init(_ name: String, _ meaning: String) {
    declaration = Declaration(name: name, placeholder: nil, meaning: meaning) { _ in }
  }
}

/// Options that commands share, under one heading.
package struct OptionGroup: Sendable {
  package let title: String
  package let options: [any Declared]

  init(_ title: String, _ options: [any Declared]) {
    self.title = title
    self.options = options
  }

  package var declarations: [Declaration] { options.map(\.declaration) }
  var shown: [Declaration] { declarations.filter { !$0.isHidden } }
}
