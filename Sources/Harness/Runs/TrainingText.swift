import Data
import Evaluation
import Files
import Foundation
public import Model

/// The text that a stage trains on, example by example.
struct TrainingText {
  /// One to four sentences each: an anchor, its positive, its hard negatives.
  let examples: [[String]]
  /// The label of each example; nil where examples have none.
  let labels: [Int]?
  /// The score of each example; nil where examples have none.
  let scores: [Double]?
  /// The checksum of what was read; nil for generated text.
  let checksum: String?
  /// What reports of leaks call it.
  let name: String
  /// The lines that were passed over, blank or of another split.
  let skippedLines: Int

  /// Reads what a source names.
  ///
  /// - Throws: the readers' errors, and `InputError` for a file without such examples.
  init(_ source: TextSource, places: Places) throws {
    if let seed = source.syntheticSeed {
      examples = SyntheticEnglish(seed: seed, purpose: "training").sentences(source.sentences)
        .map { [$0] }
      (checksum, name, skippedLines) = (nil, "synthetic English", 0)
      (labels, scores) = (nil, nil)
      return
    }
    if source.examples == nil, let file = source.file,
      try FileForm(beginningOf: try places.resolve(file)).hasPlainLines
    {
      let read = try SentenceFile.read(
        try places.resolve(file), column: source.column, first: source.sentences)
      (examples, checksum) = (read.sentences.map { [$0] }, read.checksum)
      (name, skippedLines, labels, scores) = (file, read.blank, nil, nil)
      return
    }
    let (url, dataset, policy) = try Self.place(source, places)
    let read: (examples: [any TextExample], checksum: String)
    if dataset is OutsideText {
      let content = try OutsideText.read(url)
      read = (content.examples, content.checksum)
      skippedLines = content.skipped
    } else {
      read = try dataset.examples(of: url, checksums: policy)
      skippedLines = 0
    }
    let all = try Self.examples(read.examples, source, file: url.path)
    guard all.count >= source.sentences else {
      throw InputError(
        file: url.path,
        problem: "it has \(all.count) \(source.examples?.rawValue ?? "examples"), but "
          + "\(source.sentences) are asked for; ask for fewer")
    }
    examples = Array(all.prefix(source.sentences))
    labels =
      source.examples == .labelledPairs
      ? Array(read.examples.compactMap(\.labelledPair?.label).prefix(source.sentences)) : nil
    scores =
      source.examples == .scoredPairs
      ? Array(read.examples.compactMap(\.scoredPair?.score).prefix(source.sentences)) : nil
    checksum = read.checksum
    name = source.dataset ?? source.file ?? url.path
  }

  /// Reads what a source names, and the sentences after it that a masked language model is scored on;
  /// those that are trained on too are left out.
  ///
  /// - Throws: as ``init(_:places:)``, and `InputError` where none of them is new.
  static func read(
    _ source: TextSource, heldOut count: Int, places: Places
  ) throws -> (text: TrainingText, heldOut: [String]) {
    guard count > 0 else { return (try TrainingText(source, places: places), []) }
    var longer = source
    longer.sentences += count
    let read = try TrainingText(longer, places: places)
    let training = Array(read.examples.prefix(source.sentences))
    let known = Set(training.map { $0[0] })
    let heldOut = read.examples.dropFirst(source.sentences).map { $0[0] }.filter {
      !known.contains($0)
    }
    guard !heldOut.isEmpty else {
      throw InputError(
        file: read.name,
        problem: "all \(count) sentences after the first \(source.sentences) are among those; ask "
          + "for more by token-masking.held-out")
    }
    return (TrainingText(read, examples: training), heldOut)
  }

  private init(_ other: TrainingText, examples: [[String]]) {
    self.examples = examples
    (checksum, name, skippedLines) = (other.checksum, other.name, other.skippedLines)
    labels = other.labels.map { Array($0.prefix(examples.count)) }
    scores = other.scores.map { Array($0.prefix(examples.count)) }
  }

