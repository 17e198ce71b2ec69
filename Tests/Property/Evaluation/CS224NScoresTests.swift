import Evaluation
import Statistics
import Testing

@Suite struct CS224NScoresTests {
  @Test func `the mean brings the correlation to 0 … 1`() {
    #expect(CS224NScores(sentiment: 1, paraphrase: 1, similarity: 1).mean == 1)
    #expect(CS224NScores(sentiment: 0, paraphrase: 0, similarity: -1).mean == 0)
    #expect(
      abs(CS224NScores(sentiment: 0.5, paraphrase: 0.75, similarity: 0.25).mean - 0.625) < 1e-15)
  }

  @Test func `accuracy is the share that is right`() throws {
    #expect(try accuracy([1, 2, 3, 4], [1, 0, 3, 0]) == 0.5)
    #expect(try accuracy([true], [true]) == 1)
    #expect(throws: StatisticError.self) { try accuracy([Int](), []) }
    #expect(throws: StatisticError.self) { try accuracy([1], [1, 2]) }
  }
}
