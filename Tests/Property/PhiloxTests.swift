import Model
import Testing

@Suite struct PhiloxTests {
  @Test func `a block is a pure function of key and counter`() {
    let a = Philox.block(counter: SIMD4(1, 2, 3, 4), key: SIMD2(5, 6))
    #expect(a == Philox.block(counter: SIMD4(1, 2, 3, 4), key: SIMD2(5, 6)))
  }
}
