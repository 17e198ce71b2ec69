import Files
import Foundation

/// What identifies pairs whatever file they are in: their scores, and their sentences' letters and
/// digits.
///
/// Copies of the STS sets differ in case, tokenization and blanks, so that their bytes do not agree;
/// their content does, in the same order.
///
///     row = round(10,000 · score), folded first sentence, folded second sentence
///
/// A folded sentence is in NFKC and lower case, of the categories L and N alone.
public enum ContentDigest {
  /// A sentence by its letters and digits.
  package static func folded(_ sentence: String) -> String {
    TextKey.plain(sentence) ?? wide(sentence)
  }

  private static func wide(_ sentence: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in sentence.precomposedStringWithCompatibilityMapping.unicodeScalars {
      for lower in scalar.properties.lowercaseMapping.unicodeScalars {
        switch lower.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
          .decimalNumber, .letterNumber, .otherNumber:
          folded.append(lower)
        default: break
        }
      }
    }
    return String(folded)
  }

  /// The digest of pairs in their order.
  public static func digest(of pairs: some Sequence<SentencePair>) -> String {
    SHA256.hexDigest(of: Data(pairs.map(row).joined().utf8))
  }

  /// The digest of pairs whatever their order.
  public static func unorderedDigest(of pairs: some Sequence<SentencePair>) -> String {
    SHA256.hexDigest(of: Data(pairs.map(row).sorted().joined().utf8))
  }

  /// The digest of the text as it is, but for the blanks.
  static func textDigest(of pairs: some Sequence<SentencePair>) -> String {
    let rows = pairs.map {
      "\($0.first.withSingleBlanks)\t\($0.second.withSingleBlanks)\n"
    }
    return SHA256.hexDigest(of: Data(rows.joined().utf8))
  }

  /// What a pair is, whatever file it is in, as a line.
  static func row(_ pair: SentencePair) -> String {
    let score = (pair.score * 10_000).rounded()
    return "\(Int(exactly: score) ?? Int.min)\t\(folded(pair.first))\t\(folded(pair.second))\n"
  }
}

extension String {
  /// Without blanks at the ends, and with one blank for several; carriage returns are blanks.
  var withSingleBlanks: String {
    split(whereSeparator: { $0 == " " || $0 == "\r" || $0 == "\u{B}" || $0 == "\u{C}" })
      .joined(separator: " ")
  }
}

/// How a copy of a task has its text.
public enum TextForm: String, Codable, Sendable, CaseIterable {
  /// As the organizers published it.
  case official
  /// With blanks around punctuation, as SentEval's script leaves it: SICK cased, the others not.
  case tokenized
  /// Neither.
  case other

  /// The form of a task's text, which has this ``TaskContent/text``.
  init(of task: STSTask, text: String) {
    if STSContents.texts[task.name] == text {
      self = .official
      return
    }
    // Marks at the end of a word; inside of one, as in 1,650, they stay everywhere.
    var (marks, apart) = (0, 0)
    for pair in task.pairs {
      for sentence in [pair.first, pair.second] {
        let bytes = Array(sentence.utf8)
        for (place, byte) in bytes.enumerated() where Self.marks.contains(byte) {
          guard place + 1 == bytes.count || bytes[place + 1] == 0x20 else { continue }
          marks += 1
          if place > 0, bytes[place - 1] == 0x20 { apart += 1 }
        }
      }
    }
    // Of official text one in a hundred is apart; of SentEval's seven in ten are at least, as the
    // full stops of abbreviations stay.
    self = marks > 0 && 2 * apart > marks ? .tokenized : .other
  }

  private static let marks = Array(".,;?!".utf8)
}

/// The identity of a task's pairs and the form of its text.
public struct TaskContent: Codable, Sendable, Equatable {
  /// Of all pairs in the official order.
  public let digest: String
  /// Of each subset, by its name.
  public let subsets: [String: String]
  public let form: TextForm
  /// Of the sentences as they are, blanks made one: equal where a cased tokenizer sees the same.
  public let text: String

  public init(_ task: STSTask) {
    text = ContentDigest.textDigest(of: task.pairs)
    digest = ContentDigest.digest(of: task.pairs)
    subsets = Dictionary(
      task.subsets.map { ($0.name, ContentDigest.digest(of: $0.pairs)) },
      uniquingKeysWith: { first, _ in first })
    form = TextForm(of: task, text: text)
  }

  /// Whether the pairs are those of the published task.
  public func isPublished(_ name: String) -> Bool { STSContents.tasks[name] == digest }
}
