import Model
import Testing

@Suite struct RandomStreamTests {
  @Test(arguments: RandomStream.Name.allCases)
  func `1,000 seeds give 1,000 first draws`(_ name: RandomStream.Name) {
    let draws = (0..<1000).map { RandomStream(seed: UInt64($0), name: name).bits(at: 0) }
    #expect(Set(draws).count == 1000)
  }

  @Test func `names, labels and numbers give streams of their own`() {
    let keys =
      RandomStream.Name.allCases.map { RandomStream(seed: 1, name: $0).key }
      + ["a", "b", "ab", ""].map { RandomStream(seed: 1, name: .dropout).fork($0).key }
      + (0..<100).map { RandomStream(seed: 1, name: .dropout).fork($0).key }
    #expect(Set(keys).count == keys.count)
  }

  @Test(arguments: [0, 1, 2, 7, 1000])
  func `a permutation has each number once`(_ count: Int) {
    let order = RandomStream(seed: 3, label: "order").permutation(count)
    #expect(order.sorted() == Array(0..<count))
    if count == 1000 { #expect(order != Array(0..<count)) }
  }

  /// Chi-square with 23 degrees of freedom: above 70 by chance once in a million.
  @Test func `every order of four is as likely`() {
    var counts: [[Int]: Int] = [:]
    for seed in 0..<24_000 {
      counts[RandomStream(seed: UInt64(seed), label: "order").permutation(4), default: 0] += 1
    }
    let statistic = counts.values.reduce(0.0) {
      $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000
    }
    #expect(counts.count == 24)
    #expect(statistic < 70)
  }

  /// Five deviations of each moment of 100,000 draws.
  @Test func `normal draws have the moments of the normal distribution`() {
    let draws = RandomStream(seed: 5, label: "normal").normal(100_000)
    let n = Double(draws.count)
    func moment(_ power: Int) -> Double {
      draws.reduce(0) { sum, x in sum + (0..<power).reduce(1.0) { p, _ in p * x } } / n
    }
    #expect(abs(moment(1)) < 5 * (1 / n).squareRoot())
    #expect(abs(moment(2) - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(moment(3)) < 5 * (15 / n).squareRoot())
    #expect(abs(moment(4) - 3) < 5 * (96 / n).squareRoot())
  }

  @Test func `a normal draw is a function of its index`() {
    let stream = RandomStream(seed: 5, label: "normal")
    let draws = stream.normal(11)
    #expect((0..<11).map { stream.normal(at: $0) } == draws)
  }
}
