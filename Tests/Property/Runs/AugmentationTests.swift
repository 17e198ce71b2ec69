import Files
import Foundation
import Model
import Runs
import Support
import Testing

@Suite struct AugmentationTests {
  private static let sentence = "one two three four five six seven eight nine ten"

  private func changed(
    _ name: Augmentation.Name, _ rate: Double, seed: Int, synonyms: [String: [String]] = [:],
    of sentence: String = Self.sentence
  ) -> [String] {
    Augmentation(name: name, rate: rate, file: nil).changed(
      sentence, synonyms: synonyms,
      stream: RandomStream(seed: 1, name: .augmentation).fork(seed)
    ).split(separator: " ").map(String.init)
  }

  private func opposite(_ sentence: String, rate: Double, seed: Int) -> String? {
    Augmentation(name: .synonymReplacement, rate: rate, file: "s", antonyms: "a").opposite(
      sentence, antonyms: ["good": ["bad"], "hot": ["cold", "icy"]],
      stream: RandomStream(seed: 1, name: .augmentation).fork(seed))
  }

  @Test
  func `an opposite has at least one antonym, and a sentence without a word of the list none`() {
    let found = Set((0..<80).compactMap { opposite("Good tea is hot", rate: 0, seed: $0) })
    #expect(found == ["bad tea is hot", "Good tea is cold", "Good tea is icy"])
    let both = Set((0..<80).compactMap { opposite("Good tea is hot", rate: 0.99, seed: $0) })
    #expect(both.isSuperset(of: ["bad tea is cold", "bad tea is icy"]))
    #expect(opposite("tea is tea", rate: 0.9, seed: 1) == nil)
  }

