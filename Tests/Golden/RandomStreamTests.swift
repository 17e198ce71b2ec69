import Model
import Support
import Testing

/// Streams and masks against their second form in numpy (ci/reference/random_stream.py).
@Suite struct RandomStreamTests {
  struct File: Decodable {
    var streams: [Stream]
    var masks: [Mask]
  }

  struct Stream: Decodable {
    var seed: String
    var label: String
    var forks: [String]
    var forksAreNumbers: [Bool]
    var key: [String]
    var positions: [Int]
    var bits: [String]
    var uniform: [Double]
  }

  struct Mask: Decodable {
    var rate: Double
    var seed: String
    var step: Int
    var view: Int
    var example: Int
    var site: Int
    var kept: String
    var keptOf100000: Int
  }

  @Test func `keys and draws are the reference's, bit for bit`() throws {
    for entry in try Fixture.read("random_stream", as: File.self).streams {
      var stream = RandomStream(seed: try #require(UInt64(entry.seed)), label: entry.label)
      for (fork, isNumber) in zip(entry.forks, entry.forksAreNumbers) {
        stream = isNumber ? stream.fork(try #require(Int(fork))) : stream.fork(fork)
      }
      #expect([stream.key[0], stream.key[1]] == entry.key.map { UInt32($0, radix: 16) })
      #expect(
        entry.positions.map { stream.bits(at: $0) } == entry.bits.map { UInt64($0, radix: 16) })
      #expect(entry.positions.map { stream.uniform(at: $0) } == entry.uniform)
    }
  }

  @Test func `masks are the reference's, element for element`() throws {
    for entry in try Fixture.read("random_stream", as: File.self).masks {
      let stream = RandomStream(seed: try #require(UInt64(entry.seed)), name: .dropout)
      let mask = DropoutMask(rate: entry.rate, stream: stream)
      let position = DropoutMask.Position(
        step: entry.step, view: entry.view, example: entry.example, site: entry.site)
      let kept = (0..<100_000).map { mask.keeps($0, at: position) }
      #expect(kept.prefix(200).map { $0 ? "1" : "0" }.joined() == entry.kept)
      #expect(kept.count { $0 } == entry.keptOf100000)
    }
  }
}
