/// Which tokens of a batch a masked language model has to find, and what it sees in their place.
///
/// Each token is chosen with `probability`, independently of the others. Of the chosen ones a share is
/// replaced by the mask token, a share by a token drawn from the whole vocabulary, and the rest stays.
///
/// - Source: arXiv:1810.04805, section 3.1 and appendix A.1; `DataCollatorForLanguageModeling` of
///   transformers, whose names the settings have.
public struct TokenMasking: Sendable, Equatable {
  /// The chance that a token is chosen; 0.15 in BERT.
  public var probability: Double
  /// The share of chosen tokens that the mask token replaces; 0.8 in BERT.
  public var maskReplace: Double
  /// The share of chosen tokens that a random token replaces; 0.1 in BERT.
  public var randomReplace: Double

  public init(probability: Double, maskReplace: Double, randomReplace: Double) {
    self.probability = probability
    self.maskReplace = maskReplace
    self.randomReplace = randomReplace
  }

  /// What is wrong with the numbers, in words.
  public var problem: String? {
    let problem =
      NumberRule.share.problem("probability", probability)
      ?? NumberRule.notNegative.problem("mask-replace", maskReplace)
      ?? NumberRule.notNegative.problem("random-replace", randomReplace)
    if let problem { return problem }
    // Shares such as 0.9 and 0.1 may add up to a little more than 1 in binary.
    if maskReplace + randomReplace > 1 + 1e-12 {
      return "mask-replace is \(maskReplace) and random-replace \(randomReplace); they are shares "
        + "of the chosen tokens and add up to at most 1"
    }
    return nil
  }
}

/// The tokens that masking is about.
public struct MaskableVocabulary: Sendable, Equatable {
  /// The token that stands for a hidden one.
  public var mask: Int32
  /// Tokens that are never chosen: those that begin, end and fill a sentence.
  public var special: Set<Int32>
  /// The number of tokens that a random one is drawn from, V.
  public var count: Int

  public init(mask: Int32, special: Set<Int32>, count: Int) {
    self.mask = mask
    self.special = special
    self.count = count
  }
}

/// A batch with some of its tokens hidden.
public struct MaskedSentences: Sendable, Equatable {
  /// What the encoder sees.
  public var sentences: [[Int32]]
  /// The places of the chosen tokens, counted through all sentences laid end to end, rising.
  public var places: [Int]
  /// The token that was at each place.
  public var labels: [Int]

  public init(sentences: [[Int32]], places: [Int], labels: [Int]) {
    self.sentences = sentences
    self.places = places
    self.labels = labels
  }

  /// Hides tokens of a batch.
  ///
  /// - Randomness: `stream`, forked by a sentence's place in the batch: draw 3p says whether the token
  ///   at position p is chosen, draw 3p + 1 what replaces it, draw 3p + 2 the random token.
  public init(
    _ sentences: [[Int32]], by masking: TokenMasking, of vocabulary: MaskableVocabulary,
    stream: RandomStream
  ) {
    var (seen, places, labels, start) = (sentences, [Int](), [Int](), 0)
    for (example, sentence) in sentences.enumerated() {
      let own = stream.fork(example)
      for (position, id) in sentence.enumerated() where !vocabulary.special.contains(id) {
        guard own.uniform(at: 3 * position) < masking.probability else { continue }
        places.append(start + position)
        labels.append(Int(id))
        let share = own.uniform(at: 3 * position + 1)
        if share < masking.maskReplace {
          seen[example][position] = vocabulary.mask
        } else if share < masking.maskReplace + masking.randomReplace {
          seen[example][position] = Int32(
            own.integer(at: 3 * position + 2, below: vocabulary.count))
        }
      }
      start += sentence.count
    }
    self.init(sentences: seen, places: places, labels: labels)
  }
}
