/// English sentences negated by rules over words, without a parser.
///
/// The first rule that fits is followed:
///
/// 1. A negation is taken out: `not`, `never`, `n't` and `cannot`.
/// 2. `not` follows the first form of *be*, modal, or auxiliary *do* or *have*: "A man is not playing".
/// 3. The first verb that is known, in the present or past, gets *do*: "He plays" becomes "He does not play".
/// 4. The first word in -ing gets `not`, or the first in -ed gets *did*, whichever comes first: "A man not
///    playing a guitar", "They did not besiege it".
/// 5. `Not` comes before the sentence.
///
/// A word behind an article, a preposition or a possessive is no verb. Words are what blanks separate; the signs
/// around a word stay with it. What a parser would see and words do not show, such as *that* of a subordinate
/// clause, is passed over: the rules make a text that differs by a negation, not always a good one.
///
/// - Relation: a sentence becomes another one, and the same one every time.
/// - Source: written for this package; the order of its rules is that of `generate_soft_negative_samples.py` of
///   the code of arXiv:2201.05979, which reads parts of speech.
public enum EnglishNegation {
  /// A sentence negated; words are joined by single blanks.
  public static func negated(_ sentence: String) -> String {
    var words = sentence.split(whereSeparator: \.isWhitespace).map { NegatedWord(String($0)) }
    if removeNegation(from: &words) || negateAuxiliary(of: &words) || negateVerb(of: &words)
      || negateEnding(of: &words)
    {
      return words.map(\.text).joined(separator: " ")
    }
    return (["Not"] + words.map(\.text)).joined(separator: " ")
  }

  // MARK: Rule 1

  private static func removeNegation(from words: inout [NegatedWord]) -> Bool {
    for (place, word) in words.enumerated() {
      if ["not", "never"].contains(word.lower), words.count > 1 {
        // What the word ends with, such as a full stop, moves to the word before it.
        if place > 0 { words[place - 1].tail += word.tail }
        words.remove(at: place)
        return true
      }
      let contracted = ["cannot": "can", "can't": "can", "won't": "will", "shan't": "shall"]
      if let plain = contracted[word.lower] {
        words[place].core = word.cased(plain)
        return true
      }
      if word.lower.hasSuffix("n't"), word.core.count > 3 {
        words[place].core.removeLast(3)
        return true
      }
    }
    return false
  }

  // MARK: Rule 2

  private static let be: Set<String> = ["am", "is", "are", "was", "were"]
  private static let modals: Set<String> = [
    "can", "could", "will", "would", "shall", "should", "may", "might", "must",
  ]
  /// Words whose 's is that of *is*.
  private static let subjects: Set<String> = [
    "it", "he", "she", "that", "there", "what", "who", "here", "where", "this", "everyone",
    "someone",
  ]
  private static let pronouns: Set<String> = ["i", "you", "he", "she", "it", "we", "they"]

  private static func isAuxiliary(_ words: [NegatedWord], _ place: Int) -> Bool {
    let word = words[place].lower
    if be.contains(word) { return true }
    // "the can", "his will" and "in May" are nouns.
    if modals.contains(word) { return place > 0 && !EnglishVerbs.nounFollows(words[place - 1]) }
    for ending in ["'m", "'re", "'ll", "'ve", "'d"] where word.hasSuffix(ending) {
      return pronouns.contains(String(word.dropLast(ending.count)))
    }
    if word.hasSuffix("'s") { return subjects.contains(String(word.dropLast(2))) }
    guard place + 1 < words.count else { return false }
    let next = words[place + 1].lower
    if ["do", "does", "did"].contains(word) {
      return EnglishVerbs.bases.contains(next) || pronouns.contains(next)
    }
    if ["have", "has", "had"].contains(word) { return EnglishVerbs.isParticiple(next) }
    return false
  }

  private static func negateAuxiliary(of words: inout [NegatedWord]) -> Bool {
    guard let place = words.indices.first(where: { isAuxiliary(words, $0) }) else { return false }
    words[place].insertBehind("not")
    return true
  }

  // MARK: Rules 3 and 4

  private static func negateVerb(of words: inout [NegatedWord]) -> Bool {
    for place in words.indices.dropFirst() where !EnglishVerbs.nounFollows(words[place - 1]) {
      let isPlural = EnglishVerbs.isPlural(words[place - 1])
      guard let (form, base) = EnglishVerbs.form(of: words[place].lower, behindPlural: isPlural)
      else { continue }
      words[place].core = form.auxiliary + " not " + base
      return true
    }
    return false
  }

  private static func negateEnding(of words: inout [NegatedWord]) -> Bool {
    for place in words.indices where place == 0 || !EnglishVerbs.nounFollows(words[place - 1]) {
      let word = words[place].lower
      if EnglishVerbs.isPresentParticiple(word) {
        words[place].core = "not " + words[place].core
        return true
      }
      if place > 0, let base = EnglishVerbs.guessedBase(ofPast: word) {
        words[place].core = "did not " + base
        return true
      }
    }
    return false
  }
}

/// A word between blanks: signs before it, the word, signs behind it.
struct NegatedWord {
  var head: String
  var core: String
  var tail: String

  init(_ text: String) {
    func isSign(_ character: Character) -> Bool { !character.isLetter && !character.isNumber }
    let head = text.prefix(while: isSign)
    let rest = text.dropFirst(head.count)
    let tail = rest.reversed().prefix(while: isSign).count
    self.head = String(head)
    core = String(rest.dropLast(tail)).replacing("\u{2019}", with: "'")
    self.tail = String(rest.suffix(tail))
  }

  var text: String { head + core + tail }
  /// The word in small letters.
  var lower: String { core.lowercased() }

  /// Another word with this one's first letter large or small.
  func cased(_ other: String) -> String {
    core.first?.isUppercase == true ? other.prefix(1).uppercased() + other.dropFirst() : other
  }

  mutating func insertBehind(_ word: String) { core += " " + word }
}
