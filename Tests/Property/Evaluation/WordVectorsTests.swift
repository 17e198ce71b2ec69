import Evaluation
import Files
import Foundation
import Model
import Support
import Testing

@Suite struct WordVectorsTests {
  private static let glove = "the 1 0 2\nkettle 0 3 0\nsings -1 1 0.5\nof 0.25 0 1\n"

  private func vectors(
    _ weights: WordVectors.Weights, text: [String] = []
  ) throws -> WordVectors {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "glove.txt")
      try Data(Self.glove.utf8).write(to: url)
      let words = Set("the kettle sings of".split(separator: " ").map { Array($0.utf8) })
      return WordVectors(
        try WordVectorFile(url, keeping: words), weights: weights, text: text)
    }
  }

  private func rows(_ vectors: WordVectors, _ sentences: [String]) -> [[Float]] {
    let embeddings = vectors.embeddings(of: sentences)
    return sentences.indices.map { Array(embeddings.row($0)) }
  }

  @Test func `words lie between blanks and are in lower case`() {
    func words(_ text: String) -> [String] {
      WordVectors.words(of: text).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(words(" The  kettle,\tSINGS.\r\n") == ["the", "kettle,", "sings."])
    #expect(
      words("\u{C9}t\u{E9}\u{A0}\u{3A3}\u{399}\u{3A3}") == [
        "\u{E9}t\u{E9}", "\u{3C3}\u{3B9}\u{3C2}",
      ])
    #expect(words("  ") == [])
  }

  @Test func `the plain average is that of the words that have a vector`() throws {
    let plain = try vectors(.uniform)
    #expect(rows(plain, ["The kettle hums", "hums"]) == [[0.5, 1.5, 1], [0, 0, 0]])
  }

  @Test func `sentences of the same words have equal vectors, whatever their order`() throws {
    for weights in WordVectors.Weights.allCases {
      let own = try vectors(weights, text: ["the kettle sings", "the the of", "sings of the"])
      let found = rows(own, ["the kettle sings of the", "of sings the the kettle"])
      #expect(found[0] == found[1])
    }
  }

  @Test func `SIF weighs words by how rare they are and takes the first direction out`() throws {
    let text = ["the kettle sings", "the the of"]
    let own = try vectors(.sif, text: text)
    // The weights by hand: 3, 1, 1 and 1 of 6 words.
    func weight(_ count: Double) -> Double { 1e-3 / (1e-3 + count / 6) }
    let (the, kettle, sings, of) = (weight(3), weight(1), weight(1), weight(1))
    let first = [the - sings, 3 * kettle + sings, 2 * the + 0.5 * sings].map { $0 / 3 }
    let second = [2 * the + 0.25 * of, 0, 4 * the + of].map { $0 / 3 }
    let found = rows(own, text).map { $0.map(Double.init) }
    func product(_ x: [Double], _ y: [Double]) -> Double {
      zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    }
    // What was taken out of both is one direction, to which what is left is orthogonal.
    let taken = zip([first, second], found).map { zip($0, $1).map { $0 - $1 } }
    for (part, left) in zip(taken, found) { #expect(abs(product(part, left)) < 1e-9) }
    let cosine =
      product(taken[0], taken[1])
      / (product(taken[0], taken[0]) * product(taken[1], taken[1])).squareRoot()
    #expect(abs(abs(cosine) - 1) < 1e-5)
    let left = found.reduce(0) { $0 + product($1, $1) }
    #expect(left > 0 && left < taken.reduce(0) { $0 + product($1, $1) })
  }

  @Test func `TF-IDF weighs a word by the sentences that have it, and each time it occurs`() throws
  {
    let own = try vectors(.tfIDF, text: ["the kettle", "the of", "the sings the"])
    let (the, kettle) = (log(4.0 / 4) + 1, log(4.0 / 2) + 1)
    let expected = [[2 * the, 3 * kettle, 4 * the].map { $0 / 3 }, [the, 0, 2 * the]]
    for (found, wanted) in zip(rows(own, ["the the kettle", "the"]), expected) {
      #expect(largestDifference(found.map(Double.init), wanted) < 1e-6)
    }
    // A word that the text lacks is the rarest.
    let without = try vectors(.tfIDF, text: ["the"])
    #expect(abs(Double(rows(without, ["kettle"])[0][1]) - 3 * (log(2.0) + 1)) < 1e-6)
  }
}
