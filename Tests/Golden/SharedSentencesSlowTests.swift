import Data
import Evaluation
import Foundation
import Statistics
import Support
import Testing

/// Which pairs of the STS tasks share sentences: `ci/reference/shared_sentences.py`.
@Suite(.enabled(if: RealInputs.data != nil, "set SIMCSE_DATA"))
struct SharedSentencesSlowTests {
  struct Reference: Decodable {
    struct Subset: Decodable {
      let name: String
      let pairs, sharing, clusters: Int
      let effectiveClusters: Double
    }
    struct Tolerance: Decodable { let count: Double }
    let tolerance: Tolerance
    let subsets: [Subset]
    let benchmarkPairsOfEarlierTasks: Int
  }

  private func read() throws -> [STSTask] {
    let folder = try #require(RealInputs.data).appendingPathComponent("sts")
    return try STSCatalog.tasks.map { try $0.read(folder, checksums: .published) }
  }

  private func sentences(_ pairs: [[SentencePair]]) -> PairSentences {
    PairSentences(pairs.map { $0.map { ($0.first, $0.second) } })
  }

  /// The sizes of the sets of pairs that common sentences connect.
  private func clusters(_ own: PairSentences) -> [Int] {
    var root = Array(0..<own.sentences)
    func find(_ sentence: Int) -> Int {
      var now = sentence
      while root[now] != now {
        root[now] = root[root[now]]
        now = root[now]
      }
      return now
    }
    for pair in own.tasks[0] { root[find(pair.first)] = find(pair.second) }
    var sizes: [Int: Int] = [:]
    for pair in own.tasks[0] { sizes[find(pair.first), default: 0] += 1 }
    return Array(sizes.values)
  }

  @Test func `pairs share sentences, and hang together in clusters, as the texts say`() throws {
    let reference: Reference = try Fixture.read("shared_sentences")
    let tasks = try read()
    var found = 0
    for expected in reference.subsets {
      let parts = expected.name.split(separator: "/").map(String.init)
      let task = try #require(tasks.first { $0.name == parts[0] })
      let subset = parts.count == 1 ? task.subsets[0] : task.subsets.first { $0.name == parts[1] }
      let own = sentences([try #require(subset).pairs])
      var uses = [Int](repeating: 0, count: own.sentences)
      for pair in own.tasks[0] {
        for sentence in Set([pair.first, pair.second]) { uses[sentence] += 1 }
      }
      let sharing = own.tasks[0].count { uses[$0.first] > 1 || uses[$0.second] > 1 }
      let sizes = clusters(own)
      let pairs = own.tasks[0].count
      #expect(pairs == expected.pairs && sharing == expected.sharing, "\(expected.name)")
      #expect(sizes.count == expected.clusters, "\(expected.name)")
      let effective = Double(pairs * pairs) / Double(sizes.reduce(0) { $0 + $1 * $1 })
      #expect(abs(effective - expected.effectiveClusters) <= reference.tolerance.count * effective)
      #expect(own.areShared)
      found += 1
    }
    #expect(found == 26)
  }

  /// In percent of the pairs; and, of connected clusters, how many they are worth.
  @Test(
    arguments: [
      ("SICK-R", 98.0, nil), ("STS14/images", 66, nil), ("STS12/MSRvid", 41, 27.0),
      ("STSBenchmark", 20, nil), ("STS16/plagiarism", nil, 3), ("STS13/OnWN", nil, 11.5),
    ] as [(String, Double?, Double?)])
  func `so many pairs share a sentence as was measured, and clusters are too coarse`(
    name: String, percent: Double?, clusters: Double?
  ) throws {
    let reference: Reference = try Fixture.read("shared_sentences")
    let own = try #require(reference.subsets.first { $0.name == name })
    if let percent {
      #expect((100 * Double(own.sharing) / Double(own.pairs)).rounded() == percent)
    }
    if let clusters { #expect(abs(own.effectiveClusters - clusters) < 0.2) }
  }

  @Test func `1,007 of STS-B's 1,379 test pairs are pairs of STS12 to 16, and count once`() throws {
    let reference: Reference = try Fixture.read("shared_sentences")
    let tasks = try read()
    let earlier = tasks.filter { $0.name.wholeMatch(of: /STS1[2-6]/) != nil }
    let benchmark = try #require(tasks.first { $0.name == "STSBenchmark" })
    #expect(earlier.count == 5)
    let own = sentences((earlier + [benchmark]).map(\.pairs))
    let known = Set(own.tasks.dropLast().joined())
    let shared = try #require(own.tasks.last).count { known.contains($0) }
    #expect(shared == 1_007 && reference.benchmarkPairsOfEarlierTasks == 1_007)
    #expect(own.tasks[5].count == 1_379)
    #expect(own.pairs == known.union(own.tasks[5]).count)
  }
}
