import Evaluation
import Foundation
import Model
import Studies
import Testing
import Tools

@Suite struct TimingTests {
  @Test func `median and quartiles are those of the sorted values`() {
    let timing = Timing([5, 1, 4, 2, 3])
    #expect(timing.median == 3)
    #expect(timing.spread == 2)
    #expect(Timing([1, 2, 3, 4]).median == 2.5)
    #expect(Timing([7]).spread == 0)
  }

  @Test func `a ratio is taken round by round`() {
    #expect(Timing([2, 30]).over(Timing([1, 10])).values == [2, 3])
  }
}

@Suite struct WorkloadTests {
  /// One block of width 2 with 3 inside, sentences of 4 and 1 tokens:
  /// 5 tokens · 2 · (4 · 2² + 2 · 2 · 3) + 4 · (4² + 1²) · 2.
  @Test func `a forward pass has the operations counted by hand`() {
    let settings = EncoderSettings(
      vocabularySize: 9, width: 2, blocks: 1, heads: 1, feedForwardWidth: 3, maximumPositions: 4,
      paddingID: nil,
      tokenTypes: 1, layerNormEpsilon: 1e-12, activation: .gelu)
    #expect(settings.forwardOperations(lengths: [4, 1], of: .mean) == 5 * 2 * 28 + 4 * 17 * 2)
    // Keys and values of 5 tokens (80); queries, outputs and what is inside of 2 (80); 5 logits and 5
    // weights of 2 (40).
    #expect(settings.forwardOperations(lengths: [4, 1], of: .cls) == 200)
  }

  @Test func `every subject is measured, and the parts of a step sum to the whole`() throws {
    let workload = try Workload(model: nil, data: nil, threads: 2, product: .exact)
    var bench = Bench(workload, subjects: Bench.Subject.allCases)
    for subject in Bench.Subject.allCases where ![.search, .searches].contains(subject) {
      let finding = try bench.measure(subject)
      #expect(finding.details.values.allSatisfy { $0.isFinite })
      #expect(Set(finding.order) == Set(finding.details.keys))
    }
    let step = try bench.measure(.step)
    let parts = step.details.filter { !["operations", "rate"].contains($0.key) }.values
    #expect(abs(parts.reduce(0, +) - step.seconds) < 1e-6)
    #expect(parts.allSatisfy { $0 >= 0 })
  }

  @Test func `a step that is measured alone is the only one to hold parameters`() throws {
    let workload = try Workload(model: nil, data: nil, threads: 2, product: .exact)
    var bench = Bench(workload, subjects: [.step])
    #expect(!bench.workload.encoder.encoder.parameters.names.isEmpty)
    let first = try bench.measure(.step)
    #expect(bench.workload.encoder.encoder.parameters.names.isEmpty)
    let second = try bench.measure(.step)
    #expect(first.details["operations"] == second.details["operations"])
  }
}
