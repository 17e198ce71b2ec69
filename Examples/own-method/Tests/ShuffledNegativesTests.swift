import Laws
import OwnMethod
import Testing

@Suite struct ShuffledNegativesTests {
  @Test(arguments: VariantLaw.allCases, ShuffledNegatives.examples)
  func `it keeps every law`(_ law: VariantLaw, _ method: ShuffledNegatives) {
    #expect(law.findings(method, off: ShuffledNegatives(count: 0, weight: 1)) == [])
  }
}
