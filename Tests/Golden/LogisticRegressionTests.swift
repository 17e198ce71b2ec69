import Data
import Evaluation
import Files
import Foundation
import Model
import Statistics
import Support
import Testing

private struct Reference: Decodable {
  struct Tolerance: Decodable { let weights, accuracy: Double }
  struct Small: Decodable {
    let classes: Int
    let strength: Double
    let labels, predicted: [Int]
    let weights, offsets: [Double]
  }
  struct Sentiment: Decodable {
    let step, folds, scored: Int
    let strength, accuracy: Double
  }
  let tolerance: Tolerance
  let rows, width: Int
  let small: [Small]
  let sentiment: Sentiment
}

/// Logistic regression against scikit-learn: `ci/reference/logistic_regression.py`.
@Suite struct LogisticRegressionTests {
  private func centered(_ name: String, _ shape: [Int]) -> Tensor<Double> {
    let stream = RandomStream(seed: 7, label: "logistic-regression").fork(name)
    return Tensor(stream.uniform(shape.reduce(1, *)).map { 2 * $0 - 1 }, shape: shape)
  }

  @Test(arguments: 0..<4) func `weights, offsets and classes are scikit-learn's`(_ place: Int)
    throws
  {
    let reference: Reference = try Fixture.read("logistic_regression")
    let expected = reference.small[place]
    let x = centered("x", [reference.rows, reference.width])
    let own = try LogisticRegression(
      x, labels: expected.labels, classes: expected.classes, strength: expected.strength,
      compute: oneThread)
    let tolerance = reference.tolerance.weights
    #expect(largestDifference(own.weights.scalars, expected.weights) <= tolerance)
    let mean = own.offsets.reduce(0, +) / Double(own.offsets.count)
    let offsets = expected.classes > 2 ? own.offsets.map { $0 - mean } : own.offsets
    #expect(largestDifference(offsets, expected.offsets) <= tolerance)
    #expect(own.classes(of: x, compute: oneThread) == expected.predicted)
  }

  @Test func `principal axes change no class and no offset's weight`() throws {
    let reference: Reference = try Fixture.read("logistic_regression")
    let expected = reference.small[2]
    let x = centered("x", [reference.rows, reference.width])
    let turned = principalAxes(of: x, compute: oneThread)
    let own = try LogisticRegression(
      turned, labels: expected.labels, classes: expected.classes, strength: expected.strength,
      compute: oneThread)
    #expect(own.classes(of: turned, compute: oneThread) == expected.predicted)
    func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    #expect(abs(norm(own.weights.scalars) - norm(expected.weights)) < 1e-5)
  }
}

@Suite(.enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)))
struct TransferSlowTests {
  @Test func `the penalty and the accuracy on SST are those of scikit-learn`() throws {
    let reference: Reference = try Fixture.read("logistic_regression")
    let expected = reference.sentiment
    let data = try #require(RealInputs.data)
    let whole = try #require(TransferCatalog.dataset(named: "SST5-CS224N"))
      .read(data, checksums: .published)
    guard case .test(let training, let scored) = whole.splits else {
      Issue.record("other splits")
      return
    }
    let task = TransferTask(
      name: whole.name, classes: whole.classes,
      splits: .test(
        training: stride(from: 0, to: training.count, by: expected.step).map { training[$0] },
        scored: scored))
    let evaluation = TransferEvaluation([task], folds: expected.folds, compute: oneThread)
    let file = try WordVectorFile(
      data.appending(path: "vectors/glove.6B.50d.part.txt.gz"),
      keeping: Set(evaluation.texts.flatMap(WordVectors.words)))
    let result = try evaluation.score(
      embeddings: WordVectors(file, weights: .uniform, text: []).embeddings(of: evaluation.texts),
      progress: nil)
    let score = try #require(result.tasks[task.name])
    #expect(score.strengths == [expected.strength])
    #expect(abs(score.accuracy - expected.accuracy) <= reference.tolerance.accuracy)
    #expect(score.examples == expected.scored && score.f1 == nil)
  }
}
