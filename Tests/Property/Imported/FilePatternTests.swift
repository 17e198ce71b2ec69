import Foundation
import Runs
import Support
import Testing

@Suite struct FilePatternTests {
  private func matches(_ pattern: String, among files: [String]) throws -> [String] {
    try withTemporaryFolder { folder in
      for file in files {
        let url = folder.appendingPathComponent(file)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: url)
      }
      return try FilePattern(folder.path + "/" + pattern).matches().map { match in
        let path = match.file.path.dropFirst(folder.path.count + 1)
        return (match.seed.map { "\($0):" } ?? "") + path
      }
    }
  }

  @Test(arguments: [
    ("s{seed}/a", ["s1/a", "s12/a", "s/a", "sx/a", "s2/b", "s3x/a"], ["1:s1/a", "12:s12/a"]),
    ("s-{seed}-x/a", ["s-1-x/a", "s-2-y/a"], ["1:s-1-x/a"]),
    (
      "s{seed}/*.json", ["s2/b.json", "s2/a.json", "s1/c.json", "s1/d.txt"],
      ["1:s1/c.json", "2:s2/a.json", "2:s2/b.json"]
    ),
    ("*{seed}.log", ["run12.log", "run-3.log"], ["3:run-3.log", "12:run12.log"]),
    ("{seed}/x{seed}", ["1/x1", "1/x2", "2/x2"], ["1:1/x1", "2:2/x2"]),
    ("*/a", [".hidden/a", "b/a", "c/a"], ["b/a", "c/a"]),
    (
      "s{seed}", ["s18446744073709551616", "s18446744073709551615"],
      ["18446744073709551615:s18446744073709551615"]
    ),
    ("a", ["a"], ["a"]), ("s007*", ["s007"], ["s007"]), ("é{seed}", ["é4"], ["4:é4"]),
  ])
  func `whole numbers are seeds, and a star stays within a name`(
    _ pattern: String, _ files: [String], _ expected: [String]
  ) throws {
    #expect(try matches(pattern, among: files) == expected)
  }

  @Test func `a name with two numbers that may be the seed is refused`() throws {
    #expect {
      _ = try matches("*{seed}*", among: ["bert-12-4"])
    } throws: {
      "\($0)".contains("may be 12 or 4")
    }
    #expect {
      _ = try matches("x{seed}", among: ["a"])
    } throws: {
      "\($0)".contains("no file matches")
    }
  }

  @Test(arguments: [
    ("dropout=3", "dropout-3"), ("all=2", "seed-2"), ("data-order=1", "data-order-1"),
  ])
  func `a seed names its streams`(_ text: String, _ words: String) throws {
    let seeds = try StatedSeed.seeds([try StatedSeed(text)], seed: nil)
    #expect(StatedSeed.words(seeds) == words)
  }

  @Test func `the number of the names seeds everything, or the stream that takes it`() throws {
    #expect(StatedSeed.words(try StatedSeed.seeds([], seed: 4)) == "seed-4")
    let crossed = try ["data-order={seed}", "dropout=9"].map { try StatedSeed($0) }
    #expect(try StatedSeed.seeds(crossed, seed: 4) == ["data-order": 4, "dropout": 9])
    #expect(try StatedSeed.seeds([], seed: nil).isEmpty)
  }

  @Test(
    arguments: [
      ("STS12-3", 3, "STS12"), ("STS12_seed3", 3, "STS12"), ("seed-3-STS12", 3, "STS12"),
      ("STSBenchmark-seed-03", 3, "STSBenchmark"), ("STS12", 12, "STS12"), ("12", 12, "12"),
      ("STS12", 3, "STS12"), ("3_my_task", 3, "my_task"), ("a-3-b", 3, "a-b"),
      ("STS12-13", 3, "STS12-13"),
    ] as [(String, UInt64, String)])
  func `the task of a file's name is what is left without the seed`(
    _ stem: String, _ seed: UInt64, _ task: String
  ) {
    #expect(FilePattern.name(stem, without: seed) == task)
  }
}
