import Evaluation
import Testing

@Suite struct TaskScoresTests {
  private func scores(_ gold: [Double], _ cosines: [Double]) -> [PairScore] {
    zip(gold, cosines).map { PairScore(gold: $0, cosine: $1) }
  }

  /// Three pairs in order (ρ = 1) and two in reverse (ρ = −1). Together, the ranks 1 2 3 4 5 of gold
  /// meet 1 2 3 5 4: ρ = 1 − 6 · 2 / (5 · 24) = 0.9.
  @Test func `the three settings are those worked by hand`() throws {
    let task = try TaskScores(subsets: [
      scores([1, 2, 3], [0.1, 0.2, 0.3]), scores([4, 5], [0.9, 0.8]),
    ])
    #expect(task.pairs == 5)
    #expect(abs(task.spearman - 0.9) < 1e-15)
    let (mean, wmean) = (try #require(task.mean), try #require(task.wmean))
    #expect(abs(mean.spearman) < 1e-15 && abs(mean.pearson) < 1e-15)
    #expect(abs(wmean.spearman - 0.2) < 1e-15 && abs(wmean.pearson - 0.2) < 1e-15)
  }

  @Test func `of one subset the three settings are one`() throws {
    let task = try TaskScores(subsets: [scores([1, 2, 3, 4], [0.3, 0.1, 0.5, 0.4])])
    #expect(task.mean?.spearman == task.spearman && task.wmean?.spearman == task.spearman)
    #expect(task.mean?.pearson == task.pearson && task.wmean?.pearson == task.pearson)
  }

  @Test func `an average over tasks counts each task once`() throws {
    let one = try TaskScores(subsets: [scores([1, 2], [0.1, 0.2])])
    let other = try TaskScores(subsets: [scores([1, 2, 3, 4], [0.4, 0.3, 0.2, 0.1])])
    let result = try EvaluationResult([("one", one), ("other", other)])
    #expect(abs(result.average.spearman) < 1e-15 && abs(result.average.wmean?.pearson ?? 1) < 1e-15)
  }
}
