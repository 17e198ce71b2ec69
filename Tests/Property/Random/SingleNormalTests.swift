import Foundation
import Model
import Support
import Testing

@Suite struct SingleNormalTests {
  private let stream = RandomStream(seed: 1, label: "single normal")

  @Test(arguments: [0, 1, 31, 32, 33, 100])
  func `fewer draws are a beginning of more`(count: Int) {
    #expect(stream.singleNormals(count) == Array(stream.singleNormals(200).prefix(count)))
  }

  /// The formula in Double, from the words that the documentation names.
  @Test func `every draw is the formula of its words`() {
    let draws = stream.singleNormals(32 * 200)
    for index in draws.indices {
      let (group, part, lane) = (index / 32, index % 32 / 8, index % 8)
      let words = Philox.block(
        counter: SIMD4(UInt32(8 * group + lane), 0, 0, 2), key: stream.key)
      let (first, second) = part < 2 ? (words[0], words[1]) : (words[2], words[3])
      let radius = (-2 * log(Double((first >> 8) + 1) * 0x1p-24)).squareRoot()
      let angle = 2 * Double.pi * Double(second >> 8) * 0x1p-24
      let expected = radius * (part % 2 == 0 ? cos(angle) : sin(angle))
      // A radius of at most 5.8 and an angle, each with a few roundings of 6e-8.
      #expect(abs(Double(draws[index]) - expected) < 2e-6)
    }
  }

  @Test func `draws have the moments and the tails of the normal distribution`() {
    let draws = stream.singleNormals(200_000).map(Double.init)
    let (mean, deviation) = moments(draws)
    #expect(abs(mean) < 4 / 447)
    #expect(abs(deviation - 1) < 4 / 632)
    for (bound, chance) in [(1.0, 0.158655), (2, 0.0227501), (3, 0.00134990)] {
      for side in [1.0, -1] {
        let beyond = Double(draws.count { $0 * side > bound })
        let expected = 200_000 * chance
        #expect(abs(beyond - expected) < 4 * expected.squareRoot())
      }
    }
  }
}
