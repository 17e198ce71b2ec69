import Files
import Statistics

/// How much sentence pairs say that share sentences, in words.
enum EffectivePairs {
  /// The end of a sentence on the error that pairs bring.
  ///
  /// - Inputs: `effective`, one a difference; none where the sentences are not known.
  static func words(pairs: Int, effective: [Double]) -> String {
    let counted = Numeral.grouped(pairs) + " sentence pairs"
    let whole = effective.map { Int($0.rounded()) }
    guard let least = whole.min(), let most = whole.max() else {
      return "\(counted), taken as independent: the runs do not say which sentences they have"
    }
    guard least < pairs else { return "\(counted), independent of each other" }
    let count =
      least == most
      ? Numeral.grouped(least) : "\(Numeral.grouped(least)) to \(Numeral.grouped(most))"
    return "\(counted) that share sentences, and so say as much as \(count) independent ones"
  }
}

extension SentenceBootstrap.Part {
  var pairNote: String {
    "the error of the pairs is that of "
      + EffectivePairs.words(pairs: pairs, effective: effectivePairs.map { [$0] } ?? [])
  }
}

extension StudyVerdict {
  /// What the error of the pairs is made of; nil of a rule that draws none, and of files that do not say.
  package var pairNote: String? {
    guard let found = comparisons, let pairs = found.compactMap(\.pairs).max() else { return nil }
    return "The error of the pairs is that of "
      + EffectivePairs.words(pairs: pairs, effective: found.compactMap(\.effectivePairs)) + "."
  }
}
