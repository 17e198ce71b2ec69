import Model
import Testing

@Suite struct ScheduleTests {
  /// Ten steps, four of them warm-up, worked by hand.
  @Test func `a rate rises to one over the warm-up and falls towards zero`() {
    func factors(_ schedule: Schedule) -> [Double] {
      (0..<10).map { schedule.factor(step: $0, of: 10, warmupSteps: 4) }
    }
    let rise = [0, 0.25, 0.5, 0.75]
    #expect(factors(.linear) == rise + [6, 5, 4, 3, 2, 1].map { $0 / 6 })
    #expect(factors(.constant) == rise + [1, 1, 1, 1, 1, 1])
  }

  @Test(arguments: Schedule.allCases)
  func `without warm-up the first rate is whole and the last is not zero`(_ schedule: Schedule) {
    #expect(schedule.factor(step: 0, of: 7, warmupSteps: 0) == 1)
    #expect(schedule.factor(step: 6, of: 7, warmupSteps: 0) > 0)
    #expect(schedule.factor(step: 0, of: 1, warmupSteps: 0) == 1)
  }
}
