import Support
import Testing

@Suite struct BitsTests {
  @Test(arguments: [1, 2])
  func `probes and a short run have the bits written down`(threads: Int) throws {
    #expect(try ExactBits.lines(threads: threads) == ExactBits.recorded())
  }
}