  @Test(arguments: [
    ("good\n", "line 1: a word and at least one antonym are expected"),
    ("hot\tcold\nhot dog\tcat\n", "line 2: 'hot dog' is more than one word"),
    ("hot\tcold\tHot\n", "line 1: 'hot' is named as its own antonym"),
    ("", "it holds no antonym"),
  ])
  func `a list of antonyms that cannot be used is named with its line`(
    _ text: String, _ words: String
  ) throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("antonyms.tsv")
      try Data(text.utf8).write(to: url)
      let error = #expect(throws: (any Error).self) { _ = try Augmentation.antonyms(url) }
      #expect("\(error, default: "none")".contains(words))
    }
  }

  @Test func `antonyms reach the gradient as hard negatives and as CLINE's`() throws {
    try withTemporaryFolder { folder in
      let sentences = (0..<40).map {
        "\(["good", "hot", "red"][$0 % 3]) w\($0) is \(["hot", "dry"][$0 % 2])"
      }
      for (name, lines) in [
        ("text.txt", sentences), ("same.tsv", ["hot\twarm"]),
        ("other.tsv", ["hot\tcold", "good\tbad"]),
      ] {
        try Data((lines.joined(separator: "\n") + "\n").utf8)
          .write(to: folder.appendingPathComponent(name))
      }
      func hash(_ others: [String]) throws -> String {
        let settings = try smallRunSettings(
          [#"text={ "file": "text.txt", "sentences": 40 }"#] + others)
        return try Run(
          settings: settings,
          folder: folder.appendingPathComponent("run-\(others.count)-\(others.joined().count)")
        )
        .execute(places: Places(model: nil, data: nil, base: folder), threads: 1) { _ in }
        .parametersHash ?? ""
      }
      let synonyms = #"augment={ "name": "synonym-replacement", "rate": 0.5, "file": "same.tsv" }"#
      let both =
        #"augment={ "name": "synonym-replacement", "rate": 0.5, "file": "same.tsv", "antonyms": "other.tsv" }"#
      let own = #"variant={ "name": "semantic-negatives" }"#
      let hashes = try [
        [synonyms], [both, "hard-negative-weight=0"], [both, "hard-negative-weight=0.5"],
        [both, own],
      ].map(hash)
      #expect(Set(hashes).count == 4)
      for (others, words) in [
        ([both], "antonyms need it"), ([synonyms, own], "or give 'augment' a list of antonyms"),
        ([both, own, "hard-negative-weight=0"], "weighs no negative"),
        (
          [synonyms, "hard-negative-weight=0"],
          "belongs to text of triples or quadruples, or to antonyms"
        ),
        (
          [#"augment={ "name": "crop", "rate": 0.5, "antonyms": "other.tsv" }"#],
          "goes with synonym-replacement"
        ),
      ] {
        let error = #expect(throws: InputError.self) { _ = try smallRunSettings(others) }
        #expect("\(error, default: "none")".contains(words))
      }
    }
  }

  @Test func `a rate of 0 changes nothing`() {
    for name in Augmentation.Name.allCases {
      #expect(
        changed(name, 0, seed: 1, synonyms: ["two": ["2"]])
          == Self.sentence.split(separator: " ").map(String.init))
    }
  }

  @Test func `deletion keeps the order and on average the rest`() {
    let words = Self.sentence.split(separator: " ").map(String.init)
    let kept = (0..<400).map { changed(.wordDeletion, 0.3, seed: $0) }
    for text in kept {
      let places = text.compactMap(words.firstIndex)
      #expect(places == places.sorted() && !text.isEmpty)
    }
    // 4,000 words, each kept with the chance 0.7: a deviation of 0.007.
    let share = Double(kept.reduce(0) { $0 + $1.count }) / 4000
    #expect(abs(share - 0.7) < 0.03)
    #expect(changed(.wordDeletion, 0.999, seed: 3).count >= 1)
  }

  @Test(arguments: [(0.1, 9), (0.5, 5), (0.94, 1), (0.99, 1)])
  func `a crop is one run of words of the length that is left`(rate: Double, count: Int) {
    let words = Self.sentence.split(separator: " ").map(String.init)
    var starts: Set<Int> = []
    for seed in 0..<200 {
      let text = changed(.crop, rate, seed: seed)
      let start = words.firstIndex(of: text[0]) ?? 0
      #expect(text == Array(words[start..<start + count]))
      starts.insert(start)
    }
    #expect(starts.count == 10 - count + 1)
  }

  @Test func `synonyms replace the words that the list has, each alike`() {
    var found: [String: Int] = [:]
    for seed in 0..<600 {
      let text = changed(
        .synonymReplacement, 0.5, seed: seed, synonyms: ["two": ["2", "ii"]], of: "One Two one")
      #expect(text.count == 3 && text[0] == "One" && text[2] == "one")
      found[text[1], default: 0] += 1
    }
    #expect(Set(found.keys) == ["Two", "2", "ii"])
    // Deviations are 12 and 11 of 300 and 150.
    #expect(abs((found["Two"] ?? 0) - 300) < 50 && abs((found["ii"] ?? 0) - 150) < 45)
  }

  @Test func `an augmented run draws from its stream alone, and repeats`() throws {
    func digest(_ overrides: [String]) throws -> String? {
      try withTemporaryFolder { folder in
        try Run(settings: smallRunSettings(overrides), folder: folder.appendingPathComponent("run"))
          .execute(places: noPlaces, threads: 1) { _ in }.parametersHash
      }
    }
    let crop = #"augment={ "name": "crop", "rate": 0.3 }"#
    let first = try digest([crop])
    #expect(try digest([crop]) == first)
    #expect(try digest([crop, "seeds.augmentation=5"]) != first)
    #expect(try digest([]) != first)
    #expect(try digest([#"augment={ "name": "crop", "rate": 0 }"#]) == digest([]))
  }

  @Test func `a word list is read, and a line without a synonym is told`() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("list.tsv")
      try Data("big\tlarge\tgreat\nBig\thuge\n".utf8).write(to: file)
      #expect(try Augmentation.synonyms(file) == ["big": ["large", "great", "huge"]])
      try Data("big\tlarge\nsmall\n".utf8).write(to: file)
      let error = #expect(throws: LineError.self) { try Augmentation.synonyms(file) }
      #expect(error?.line == 2)
    }
  }
}
