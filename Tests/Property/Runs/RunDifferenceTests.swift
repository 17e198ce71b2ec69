import Foundation
import Model
import Runs
import Support
import Testing

@Suite struct RunDifferenceTests {
  private func run(_ overrides: [String], _ folder: URL, _ name: String) throws -> URL {
    let place = folder.appendingPathComponent(name)
    try Run(settings: try smallRunSettings(overrides), folder: place)
      .execute(places: noPlaces, threads: 1) { _ in }
    return place
  }

  @Test func `a run made twice differs in nothing`() throws {
    try withTemporaryFolder { folder in
      let difference = try RunDifference(run([], folder, "a"), run([], folder, "b"))
      #expect(difference.isNone)
      #expect(difference.stepsCompared == 6)
      #expect(difference.settings.isEmpty)
    }
  }

  @Test func `another dropout seed parts the runs at the first step`() throws {
    try withTemporaryFolder { folder in
      let difference = try RunDifference(
        run([], folder, "a"), run(["seeds.dropout=2"], folder, "b"))
      #expect(difference.firstStep == 1)
      #expect(difference.tensors.first == "embeddings.word_embeddings.weight")
      #expect(difference.settings == [["seeds.dropout", "1", "2"]])
      #expect(!difference.isNone)
    }
  }

  /// Two epochs of another learning-rate schedule are alike until the rates part.
  @Test func `runs whose learning rates part at step 1 part at the gradients of step 2`() throws {
    try withTemporaryFolder { folder in
      let difference = try RunDifference(
        run([], folder, "a"), run(["learning-rate=0.002"], folder, "b"))
      #expect(difference.firstStep == 2)
    }
  }

  @Test func `a damaged table of hashes is refused by line`() throws {
    try withTemporaryFolder { folder in
      let place = try run([], folder, "a")
      let file = place.appendingPathComponent(Run.File.hashes)
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacingOccurrences(of: "\n3\t", with: "\n4\t").write(
        to: file, atomically: true, encoding: .utf8)
      #expect {
        try RunDifference(place, place)
      } throws: {
        "\($0)".contains("hashes.tsv, line 4")
      }
    }
  }
}

@Suite struct BitHashTests {
  @Test(arguments: [1, 7, 16, 100, 4096, 9001])
  func `any single changed bit changes the hash, and threads do not`(_ count: Int) {
    let tensor = Tensor(
      (0..<count).map { Float(RandomStream(seed: 1, label: "hash").uniform(at: $0)) },
      shape: [count])
    let hash = tensor.bitHash(compute: oneThread)
    #expect(tensor.bitHash(compute: Compute(product: .exact, threads: 3)) == hash)
    for (place, bit) in [(0, 0), (count / 2, 31), (count - 1, 13)] {
      var changed = tensor
      changed.scalars[place] = Float(
        bitPattern: changed.scalars[place].bitPattern ^ (1 << UInt32(bit)))
      #expect(changed.bitHash(compute: oneThread) != hash)
    }
  }

  @Test func `order and length are part of the hash`() {
    let a = Tensor<Float>([1, 2, 3], shape: [3])
    #expect(
      a.bitHash(compute: oneThread)
        != Tensor<Float>([2, 1, 3], shape: [3]).bitHash(compute: oneThread))
    #expect(
      Tensor<Float>([0, 0], shape: [2]).bitHash(compute: oneThread)
        != Tensor<Float>([0], shape: [1]).bitHash(compute: oneThread))
  }
}
