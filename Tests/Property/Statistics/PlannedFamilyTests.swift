import Model
import Statistics
import Support
import Testing

@Suite struct PlannedFamilyTests {
  static let stream = RandomStream(seed: 8, label: "planned-family")
  static let seeds = [5, 10, 15]

  /// They take a moment each.
  static let families = [1, 2, 4].map {
    PlannedFamily(seeds: Self.seeds, level: 0.95, methods: $0)
  }

  private func family(_ methods: Int) -> PlannedFamily {
    Self.families.first { $0.steps.count == methods } ?? Self.families[0]
  }

  /// Else what one step of Holm settles might be open at the next.
  @Test func `what settles a method among many settles it among fewer`() {
    for (seeds, methods) in [([5, 10, 15], 6), ([2, 40], 9)] {
      let steps = PlannedFamily(seeds: seeds, level: 0.95, methods: methods).steps
      for (fewer, more) in zip(steps, steps.dropFirst()) {
        #expect(zip(fewer.levels, more.levels).allSatisfy { $0 >= $1 }, "\(seeds)")
      }
    }
  }

  @Test func `a method alone is held to the looks of the level`() {
    let looks = PlannedLooks(seeds: Self.seeds, level: 0.95)
    #expect(family(1).steps == [looks])
    let drawn = Self.stream.normal(10).map { $0 + 0.6 }
    let standing = family(1).standings([drawn], margin: 0.01)[0]
    #expect(standing.levelOfLook == looks.levels[1])
    #expect(standing.interval.level == 0.95 && standing.interval == standing.familyInterval)
  }

  @Test func `each finding is what it says`() {
    func spread(_ mean: Double, _ size: Double, _ count: Int = 15) -> [Double] {
      (0..<count).map { mean + size * (Double($0 % 3) - 1) }
    }
    let standings = family(4).standings(
      [spread(2, 0.5), spread(-2, 0.5), spread(0, 0.01), spread(0.1, 2)], margin: 0.5)
    #expect(standings.map(\.finding) == [.better, .worse, .equivalent, .open])
    for (standing, mean) in zip(standings, [2, -2, 0, 0.1]) {
      #expect(standing.interval.contains(mean) && standing.familyInterval.contains(mean))
      #expect(standing.familyInterval.halfWidth > standing.interval.halfWidth)
    }
    // Before the first look nothing is known.
    let early = family(1).standings([spread(2, 0.5, 4)], margin: 0.5)[0]
    #expect(early.finding == .open && early.interval.isWholeLine && early.p == 1)
  }

  @Test func `a method that was settled makes the next step easier`() {
    let clear = (0..<15).map { 3 + 0.1 * Double($0 % 3) }
    // A level between those of two methods and of one decides.
    let levels = (family(1).steps[0].levels[2], family(2).steps[1].levels[2])
    let shape = (0..<15).map { Double($0 % 5) - 2 }
    func standing(_ shift: Double, beside other: [Double]) -> PlannedFamily.Standing {
      family(2).standings([shape.map { $0 + shift }, other], margin: 0.001)[0]
    }
    let shift = (0...400).map { Double($0) / 200 }.first {
      standing($0, beside: shape).p <= (levels.0 + levels.1) / 2
    }
    let found = shift.map { (standing($0, beside: clear), standing($0, beside: shape)) }
    #expect(found.map { $0.0.p > levels.1 && $0.0.p <= levels.0 } == true)
    #expect(found?.0.finding == .better && found?.1.finding == .open)
  }

  @Test func `a forecast follows the estimate, and one stream gives one answer`() throws {
    func forecast(_ shift: Double, most: Int = 40) throws -> SequentialForecast {
      let own = Self.stream.fork("forecast").normal(6)
      let center = own.reduce(0, +) / 6
      return try SequentialForecast(
        own.map { $0 - center + shift }, effectVariance: 1, level: 0.95, margin: 0.05, open: 2,
        methods: 3, most: most, stream: Self.stream)
    }
    let (large, none) = (try forecast(2), try forecast(0))
    #expect(large.chance > 0.95 && none.chance < 0.2)
    #expect(none.furtherSeeds == nil)
    let needed = try #require(large.furtherSeeds)
    #expect(needed >= 1 && needed < 15, "\(needed)")
    // Eight in ten continuations end by then, and no earlier.
    #expect(try forecast(2, most: 6 + needed).chance >= 0.8)
    #expect(try forecast(2, most: 5 + needed).chance < 0.8)
    #expect(try forecast(2) == large)
    #expect(try forecast(2, most: 6) == forecast(0, most: 6))
    let planned = try SequentialForecast(
      (0..<5).map { 1 + 0.4 * Double($0 - 2) }, looks: family(2), margin: 0.1, open: 2,
      stream: Self.stream)
    #expect(planned.chance > 0.9 && [5, 10].contains(planned.furtherSeeds))
  }
}