  private static func place(
    _ source: TextSource, _ places: Places
  ) throws -> (URL, any PublishedDataset, ChecksumPolicy) {
    if let name = source.dataset, let dataset = DatasetCatalog.dataset(named: name) {
      return (try places.resolve("$SIMCSE_DATA/" + dataset.path), dataset, .published)
    }
    let url = try places.resolve(source.file ?? "")
    return (url, try DatasetCatalog.recognized(url), .own)
  }

  private static func examples(
    _ read: [any TextExample], _ source: TextSource, file: String
  ) throws -> [[String]] {
    switch source.examples {
    case nil:
      guard let first = read.first?.sentences else { return [] }
      guard let column = source.column ?? (first.count == 1 ? 1 : nil), column <= first.count
      else {
        throw InputError(
          file: file,
          problem: "an example has \(first.count) sentences; say by 'column', from 1 to "
            + "\(first.count), which is used, or by 'examples' that they belong together")
      }
      return read.map { [$0.sentences[column - 1]] }
    case .pairs:
      // The first pair of every example, then the second: pairs of one image are far from each other,
      // so that no batch has them as negatives of each other, and the first N are of N images.
      let positives = read.map(\.positives)
      return (0..<(positives.map(\.count).max() ?? 0)).flatMap { place in
        positives.compactMap { $0.count > place ? [$0[place].first, $0[place].second] : nil }
      }
    case .labelledPairs:
      return read.compactMap(\.labelledPair).map { [$0.first, $0.second] }
    case .scoredPairs:
      return read.compactMap(\.scoredPair).map { [$0.first, $0.second] }
    case .quadruples: return quadruples(read.compactMap(\.labelledPair))
    case .triples:
      return read.flatMap { example in
        example.hardNegative.map { negative in
          example.positives.map { [$0.first, $0.second, negative] }
        } ?? []
      }
    }
  }
}

extension TrainingText {
  /// What follows from a premise, what contradicts it and what does neither, joined in the order in
  /// which they appear; premises in the order of their first pair.
  ///
  /// - Relation: the first three sentences are the triples that the pairs give.
  fileprivate static func quadruples(
    _ pairs: [(first: String, second: String, label: Int)]
  ) -> [[String]] {
    var premises: [String] = []
    var byPremise: [String: [[String]]] = [:]
    for pair in pairs where pair.label < 3 {
      if byPremise[pair.first] == nil { premises.append(pair.first) }
      byPremise[pair.first, default: [[], [], []]][pair.label].append(pair.second)
    }
    return premises.flatMap { premise -> [[String]] in
      let kinds = byPremise[premise] ?? []
      return (0..<(kinds.map(\.count).min() ?? 0)).map { place in
        [premise] + kinds.map { $0[place] }
      }
    }
  }
}

/// Training text as token ids: of each example the anchor and, where it has them, the others.
public struct TrainingExamples: Sendable {
  public var anchors: [[Int32]]
  /// The sentences that the anchors are alike to; nil where an anchor passes twice.
  public var positives: [[Int32]]?
  /// The sentences that contradict the anchors; nil where there are none.
  public var hardNegatives: [[Int32]]?
  /// The sentences that neither follow from the anchors nor contradict them; nil where there are none.
  public var neutrals: [[Int32]]?
  /// The label of each pair; nil where there are none.
  public var labels: [Int]?
  /// How alike people found each pair, 0…1; nil where nobody said.
  public var scores: [Double]?
  /// The negations of the anchors; nil where the method has no use for them.
  public var softNegatives: [[Int32]]?
  /// Changes the second view; nil where it is the anchor or given.
  var augmenter: Augmenter?
  /// The examples of tasks with heads, where those are trained instead.
  public var tasks: TaskExamples?
  /// What a masked language model hides and is scored on; nil where there is none.
  public var masked: MaskedText?
  /// What replaces tokens; nil where none are.
  public var generator: Generator?
  /// The template of each view whose bias is subtracted in training; nil where none is.
  public var templates: [TemplateShape]?

  public init(anchors: [[Int32]], positives: [[Int32]]?, hardNegatives: [[Int32]]?) {
    self.anchors = anchors
    self.positives = positives
    self.hardNegatives = hardNegatives
  }

