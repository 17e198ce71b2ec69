import Decisions
import Evaluation
import Model
import Runs
import Statistics
import Support
import Testing

@Suite struct PairBootstrapTests {
  private func bootstrap(
    _ runs: [FinishedRun], seed: UInt64 = 3, threads: Int = 1
  ) throws -> PairBootstrap {
    let tasks = runs.map { $0.tasks[0] }
    return PairBootstrap(
      task: tasks[0].name, gold: tasks[0].pairs.map(\.gold),
      cosines: tasks.map { $0.pairs.map(\.cosine) }, seed: seed, resamples: 40,
      compute: Compute(product: .exact, threads: threads))
  }

  @Test func `a replicate is the mean correlation of the pairs drawn, all runs on the same`() throws
  {
    let runs = try (UInt64(1)...3).map { seed -> FinishedRun in
      var run = try FakeRuns.run(seed: seed, pairs: 60)
      // Cosines tie too.
      for index in run.tasks[0].pairs.indices {
        run.tasks[0].pairs[index].cosine = (20 * run.tasks[0].pairs[index].cosine).rounded() / 20
      }
      return run
    }
    let found = try bootstrap(runs)
    for resample in 0..<40 {
      let stream = RandomStream(seed: 3, label: "gate-pairs").fork("A").fork(resample)
      let drawn = (0..<60).map { stream.integer(at: $0, below: 60) }
      var expected = (0.0, 0.0)
      for run in runs {
        let pairs = drawn.map { run.tasks[0].pairs[$0] }
        expected.0 += try spearman(pairs.map(\.cosine), pairs.map(\.gold)) / 3
        expected.1 += try pearson(pairs.map(\.cosine), pairs.map(\.gold)) / 3
      }
      #expect(abs(found.spearman[resample] - expected.0) < 1e-12)
      #expect(abs(found.pearson[resample] - expected.1) < 1e-12)
    }
  }

  @Test func `threads change no bit, another seed changes the draws`() throws {
    let runs: [FinishedRun] = [try FakeRuns.run(seed: 1, pairs: 50)]
    let one = try bootstrap(runs)
    #expect(try bootstrap(runs, threads: 4).spearman == one.spearman)
    #expect(try bootstrap(runs, seed: 4).spearman != one.spearman)
  }

  @Test func `replicates are read as they were written, and nothing else is read`() {
    let values = Replicates([0.123_456_7, -0.5, 1, 0])
    #expect(values.text == "123457 -500000 1000000 0")
    #expect(Replicates(text: values.text) == values)
    for text in ["", "1  2", "1.5", "1000001", "x", "-1000001"] {
      #expect(Replicates(text: text) == nil, "\(text)")
    }
  }
}
