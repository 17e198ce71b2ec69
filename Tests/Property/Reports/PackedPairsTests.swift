import Data
import Evaluation
import Foundation
import Model
import Reports
import Runs
import Statistics
import Support
import Testing

@Suite struct PackedPairsTests {
  /// Cosines with ties, and with neighbors that Float32 does not distinguish.
  private static func cosines(_ count: Int) -> [Double] {
    let stream = RandomStream(seed: 3, label: "cosines")
    return (0..<count).map { pair in
      let value = (stream.uniform(at: pair / 2) * 4096).rounded() / 4096 - 0.5
      return pair % 3 == 0 ? value : value + 1e-12 * Double(pair % 5)
    }
  }

  @Test(arguments: [2, 7, 500])
  func `ranks come back exactly, and cosines as Float32`(count: Int) throws {
    let cosines = Self.cosines(count)
    let back = try PackedPairs(gold: 0, cosines: cosines).unpacked(pairs: count, at: "pairs")
    #expect(doubledRanks(back) == doubledRanks(cosines))
    #expect(back.map { Float($0) } == cosines.map { Float($0) })
    // What is kept is kept again.
    let again = try PackedPairs(gold: 0, cosines: back).unpacked(pairs: count, at: "pairs")
    #expect(again == back)
  }

  // Twice the highest rank of m values is 2m, and 16 bits end at 65,535.
  @Test(arguments: [(32_767, 2), (32_768, 4)])
  func `a rank takes 16 bits up to 32,767 pairs and 32 beyond`(count: Int, bytes: Int) throws {
    let cosines = (0..<count).map { 0.5 - Double($0 * 7_919 % count) / Double(count) }
    let packed = PackedPairs(gold: 0, cosines: cosines)
    #expect(Data(base64Encoded: packed.ranks)?.count == bytes * count)
    let back = try packed.unpacked(pairs: count, at: "pairs")
    #expect(doubledRanks(back) == doubledRanks(cosines))
    #expect(doubledRanks(back).max() == 2 * count)
  }

  @Test func `ranks and cosines that do not belong together are refused`() throws {
    let own = PackedPairs(gold: 0, cosines: [0.1, 0.2, 0.3])
    let other = PackedPairs(gold: 0, cosines: [0.3, 0.2, 0.1])
    var mixed = own
    mixed.cosines = other.cosines
    var short = own
    short.ranks = String(own.ranks.dropLast(4))
    var none = own
    // Twice the ranks 1, 1 and 3, which no three values have.
    none.ranks = Data([2, 0, 2, 0, 6, 0]).base64EncodedString()
    none.cosines = PackedPairs(gold: 0, cosines: [0.1, 0.1, 0.3]).cosines
    for broken in [mixed, short, none] {
      #expect(throws: EvidenceError.self) { try broken.unpacked(pairs: 3, at: "pairs") }
    }
    #expect(throws: EvidenceError.self) { try own.unpacked(pairs: 4, at: "pairs") }
  }

  @Test func `gold scores come back with their subsets and the sentences that pairs share`() throws
  {
    let subsets = [
      (subset: "a", pairs: [PairScore(gold: 2.5, cosine: 0), PairScore(gold: 5, cosine: 0)]),
      (subset: "b", pairs: [PairScore(gold: 2.5, cosine: 0)]),
    ]
    let sentences = [(0, 1), (2, 2), (1, 70_000)].map {
      PairScores.Sentences(first: $0.0, second: $0.1)
    }
    let gold = GoldScores(task: "t", subsets: subsets, sentences: sentences)
    #expect(gold.subsets.map(\.name) == ["a", "b"] && gold.subsets.map(\.pairs) == [2, 1])
    #expect(gold.values == [2.5, 5])
    #expect(try gold.unpacked(at: "gold") == [2.5, 5, 2.5])
    #expect(try gold.unpackedSentences(at: "gold") == sentences)
    var broken = gold
    broken.values = [2.5]
    #expect(throws: EvidenceError.self) { try broken.unpacked(at: "gold") }
  }

  @Test func `a run keeps which pairs share a sentence, and a report carries it`() throws {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(["text.sentences=32"]),
        folder: folder.appendingPathComponent("run"))
      _ = try run.execute(places: noPlaces, threads: 1) { _ in }
      let summary = try StudyCollection([run.folder]).summary(
        acrossProtocols: false, rule: .usual, decisions: [], published: [], compute: oneThread)
      let gold = try #require(summary.evidence?.gold.first)
      let sentences = try #require(try gold.unpackedSentences(at: "gold"))
      let task = try #require(
        try RunInputs(run.settings, places: noPlaces, threads: 1).evaluation.tasks.first)
      var known: [String: Int] = [:]
      for (pair, numbers) in zip(task.pairs, sentences) {
        for (text, number) in [(pair.first, numbers.first), (pair.second, numbers.second)] {
          #expect(known[text, default: number] == number)
          known[text] = number
        }
      }
      #expect(sentences.count == task.pairs.count && Set(known.values).count == known.count)
    }
  }
}
