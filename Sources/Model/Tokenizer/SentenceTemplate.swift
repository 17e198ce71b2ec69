/// A text around a sentence with a mask token, whose state is the sentence's vector.
///
///     This sentence : " [X] " means [MASK] .
///
/// `[X]` is the sentence's place and `[MASK]` the mask token's, whatever the tokenizer calls it. The sentence is
/// cut, never the template. A mask token in the sentence itself becomes the unknown token, so that there is one.
///
/// - Source: arXiv:2201.04337, section 4.1.
public struct SentenceTemplate: Sendable, Equatable {
  /// Where the sentence goes.
  public static let sentenceMark = "[X]"
  /// Where the mask token goes.
  public static let maskMark = "[MASK]"

  public let text: String
  /// The ids before the sentence, that which begins a text first.
  public let before: [Int32]
  /// The ids behind the sentence, that which ends a text last.
  public let after: [Int32]
  /// The mask token.
  public let mask: Int32
  private let unknown: Int32
  /// What a tokenizer that reads blanks sees between the template and the sentence.
  let blank: String

  /// What is wrong with a template, in words; nil for a sound one.
  public static func problem(_ text: String) -> String? {
    for mark in [maskMark, sentenceMark] {
      let count = text.ranges(of: mark).count
      if count != 1 { return "'\(text)' has \(mark) \(count) times; a template has it once" }
    }
    return nil
  }

  /// A template in the ids of a tokenizer.
  ///
  /// - Precondition: ``problem(_:)`` finds none.
  public init(_ text: String, tokenizer: Tokenizer) {
    precondition(Self.problem(text) == nil, Self.problem(text) ?? "")
    var plain = tokenizer
    plain.preparation.prompt = ""
    plain.preparation.template = nil
    func ids(_ part: some StringProtocol) -> [Int32] {
      Array(plain.ids(String(part), maxTokens: nil).dropFirst().dropLast())
    }
    let marks = [Self.sentenceMark, Self.maskMark].flatMap { text.ranges(of: $0) }
    let places = marks.sorted { $0.lowerBound < $1.lowerBound }
    let isMaskLast = marks[0].lowerBound < marks[1].lowerBound
    let head = text[..<places[0].lowerBound]
    let middle = text[places[0].upperBound..<places[1].lowerBound]
    let blankEnds = (isMaskLast ? head : middle).last?.isWhitespace == true
    // A tokenizer that reads blanks puts them before a word.
    func withoutEnd(_ part: Substring) -> Substring {
      part.last?.isWhitespace == true ? withoutEnd(part.dropLast()) : part
    }
    let whole = plain.ids("", maxTokens: nil)
    var (before, after) = ([whole[0]] + ids(withoutEnd(head)), [Int32]())
    let inner = ids(withoutEnd(middle))
    if isMaskLast {
      after = inner + [tokenizer.maskID]
    } else {
      before += [tokenizer.maskID] + inner
    }
    after += ids(text[places[1].upperBound...]) + whole.suffix(1)
    (self.before, self.after) = (before, after)
    (mask, unknown) = (tokenizer.maskID, tokenizer.unknownID)
    (self.text, blank) = (text, blankEnds ? " " : "")
  }

  /// The tokens that it adds to a sentence.
  public var addedTokens: Int { before.count + after.count - 2 }
  /// The ids of a sentence, its first and last token included, in the template.
  func around(_ ids: [Int32]) -> [Int32] {
    before + ids.dropFirst().dropLast().map { $0 == mask ? unknown : $0 } + after
  }
}
