public import Files
import Foundation
public import Model
import Statistics

/// Sentence embeddings that are averages of word vectors: words are what lies between blanks, in lower
/// case.
///
///     v(s) = (1 / n) Σ weight(w) · v(w)        over the n words of s that have a vector
///
/// Words are added in the order of the file, so that sentences of the same words have equal vectors. A
/// sentence without such a word has the vector 0.
public struct WordVectors: Sendable {
  /// How words are weighed.
  public enum Weights: String, CaseIterable, Sendable {
    /// 1.
    case uniform
    /// a / (a + p(w)) with a = 0.001 and p(w) the share of a word among those of the training text; then
    /// the first principal direction of the training text's sentences is taken out of every vector.
    ///
    /// - Source: Arora, Liang and Ma, ICLR 2017, algorithm 1.
    case sif
    /// log((1 + N) / (1 + n(w))) + 1, of N training sentences n(w) with the word; a word that a sentence
    /// has twice counts twice.
    ///
    /// - Source: the smoothed form of scikit-learn 1.9, `TfidfTransformer`.
    case tfIDF = "tf-idf"
  }

  private static let sifWeight = 1e-3

  private let file: WordVectorFile
  private var weights: [Double]
  /// What is taken out of every vector; nil where nothing is.
  private var component: [Double]?

  /// Word vectors under weights; `text` is the training text, which `uniform` makes no use of.
  public init(_ file: WordVectorFile, weights kind: Weights, text: [String]) {
    self.file = file
    weights = [Double](repeating: 1, count: file.places.count)
    guard kind != .uniform else { return }
    let sentences = text.map(Self.words)
    var (counts, holding) = (weights.map { _ in 0 }, weights.map { _ in 0 })
    for words in sentences {
      let places = words.compactMap { file.places[$0] }
      for place in places { counts[place] += 1 }
      for place in Set(places) { holding[place] += 1 }
    }
    let total = Double(max(1, sentences.reduce(0) { $0 + $1.count }))
    weights = weights.indices.map { place in
      kind == .sif
        ? Self.sifWeight / (Self.sifWeight + Double(counts[place]) / total)
        : log(Double(1 + text.count) / Double(1 + holding[place])) + 1
    }
    if kind == .sif {
      component = principalDirection(of: sentences.flatMap(average), width: file.width)
    }
  }

  /// The words of a sentence, in UTF-8.
  public static func words(of sentence: String) -> [[UInt8]] {
    if sentence.utf8.allSatisfy({ $0 < 0x80 }) {
      return sentence.lowercased().utf8.split { (9...13).contains($0) || $0 == 0x20 }
        .map(Array.init)
    }
    return TextPreparation(prompt: "", lowercases: true).applied(to: sentence).unicodeScalars
      .split { $0.properties.isWhitespace }.map { Array(String($0).utf8) }
  }

  /// The embeddings of sentences (N, H), in their order.
  public func embeddings(of sentences: [String]) -> Tensor<Float> {
    let values = sentences.flatMap { sentence in
      var vector = average(Self.words(of: sentence))
      if let component {
        let share = zip(vector, component).reduce(0) { $0 + $1.0 * $1.1 }
        for column in vector.indices { vector[column] -= share * component[column] }
      }
      return vector.map { Float($0) }
    }
    return Tensor(values, shape: [sentences.count, file.width])
  }

  private func average(_ words: [[UInt8]]) -> [Double] {
    let width = file.width
    let places = words.compactMap { file.places[$0] }.sorted()
    var sum = [Double](repeating: 0, count: width)
    for place in places {
      let weight = weights[place]
      for column in 0..<width {
        sum[column] += weight * Double(file.values[place * width + column])
      }
    }
    let count = Double(max(1, places.count))
    return sum.map { $0 / count }
  }
}
