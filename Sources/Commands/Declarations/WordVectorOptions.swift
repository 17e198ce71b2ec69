import Evaluation
import Files
import Foundation
import Model

/// Sentences embedded by the vectors of their words.
enum WordVectorOptions {
  static let vectors = Option<URL>.file(
    "vectors",
    "word vectors to average: GloVe's text, or word2vec's text or binary form; .gz is unpacked")
  static let weights = Option<WordVectors.Weights>.choice(
    "weights", "NAME", "how the words of a sentence are weighed"
  ).or(.uniform).needing(vectors)
  static let text = Option<URL>.file(
    "text", "the training text of sif and tf-idf, a sentence a line; .gz is unpacked"
  ).needing(vectors)

  static let all: [any Declared] = [vectors, weights, text]

  /// The embeddings of sentences, with a line on standard error where some have no known word.
  static func embeddings(
    of sentences: [String], file: URL, _ input: Input, _ context: Context
  ) throws -> Tensor<Float> {
    let weights = try input[weights]
    let place = try input[text]
    guard (place == nil) == (weights == .uniform) else {
      throw UsageError(
        weights == .uniform
          ? "--text has no meaning beside uniform weights; leave it out"
          : "--weights \(weights.rawValue) counts words of a training text; say --text FILE")
    }
    let training = try place.map { try context.console.lines(of: .file($0)) } ?? []
    let kept = training.filter { !$0.allSatisfy(\.isWhitespace) }
    if let place, kept.isEmpty {
      throw InputError(
        file: place.path, problem: "it has no sentence; a sentence a line is expected")
    }
    let words = Set((sentences + kept).flatMap(WordVectors.words))
    let vectors = WordVectors(
      try WordVectorFile(file, keeping: words), weights: weights, text: kept)
    let embeddings = vectors.embeddings(of: sentences)
    let without = (0..<embeddings.rows).count { embeddings.row($0).allSatisfy { $0 == 0 } }
    if without > 0 {
      context.console.say(
        "\(without) of \(sentences.count) sentences have no word with a vector; the cosine of their "
          + "pairs is taken as 0, as in SentEval")
    }
    return embeddings
  }
}
