/// Several methods that are looked at together, at numbers of seeds fixed before the study begins.
///
/// Of m methods of which r are settled the others are each held to the looks of level 1 − α/(m − r)
/// (``PlannedLooks``), also at looks that have passed; whatever is settled so makes the next step
/// easier. These are Holm's steps on the p-values of whole designs, so that any false better or worse
/// has a chance of at most α. Until then a method is equivalent when its interval of level 1 − α/m lies
/// within ± a margin, and else open.
///
/// The interval at a look is that of the t test at the look's own level, within those of the looks
/// before.
///
/// - Source: Jennison and Turnbull, JRSS B 51 (1989), repeated intervals; Ye, Li, Liu and Yao,
///   Statistics in Medicine 32 (2013), Holm's steps over looks; Holm, Scandinavian Journal of
///   Statistics 6 (1979).
public struct PlannedFamily: Sendable, Equatable {
  public let level: Double
  /// The looks at α, α/2, …, α/m.
  public let steps: [PlannedLooks]

  /// - Inputs: `seeds` at each look; `methods`, how many are followed.
  /// - Precondition: `seeds` ascend from 2 or more; there is a method.
  public init(seeds: [Int], level: Double, methods: Int) {
    precondition(methods >= 1, "\(methods) methods have no looks")
    self.level = level
    steps = (1...methods).map {
      PlannedLooks(seeds: seeds, level: 1 - (1 - level) / Double($0))
    }
  }

  /// What the looks so far say of one method.
  public struct Standing: Sendable, Equatable {
    /// The two-sided p of the t test at the last look; 1 before the first.
    public var p: Double
    /// The p at or below which that look settles, at the step that the method is held to.
    public var levelOfLook: Double
    /// Of the level of one test, and of level 1 − α/m.
    public var interval: Interval
    public var familyInterval: Interval
    public var finding: SequentialFinding
  }

  /// One standing a method, from its differences in the order of the seeds.
  ///
  /// - Precondition: `margin` is positive; as many methods as there are steps.
  public func standings(_ differences: [[Double]], margin: Double) -> [Standing] {
    precondition(
      differences.count == steps.count, "\(differences.count) methods at \(steps.count) steps")
    precondition(margin > 0, "a difference that does not matter is positive, not \(margin)")
    let tests = differences.map(looks)
    var sides = [SequentialFinding?](repeating: nil, count: tests.count)
    var left = steps.count
    while left > 0 {
      let levels = steps[left - 1].levels
      let found = tests.indices.filter { sides[$0] == nil }.compactMap { method in
        zip(tests[method], levels).first { $0.settles(at: $1) }.map { (method, $0.0.side) }
      }
      if found.isEmpty { break }
      for (method, side) in found { sides[method] = side }
      left -= found.count
    }
    return zip(tests, sides).map { tests, side in
      let wide = interval(tests, steps[steps.count - 1])
      let isWithin = wide.lower > -margin && wide.upper < margin
      return Standing(
        p: tests.last?.p ?? 1,
        levelOfLook: tests.isEmpty ? 0 : steps[max(left, 1) - 1].levels[tests.count - 1],
        interval: interval(tests, steps[0]), familyInterval: wide,
        finding: side ?? (isWithin ? .equivalent : .open))
    }
  }

  /// The first number of seeds above `seeds` at which a method is settled, if `open` are.
  func settled(_ differences: [Double], after seeds: Int, open: Int, margin: Double) -> Int? {
    let tests = looks(differences)
    let levels = steps[open - 1].levels
    for (place, test) in tests.enumerated() where test.seeds > seeds {
      if test.settles(at: levels[place]) { return test.seeds }
      let wide = interval(Array(tests[...place]), steps[steps.count - 1])
      if wide.lower > -margin && wide.upper < margin { return test.seeds }
    }
    return nil
  }

  // MARK: One method

  /// The t test at one look.
  private struct Test {
    let seeds: Int
    let mean: Double
    let error: Double
    let p: Double

    init(_ differences: [Double]) {
      let moments = SampleMoments(differences)
      seeds = moments.count
      mean = moments.mean
      error = (moments.variance / Double(seeds)).squareRoot()
      p =
        error > 0
        ? StudentT(degreesOfFreedom: Double(seeds - 1)).twoSidedTail(mean / error)
        : mean == 0 ? 1 : 0
    }

    /// A look that may spend nothing settles nothing.
    func settles(at level: Double) -> Bool { level > 0 && p <= level }

    var side: SequentialFinding { mean > 0 ? .better : .worse }
  }

  private func looks(_ differences: [Double]) -> [Test] {
    steps[0].seeds.filter { $0 <= differences.count }.map { Test(Array(differences.prefix($0))) }
  }

  private func interval(_ tests: [Test], _ looks: PlannedLooks) -> Interval {
    var now = Interval.wholeLine(level: looks.level)
    for (test, level) in zip(tests, looks.levels) {
      // Nearer to 1 than a Double can say.
      guard level > 1e-15 else { continue }
      let reach =
        test.error > 0
        ? test.error
          * StudentT(degreesOfFreedom: Double(test.seeds - 1)).twoSidedQuantile(level: 1 - level)
        : 0
      let (lower, upper) = (
        max(now.lower, test.mean - reach), min(now.upper, test.mean + reach)
      )
      if lower <= upper { now = Interval(lower: lower, upper: upper, level: looks.level) }
    }
    return now
  }
}
