import Foundation
import Model
import Statistics
import Support
import Testing

@Suite struct PairContributionsTests {
  private let stream = RandomStream(seed: 3, label: "pair-contributions")

  /// Cosines that follow gold by a slope of each run, with noise of every cell.
  private func cosines(
    runs: Int, gold: [Double], slopes: Double, noise: Double, _ stream: RandomStream
  ) -> [[Double]] {
    let own = stream.fork("slope").normal(runs)
    return (0..<runs).map { run in
      let cells = stream.fork(run).normal(gold.count)
      return zip(gold, cells).map { (1 + slopes * own[run]) * $0 + noise * $1 }
    }
  }

  @Test(arguments: Correlation.allCases)
  func `scores are the correlations and shares sum to one`(_ correlation: Correlation) throws {
    let gold = stream.normal(60).map { ($0 * 2).rounded() }
    let runs = cosines(runs: 6, gold: gold, slopes: 0.3, noise: 1, stream)
    let found = try PairContributions(gold: gold, cosines: runs, correlation: correlation)
    for (run, score) in zip(runs, found.scores) {
      let truth = try correlation == .spearman ? spearman(run, gold) : pearson(run, gold)
      #expect(score == truth)
    }
    #expect(abs(found.shares.reduce(0, +) - 1) < 1e-9)
    #expect(abs(found.variance - pow(try standardDeviation(found.scores), 2)) < 1e-15)
  }

  @Test func `a pair that alone differs between runs has all of the spread`() throws {
    let gold: [Double] = [1, 2, 3, 4, 5, 6]
    let runs: [[Double]] = [[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6.5], [1, 2, 3, 4, 5, 9]]
    let found = try PairContributions(gold: gold, cosines: runs, correlation: .pearson)
    let largest = try #require(found.shares.indices.max { found.shares[$0] < found.shares[$1] })
    #expect(largest == 5 || largest == 0)
    let alike = try PairContributions(gold: gold, cosines: runs, correlation: .spearman)
    #expect(alike.shares.isEmpty && alike.shareOfPairs == nil)
  }

  /// Runs that differ by noise of cells alone: with other pairs their scores would fall elsewhere.
  @Test func `noise of cells is laid to the pairs, a common noise level to the runs`() throws {
    func share(_ number: Int, _ make: (RandomStream, [Double]) -> [[Double]]) throws -> Double {
      let own = stream.fork(number)
      let gold = own.fork("gold").normal(300)
      let found = try PairContributions(
        gold: gold, cosines: make(own, gold), correlation: .spearman)
      return try #require(found.shareOfPairs)
    }
    func average(_ make: (RandomStream, [Double]) -> [[Double]]) throws -> Double {
      try mean((0..<40).map { try share($0, make) })
    }
    let fromCells = try average { own, gold in
      cosines(runs: 8, gold: gold, slopes: 0, noise: 1, own)
    }
    let fromRuns = try average { own, gold in
      (0..<8).map { run in
        let noise = 0.3 + 0.2 * Double(run)
        return zip(gold, own.fork(run).normal(300)).map { $0 + noise * $1 }
      }
    }
    #expect(fromCells > 0.7, "\(fromCells)")
    #expect(fromRuns < 0.1, "\(fromRuns)")
  }

  @Test func `too few runs or pairs are refused`() {
    #expect(throws: StatisticError.tooFew(found: 1, needed: 2)) {
      try PairContributions(gold: [1, 2, 3], cosines: [[1, 2, 3]], correlation: .pearson)
    }
    #expect(throws: StatisticError.tooFew(found: 2, needed: 3)) {
      try PairContributions(gold: [1, 2], cosines: [[1, 2], [2, 1]], correlation: .pearson)
    }
  }
}
