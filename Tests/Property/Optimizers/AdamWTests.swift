import Model
import Support
import Testing

@Suite struct AdamWTests {
  private let compute = Compute(product: .exact, threads: 2)

  /// Rows 1 and 3 are touched at some steps, row 2 later, the others never.
  @Test func `rows that no step has touched may be left out, bit for bit`() {
    let start = testTensor([6, 5], seed: 1, "table")
    func run(byRows: Bool) -> Parameters<Double> {
      var parameters = Parameters([("table", start)])
      var optimizer = AdamW(settings: settings(decay: 0), parameters: parameters)
      for (step, rows) in [[1, 3], [3], [2, 3], [1]].enumerated() {
        let part = Gradient.rows(
          rows, testTensor([rows.count, 5], seed: 2, "gradient \(step)"))
        optimizer.update(
          &parameters, by: [byRows ? part : .dense(part.dense(shape: [6, 5]))],
          times: 1, learningRate: 0.01, compute: compute)
      }
      return parameters
    }
    let sparse = run(byRows: true)
    #expect(sparse == run(byRows: false))
    #expect(sparse.tensors[0].row(0) == start.row(0))
    #expect(sparse.tensors[0].row(3) != start.row(3))
  }

  @Test func `with decay every row is visited`() {
    let start = testTensor([4, 3], seed: 1, "table")
    var parameters = Parameters([("table", start)])
    var optimizer = AdamW(settings: settings(decay: 0.1), parameters: parameters)
    optimizer.update(
      &parameters, by: [.rows([1], testTensor([1, 3], seed: 2, "g"))], times: 1, learningRate: 0.01,
      compute: compute)
    #expect(parameters.tensors[0].row(0) == start.row(0).map { $0 * (1 - 0.001) })
  }

  @Test func `an optimizer that goes on from its means makes the same updates`() {
    var parameters = Parameters([("table", testTensor([4, 9], seed: 1, "table"))])
    var optimizer = AdamW(settings: settings(decay: 0), parameters: parameters)
    func gradient(_ step: Int) -> [Gradient<Double>] {
      [.rows([step % 4], testTensor([1, 9], seed: 3, "g\(step)"))]
    }
    optimizer.update(&parameters, by: gradient(0), times: 1, learningRate: 0.01, compute: compute)
    var resumed = AdamW(
      settings: optimizer.settings, first: optimizer.first, second: optimizer.second,
      updates: optimizer.updates)
    var copy = parameters
    for step in 1..<4 {
      optimizer.update(
        &parameters, by: gradient(step), times: 1, learningRate: 0.01, compute: compute)
      resumed.update(&copy, by: gradient(step), times: 1, learningRate: 0.01, compute: compute)
    }
    #expect(copy == parameters)
  }

  private func settings(decay: Double) -> AdamW<Double>.Settings {
    .init(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: decay)
  }
}
