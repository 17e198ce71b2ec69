import Model

/// English sentences from a small grammar, with a known meaning each.
///
/// What `ci/study` trains and scores on, so that it needs no download. A sentence describes a scene in
/// words drawn among synonyms, actively or passively, with or without an opener that means nothing;
/// so sentences of one meaning may share few words, and sentences of different meanings many.
///
/// - Randomness: the stream `synthetic-english` of the seed, forked by purpose, kind and index.
public struct SyntheticEnglish: Sendable {
  private let stream: RandomStream

  /// The generator of a seed for a purpose; purposes draw independently.
  public init(seed: UInt64, purpose: String) {
    stream = RandomStream(seed: seed, label: "synthetic-english").fork(purpose)
  }

  /// An unlabeled sentence; a pure function of its index.
  public func sentence(_ index: Int) -> String {
    var draw = Draws(stream.fork("sentence").fork(index))
    let scene = Scene(&draw)
    return Realizer.sentence(scene, &draw)
  }

  /// The first `count` sentences.
  public func sentences(_ count: Int) -> [String] { (0..<count).map(sentence) }

  /// A pair with a score of 0…5: see `Scene.similarity(to:)`.
  ///
  /// A third of the pairs keep every part of the meaning or none, and one in ten differs in
  /// negation; the rest keep each part by a chance that differs from pair to pair.
  public func pair(_ index: Int) -> SentencePair {
    var draw = Draws(stream.fork("pair").fork(index))
    let first = Scene(&draw)
    let grade = draw.below(6)
    var second = grade == 5 ? first : first.changed(keeping: Double(grade) / 5, &draw)
    second.isNegated = draw.chance(0.1) ? !first.isNegated : first.isNegated
    return SentencePair(
      first: Realizer.sentence(first, &draw), second: Realizer.sentence(second, &draw),
      score: first.similarity(to: second))
  }

  /// The first `count` pairs.
  public func pairs(_ count: Int) -> [SentencePair] { (0..<count).map(pair) }

  /// A premise, what follows from it, and what cannot be true with it.
  ///
  /// The entailed sentence leaves out a detail; the contradiction denies the premise.
  public func triple(_ index: Int) -> (premise: String, entailed: String, contradicted: String) {
    var draw = Draws(stream.fork("triple").fork(index))
    let scene = Scene(&draw)
    var entailed = scene
    // What happens somewhere and sometime happens; what does not happen there may elsewhere.
    if !scene.isNegated {
      if draw.chance(0.5) { entailed.place = nil }
      if draw.chance(0.5) { entailed.time = nil }
      entailed.adjective = nil
    }
    var contradicted = scene
    contradicted.isNegated.toggle()
    return (
      Realizer.sentence(scene, &draw), Realizer.sentence(entailed, &draw),
      Realizer.sentence(contradicted, &draw)
    )
  }

  /// The vocabulary: special tokens, letters, and the words; regular verb forms are made of a stem
  /// and `##s`, `##ed`, `##d`, so that WordPiece has something to split.
  public static var vocabulary: [String] {
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789".map(String.init)
    let verbs = Lexicon.verbs.flatMap(\.synonyms)
    let suffixes = ["s", "ed", "d", "es"]
    let forms = verbs.flatMap { forms in
      [forms.base]
        + [forms.third, forms.past, forms.participle].filter { form in
          !suffixes.contains { form == forms.base + $0 }
        }
    }
    let phrases =
      Lexicon.openers + (Lexicon.places + Lexicon.times).flatMap { $0 }
      + Lexicon.Topic.allCases.flatMap { Lexicon.nouns[$0] ?? [] }.flatMap { $0 }
      + Lexicon.adjectives.flatMap { $0 }
      + ["the a an is was not by does did there who that . , ! ?"]
    let words = forms + phrases.flatMap { $0.split(separator: " ").map(String.init) }
    let all =
      ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + letters + letters.map { "##" + $0 }
      + suffixes.map { "##" + $0 } + words
    var seen: Set<String> = []
    return all.filter { seen.insert($0).inserted }
  }
}
