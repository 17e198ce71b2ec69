import Statistics
import Testing

@Suite struct IntervalTests {
  @Test(arguments: [
    ([0.0, 1, 2, 3, 4], 1.0, 3.0), ([0, 1], 0.25, 0.75), ([0, 0, 8], 0, 4), ([5], 5, 5),
  ])
  func `the middle half of draws lies between their interpolated quartiles`(
    draws: [Double], lower: Double, upper: Double
  ) {
    let middle = Interval(middleOf: draws, level: 0.5)
    #expect(middle == Interval(lower: lower, upper: upper, level: 0.5))
  }
}
