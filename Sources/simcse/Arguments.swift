/// A command line that cannot be read: what was found and what is known.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}

/// The words after a command's name: options with a value, flags, and the rest in order.
struct Arguments {
  private(set) var values: [String: [String]] = [:]
  private(set) var flags: Set<String> = []
  private(set) var rest: [String] = []

  /// Reads `words`; an option that the command does not have is an error.
  init(_ words: [String], options: [String], flags known: [String], command: String) throws {
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        rest += words[index...]
        break
      }
      guard word.hasPrefix("--") else {
        rest.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if known.contains(name), parts.count == 1 {
        flags.insert(name)
      } else if options.contains(name) {
        if parts.count == 2 {
          values[name, default: []].append(String(parts[1]))
        } else if index < words.count {
          values[name, default: []].append(words[index])
          index += 1
        } else {
          throw UsageError(description: "\(name) needs a value; see 'simcse \(command) --help'")
        }
      } else {
        let all = (options + known).sorted().joined(separator: ", ")
        throw UsageError(
          description: "'simcse \(command)' has no option '\(name)'; known: \(all)")
      }
    }
  }

  /// The last value of an option.
  func value(_ name: String) -> String? { values[name]?.last }

  /// Every value of an option, in order.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// A whole number of at least `minimum`; nil when the option was not given.
  func integer(_ name: String, atLeast minimum: Int) throws -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Int(text), number >= minimum else {
      throw UsageError(
        description: "\(name) is '\(text)'; it must be a whole number of at least \(minimum)")
    }
    return number
  }

  /// One of the names of an enumeration; nil when the option was not given.
  func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) throws -> Choice?
  where Choice.RawValue == String {
    guard let text = value(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(description: "\(name) is '\(text)'; known: \(known)")
    }
    return choice
  }

  /// A value that must be there.
  func required(_ name: String, _ what: String) throws -> String {
    guard let value = value(name) else {
      throw UsageError(description: "\(name) is missing: \(what)")
    }
    return value
  }
}
