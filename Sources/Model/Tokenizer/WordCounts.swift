/// The words of a text, normalized and split as a WordPiece tokenizer does, and how often each occurs.
///
/// Special tokens are not looked for. Words that the tokenizer makes unknown for their length are left
/// out.
package struct WordCounts: Sendable, Equatable {
  /// A word and its count.
  package struct Entry: Sendable, Equatable {
    /// In UTF-8.
    package var word: [UInt8]
    package var count: Int
  }

  /// Every word once, in the order of its bytes.
  package let entries: [Entry]

  /// Counts the words of sentences, whose order does not matter.
  package init(of sentences: some Sequence<String>, settings: WordPiece.Settings) {
    let split = BasicSplit(
      rules: BasicSplit.Rules(
        lowercases: settings.lowercases,
        stripsAccents: settings.stripsAccents ?? settings.lowercases,
        splitsIdeographs: settings.splitsIdeographs),
      specials: [])
    var counts: [[UInt8]: Int] = [:]
    for sentence in sentences {
      var words = split.words(of: Array(sentence.utf8))
      while words.next() != nil {
        guard words.scalarCount <= settings.maximumCharactersPerWord else { continue }
        counts[words.word, default: 0] += 1
      }
    }
    entries = counts.map { Entry(word: $0.key, count: $0.value) }
      .sorted { $0.word.lexicographicallyPrecedes($1.word) }
  }
}

extension WordCounts.Entry {
  /// The scalars of the word.
  var scalars: [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    var place = 0
    while place < word.count {
      let (scalar, length) = word.scalar(at: place)
      scalars.append(scalar)
      place += length
    }
    return scalars
  }
}
