import Reports
import Testing

@Suite struct CurvesTests {
  @Test func `a point is the mean, lowest and highest of the runs that reached the step`() {
    let curves = Curves([
      [(step: 0, value: 1), (step: 10, value: 4)],
      [(step: 0, value: 3), (step: 10, value: nil)],
    ])
    #expect(
      curves.points.map { [$0.step, $0.mean, $0.low, $0.high] } == [[0, 2, 1, 3], [10, 4, 4, 4]])
    #expect(curves.stepsPerPoint == 1)
  }

  // A line of slope 1 keeps its slope, however many steps a point stands for.
  @Test(arguments: [100, 150, 151, 999, 4000])
  func `many steps become few points without a change of the line`(steps: Int) {
    let curves = Curves([(0..<steps).map { (step: $0, value: Double($0)) }])
    #expect(curves.points.count <= 150)
    #expect(curves.points.allSatisfy { $0.mean == $0.step && $0.low == $0.high })
    #expect((curves.stepsPerPoint == 1) == (steps <= 150))
  }

  @Test func `no values give no points`() {
    #expect(Curves([[(step: 1, value: nil)], []]).points.isEmpty)
  }
}
