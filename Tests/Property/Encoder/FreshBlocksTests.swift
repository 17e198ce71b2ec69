import Model
import Support
import Testing

@Suite struct FreshBlocksTests {
  @Test func `only the last blocks begin afresh, each parameter from its name alone`() throws {
    let encoder = tinyEncoder(seed: 3)
    let stream = RandomStream(seed: 7, name: .initialization)
    var (one, two) = (encoder.parameters, encoder.parameters)
    one.makeFresh(lastBlocks: 1, of: encoder.settings, deviation: 0.02, stream: stream)
    two.makeFresh(lastBlocks: 2, of: encoder.settings, deviation: 0.02, stream: stream)
    for (place, name) in encoder.parameters.names.enumerated() {
      let before = encoder.parameters.tensors[place].scalars
      let (one, two) = (one.tensors[place].scalars, two.tensors[place].scalars)
      let isLast = name.hasPrefix("encoder.layer.1.")
      let isBlock = name.hasPrefix("encoder.layer.")
      #expect((one == before) == !isLast, "\(name)")
      #expect((two == before) == !isBlock, "\(name)")
      if isLast { #expect((one == two) as Bool, "\(name)") }
    }
  }
}
