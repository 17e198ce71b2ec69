/// What a model folder asks to be done to every text before its tokenizer sees it.
public struct TextPreparation: Sendable, Equatable {
  /// Put before the text: a default prompt.
  public var prompt: String
  /// Whether the prompt and the text are lowercased then (`do_lower_case` of sentence-transformers).
  public var lowercases: Bool
  /// What the text's tokens are set in; nil for nothing.
  public var template: SentenceTemplate?

  public init(prompt: String, lowercases: Bool) {
    self.prompt = prompt
    self.lowercases = lowercases
  }

  /// The text stays as it is.
  public static let none = TextPreparation(prompt: "", lowercases: false)

  /// The text that the tokenizer sees.
  public func applied(to text: String) -> String {
    if prompt.isEmpty, !lowercases { return text }
    return lowercases ? Self.lowercased(prompt + text) : prompt + text
  }

  /// Lowercase as Python's `str.lower` makes it: scalar by scalar, but for Σ at the end of a word.
  ///
  /// - Source: `unicodeobject.c` of CPython 3.11; The Unicode Standard, table 3-17, Final_Sigma.
  static func lowercased(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (place, scalar) in scalars.enumerated() {
      if scalar == "\u{3A3}" {
        func cased(_ others: some Sequence<Unicode.Scalar>) -> Bool {
          others.first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
        }
        let ends = cased(scalars[..<place].reversed()) && !cased(scalars[(place + 1)...])
        result.unicodeScalars.append(ends ? "\u{3C2}" : "\u{3C3}")
      } else {
        result += scalar.properties.lowercaseMapping
      }
    }
    return result
  }
}
