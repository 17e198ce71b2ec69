import Files
package import Foundation
package import Model

/// How the second view of a sentence is changed before it is tokenized.
///
///     { "name": "word-deletion", "rate": 0.1 }
///     { "name": "crop", "rate": 0.1 }
///     { "name": "synonym-replacement", "rate": 0.1, "file": "synonyms.tsv" }
///     { "name": "synonym-replacement", "rate": 0.1, "file": "synonyms.tsv", "antonyms": "antonyms.tsv" }
///
/// Words are what blanks separate. At least one word is left. With a list of antonyms each sentence has a
/// negative too: itself with antonyms, at least one where it has a word of the list.
///
/// - Randomness: `augmentation`, forked by the step and the place in the batch.
/// - Source: arXiv:2104.08821, table 1; antonyms as in arXiv:2107.00440, section 3.1.
public struct Augmentation: Codable, Sendable, Equatable {
  public enum Name: String, Codable, Sendable, CaseIterable {
    /// Each word is left out with the chance `rate`.
    case wordDeletion = "word-deletion"
    /// A run of words stays: all but the share `rate`, rounded.
    case crop
    /// Each word that the list has is replaced with the chance `rate`, each of its synonyms alike.
    case synonymReplacement = "synonym-replacement"
  }

  public var name: Name
  public var rate: Double
  /// A word list: a word and its synonyms a line, tabs between; small letters.
  public var file: String?
  /// The same with antonyms; absent where sentences have no negative of their own.
  public var antonyms: String?

  package init(name: Name, rate: Double, file: String?, antonyms: String? = nil) {
    self.name = name
    self.rate = rate
    self.file = file
    self.antonyms = antonyms
  }

  /// What is wrong with the settings, in words; nil when they are sound.
  var problem: String? {
    if let problem = NumberRule.rate.problem("rate", rate) { return problem }
    if antonyms != nil, name != .synonymReplacement {
      return "'antonyms' goes with synonym-replacement; leave it out"
    }
    return (file != nil) == (name == .synonymReplacement)
      ? nil : "'file' is the word list of synonym-replacement, which needs it"
  }

  /// A sentence changed; `stream` is its own.
  package func changed(
    _ sentence: String, synonyms: [String: [String]], stream: RandomStream
  ) -> String {
    let words = sentence.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count > 1 || name == .synonymReplacement else { return sentence }
    switch name {
    case .wordDeletion:
      let kept = words.indices.filter { stream.uniform(at: $0) >= rate }
      return kept.isEmpty
        ? words[stream.integer(at: words.count, below: words.count)]
        : kept.map { words[$0] }.joined(separator: " ")
    case .crop:
      let count = max(1, words.count - Int((rate * Double(words.count)).rounded()))
      let start = stream.integer(at: 0, below: words.count - count + 1)
      return words[start..<start + count].joined(separator: " ")
    case .synonymReplacement:
      return words.enumerated().map { place, word in
        guard let choices = synonyms[word.lowercased()], stream.uniform(at: 2 * place) < rate
        else { return word }
        return choices[stream.integer(at: 2 * place + 1, below: choices.count)]
      }.joined(separator: " ")
    }
  }

  /// A sentence with antonyms: each word of the list replaced with the chance `rate`, one of them in any
  /// case; nil for a sentence that has none of them.
  package func opposite(
    _ sentence: String, antonyms: [String: [String]], stream: RandomStream
  ) -> String? {
    var words = sentence.split(whereSeparator: \.isWhitespace).map(String.init)
    let known = words.indices.filter { antonyms[words[$0].lowercased()] != nil }
    guard !known.isEmpty else { return nil }
    let sure = known[stream.integer(at: 2 * words.count, below: known.count)]
    for place in known where place == sure || stream.uniform(at: 2 * place) < rate {
      let choices = antonyms[words[place].lowercased()] ?? []
      words[place] = choices[stream.integer(at: 2 * place + 1, below: choices.count)]
    }
    return words.joined(separator: " ")
  }

  /// Reads a list of antonyms.
  ///
  /// - Throws: `InputError`, or ``LineError`` for a line without an antonym, with several words in the
  ///   place of the first, or with the word itself.
  package static func antonyms(_ url: URL) throws -> [String: [String]] {
    let lines = try TextLines.parse(try InputFile.read(url), file: url.path)
    func fail(_ index: Int, _ problem: String) -> LineError {
      LineError(file: url.path, line: index + 1, problem: problem)
    }
    var antonyms: [String: [String]] = [:]
    for (index, line) in lines.enumerated() {
      let words = line.split(separator: "\t").map(String.init)
      guard words.count >= 2 else {
        throw fail(index, "a word and at least one antonym are expected, a tab between")
      }
      let word = words[0].lowercased()
      if word.contains(where: \.isWhitespace) {
        throw fail(
          index, "'\(words[0])' is more than one word; words of a sentence are separated by blanks")
      }
      if words.dropFirst().contains(where: { $0.lowercased() == word }) {
        throw fail(index, "'\(words[0])' is named as its own antonym; leave it out")
      }
      antonyms[word, default: []] += words.dropFirst()
    }
    guard !antonyms.isEmpty else {
      throw InputError(file: url.path, problem: "it holds no antonym; a word list is expected")
    }
    return antonyms
  }

  /// Reads a word list.
  ///
  /// - Throws: `InputError`, or ``LineError`` for a line without a synonym.
  package static func synonyms(_ url: URL) throws -> [String: [String]] {
    var synonyms: [String: [String]] = [:]
    let lines = try TextLines.parse(try InputFile.read(url), file: url.path)
    for (index, line) in lines.enumerated() {
      let words = line.split(separator: "\t").map(String.init)
      guard words.count >= 2 else {
        throw LineError(
          file: url.path, line: index + 1,
          problem: "a word and at least one synonym are expected, a tab between")
      }
      synonyms[words[0].lowercased(), default: []] += words.dropFirst()
    }
    return synonyms
  }
}