  /// - Throws: the reader's error of a word list.
  init(
    _ text: TrainingText, tokenizer: Tokenizer, settings: RunSettings, places: Places
  ) throws {
    let maximumTokens = settings.tokenLimit
    let template = settings.template
    let tokenizers = (0..<3).map { template?.tokenizer(tokenizer, ofView: $0) ?? tokenizer }
    func side(_ place: Int, view: Int) -> [[Int32]]? {
      guard let first = text.examples.first, place < first.count else { return nil }
      return text.examples.map { tokenizers[view].ids($0[place], maxTokens: maximumTokens) }
    }
    self.init(
      anchors: side(0, view: 0) ?? [],
      positives: side(1, view: 1) ?? template?.positive.flatMap { _ in side(0, view: 1) },
      hardNegatives: side(2, view: 2))
    if settings.variant.variant.readsSoftNegatives {
      softNegatives = text.examples.map {
        tokenizers[2].ids(EnglishNegation.negated($0[0]), maxTokens: maximumTokens)
      }
    }
    templates = template?.subtracted.map { _ in
      tokenizers.compactMap { $0.preparation.template?.shape }
    }
    neutrals = side(3, view: 2)
    (labels, scores) = (text.labels, text.scores)
    augmenter = try settings.augment.map { augmentation in
      Augmenter(
        sentences: text.examples.map { $0[0] }, augmentation: augmentation,
        synonyms: try augmentation.file.map { try Augmentation.synonyms(try places.resolve($0)) }
          ?? [:],
        antonyms: try augmentation.antonyms.map {
          try Augmentation.antonyms(try places.resolve($0))
        },
        tokenizer: tokenizers[1], maximumTokens: maximumTokens)
    }
  }

  /// The steps of one epoch; the last batch may be short.
  func stepsPerEpoch(batchSize: Int) -> Int {
    tasks?.stepsPerEpoch(batchSize: batchSize) ?? (anchors.count + batchSize - 1) / batchSize
  }

  /// The tokens that an example brings into a step.
  package func tokenCount(of example: Int) -> Int {
    anchors[example].count + (positives?[example].count ?? 0)
      + (hardNegatives?[example].count ?? 0) + (neutrals?[example].count ?? 0)
      + (softNegatives?[example].count ?? 0)
  }

  /// The tokens of all examples.
  package var tokenCount: Int {
    tasks?.tokenCount ?? anchors.indices.reduce(0) { $0 + tokenCount(of: $1) }
  }
}

/// Makes the second view of a sentence by an ``Augmentation``.
struct Augmenter: Sendable {
  let sentences: [String]
  let augmentation: Augmentation
  let synonyms: [String: [String]]
  /// Nil where sentences have no negative of their own.
  let antonyms: [String: [String]]?
  let tokenizer: Tokenizer
  let maximumTokens: Int

  /// The same over some of the sentences.
  func keeping(_ kept: [Int]) -> Augmenter {
    Augmenter(
      sentences: kept.map { sentences[$0] }, augmentation: augmentation, synonyms: synonyms,
      antonyms: antonyms, tokenizer: tokenizer, maximumTokens: maximumTokens)
  }

  /// The token ids of an example, changed; `stream` is its own.
  func ids(of example: Int, stream: RandomStream) -> [Int32] {
    tokenizer.ids(
      augmentation.changed(sentences[example], synonyms: synonyms, stream: stream),
      maxTokens: maximumTokens)
  }

  /// The token ids of examples with antonyms; nil where there is no list. An example without a word of
  /// the list takes the one behind it, whole.
  func opposites(of examples: [Int], stream: RandomStream) -> [[Int32]]? {
    antonyms.map { antonyms in
      examples.indices.map { place in
        let opposite = augmentation.opposite(
          sentences[examples[place]], antonyms: antonyms, stream: stream.fork(place))
        let other = sentences[examples[(place + 1) % examples.count]]
        return tokenizer.ids(opposite ?? other, maxTokens: maximumTokens)
      }
    }
  }
}
