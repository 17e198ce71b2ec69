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
  static let latent = Option<Int>.whole(
    "lsa", "latent semantic analysis: TF-IDF, projected to the K leading directions of --text", "K",
    atLeast: 1)
  static let infersent = Option<URL>.folder(
    "infersent", "an InferSent over these vectors, as 'simcse infersent' wrote it"
  ).needing(vectors)
  static let text = Option<URL>.file(
    "text", "the training text of sif, tf-idf and --lsa, a sentence a line; .gz is unpacked")

  static let all: [any Declared] = [vectors, weights, infersent, latent, text]

  /// Options of an encoder have no meaning beside words.
  static func requireNoModel(_ input: Input) throws {
    for (option, words) in [
      (vectors, "--vectors, which are averaged"), (latent, "--lsa, which is fitted to text"),
    ] as [(any Declared, String)] where input.text(of: option) != nil {
      try ModelOptions.requireNone(input, beside: words)
    }
  }

  /// The embeddings of sentences by words, with a line on standard error where some have no known word;
  /// nil where the options ask for none.
  static func embeddings(
    of sentences: [String], _ input: Input, _ context: Context
  ) throws -> Tensor<Float>? {
    let (file, dimensions) = (try input[vectors], try input[latent])
    let embeddings: Tensor<Float>
    switch (file, dimensions) {
    case (.some, .some):
      throw UsageError("--vectors and --lsa both give embeddings; say one of them")
    case (let file?, nil): embeddings = try averages(of: sentences, file: file, input, context)
    case (nil, let dimensions?):
      embeddings = try projections(of: sentences, to: dimensions, input, context)
    case (nil, nil):
      if try input[text] != nil {
        throw UsageError("--text has no meaning without --vectors or --lsa; leave it out")
      }
      return nil
    }
    let without = (0..<embeddings.rows).count { embeddings.row($0).allSatisfy { $0 == 0 } }
    if without > 0 {
      context.console.say(
        "\(without) of \(sentences.count) sentences have no word with a vector; the cosine of their "
          + "pairs is taken as 0, as in SentEval")
    }
    return embeddings
  }

  private static func projections(
    of sentences: [String], to dimensions: Int, _ input: Input, _ context: Context
  ) throws -> Tensor<Float> {
    guard let place = try input[text] else {
      throw UsageError("--lsa is fitted to a training text; say --text FILE")
    }
    do {
      return try LatentSemantics(
        text: try training(place, context), dimensions: dimensions,
        compute: try ComputeOptions.compute(input, context)
      ).embeddings(of: sentences)
    } catch let error as LatentSemanticsError {
      throw InputError(file: place.path, problem: "\(error)")
    }
  }

  /// The sentences of a training text.
  private static func training(_ place: URL, _ context: Context) throws -> [String] {
    let kept = try context.console.lines(of: .file(place)).filter {
      !$0.allSatisfy(\.isWhitespace)
    }
    if kept.isEmpty {
      throw InputError(
        file: place.path, problem: "it has no sentence; a sentence a line is expected")
    }
    return kept
  }

  private static func averages(
    of sentences: [String], file: URL, _ input: Input, _ context: Context
  ) throws -> Tensor<Float> {
    if let folder = try input[infersent] {
      for option in [weights, text] as [any Declared] where input.text(of: option) != nil {
        throw UsageError(
          "--\(option.declaration.name) has no meaning beside --infersent; leave it out")
      }
      let model = try InferSentFolder(
        folder, compute: try ComputeOptions.compute(input, context))
      return try model.embeddings(
        of: sentences,
        by: try WordVectorFile(file, keeping: Set(sentences.flatMap(WordVectors.words))))
    }
    let weights = try input[weights]
    let place = try input[text]
    guard (place == nil) == (weights == .uniform) else {
      throw UsageError(
        weights == .uniform
          ? "--text has no meaning beside uniform weights; leave it out"
          : "--weights \(weights.rawValue) counts words of a training text; say --text FILE")
    }
    let kept = try place.map { try training($0, context) } ?? []
    let words = Set((sentences + kept).flatMap(WordVectors.words))
    return WordVectors(
      try WordVectorFile(file, keeping: words), weights: weights, text: kept
    ).embeddings(of: sentences)
  }
}
