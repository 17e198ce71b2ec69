import Foundation
public import Model
import Statistics

/// Latent semantic analysis: a sentence's words by TF-IDF, projected to the leading directions of
/// training text.
///
///     x(s)[w] = n(w in s) · (log((1 + N) / (1 + n(w))) + 1), scaled to length 1;   v(s) = x(s) · V
///
/// V has the right singular vectors of the training sentences' x with the largest singular values. N and
/// n(w) count training sentences; words are those of ``WordVectors``, and a word that the training text
/// lacks is left out. A sentence without a known word has the vector 0.
///
/// - Source: Deerwester et al., Journal of the American Society for Information Science 41 (1990);
///   weights as in the smoothed form of scikit-learn 1.9, `TfidfVectorizer`.
public struct LatentSemantics: Sendable {
  /// The place of each word, in the order in which the training text has them.
  private let places: [[UInt8]: Int]
  /// The inverse document frequency of each word.
  private let weights: [Double]
  /// Row w has the numbers of word w in every direction (V, K).
  private let directions: Tensor<Double>
  /// The singular values of the directions, largest first.
  public let strengths: [Double]

  /// - Inputs: `text`, training sentences; `dimensions`, K.
  /// - Throws: ``LatentSemanticsError`` for text with fewer directions.
  public init(
    text: [String], dimensions: Int, compute: Compute
  ) throws(LatentSemanticsError) {
    let sentences = text.map(WordVectors.words)
    var places: [[UInt8]: Int] = [:]
    var holding: [Int] = []
    for words in sentences {
      var seen: Set<Int> = []
      for word in words {
        let place = places[word] ?? holding.count
        if place == holding.count {
          places[word] = place
          holding.append(0)
        }
        if seen.insert(place).inserted { holding[place] += 1 }
      }
    }
    let weights = holding.map { log(Double(1 + text.count) / Double(1 + $0)) + 1 }
    var matrix = SparseRows(columns: weights.count)
    for words in sentences { matrix.append(Self.entries(words, places, weights)) }
    do {
      let found = try LeadingDirections(matrix, count: dimensions, compute: compute)
      (directions, strengths) = (found.vectors, found.values)
    } catch {
      throw LatentSemanticsError(error)
    }
    (self.places, self.weights) = (places, weights)
  }

  /// A sentence's known words with their weights, by place, scaled to length 1.
  private static func entries(
    _ words: [[UInt8]], _ places: [[UInt8]: Int], _ weights: [Double]
  ) -> [(column: Int, value: Double)] {
    var entries: [(column: Int, value: Double)] = []
    for place in words.compactMap({ places[$0] }).sorted() {
      if entries.last?.column == place {
        entries[entries.count - 1].value += weights[place]
      } else {
        entries.append((place, weights[place]))
      }
    }
    let length = entries.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
    return entries.map { ($0.column, $0.value / length) }
  }

  /// The embeddings of sentences (N, K), in their order.
  public func embeddings(of sentences: [String]) -> Tensor<Float> {
    var rows = SparseRows(columns: weights.count)
    for sentence in sentences {
      rows.append(Self.entries(WordVectors.words(of: sentence), places, weights))
    }
    let vectors = rows.product(directions)
    return Tensor(vectors.scalars.map { Float($0) }, shape: vectors.shape)
  }
}

/// Why training text gives no latent semantics.
public struct LatentSemanticsError: Error, CustomStringConvertible, Equatable {
  public let description: String

  init(_ error: LeadingDirectionsError) {
    let asked = "\(error.asked) dimensions were asked for, but "
    description =
      asked
      + (error.found.map { "the text has \($0); ask for fewer, or give more text" }
        ?? "the last is as strong as those behind it; ask for some more or fewer")
  }
}
