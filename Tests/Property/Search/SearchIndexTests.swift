import Data
import Evaluation
import Files
import Foundation
import Model
import Runs
import Support
import Testing
import Tools

@Suite struct SearchIndexTests {
  private let encoder: SentenceEncoder
  private let checksums = ["config.json": "one", "model.safetensors": "two"]
  private let sentences = SyntheticEnglish(seed: 9, purpose: "corpus").sentences(60)

  init() throws {
    encoder = try RunInputs(try smallRunSettings([]), places: noPlaces, threads: 1).encoder
  }

  /// A corpus whose lines 61 to 63 repeat lines 5, 1 and 5.
  private func corpus(in folder: URL, _ more: [String] = []) throws -> Corpus {
    let file = folder.appendingPathComponent("corpus.txt")
    let lines = sentences + [sentences[4], sentences[0], sentences[4]] + more
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
    return try Corpus(file)
  }

  private func index(_ corpus: Corpus, _ encoder: SentenceEncoder) throws -> SearchIndex {
    try SearchIndex(
      corpus: corpus, encoder: encoder, checksums: checksums, batch: 7, progress: nil)
  }

  @Test func `a sentence of the corpus finds itself, the earliest line first`() throws {
    try withTemporaryFolder { folder in
      let corpus = try corpus(in: folder)
      let found = try index(corpus, encoder).nearest(
        to: [sentences[4], sentences[0], sentences[20]], count: 3, encoder: encoder, batch: 2)
      #expect(found[0].map(\.row) == [4, 60, 62])
      #expect(found[1].prefix(2).map(\.row) == [0, 61])
      #expect(found[2][0].row == 20)
      #expect(found.allSatisfy { abs($0[0].cosine - 1) < 1e-6 })
      #expect(corpus.sentence(62) == sentences[4])
    }
  }

  @Test func `an index comes back whole, and its file is the one NumPy is written`() throws {
    try withTemporaryFolder { folder in
      let corpus = try corpus(in: folder)
      let index = try index(corpus, encoder)
      let place = folder.appendingPathComponent("index")
      #expect(!SearchIndex.exists(in: place))
      try index.write(to: place, compute: oneThread)
      try index.write(to: place, compute: oneThread)
      let read = try SearchIndex(
        reading: place, madeFrom: index.manifest, compute: Compute(product: .exact, threads: 2))
      let isEqual = read.embeddings == index.embeddings
      #expect(isEqual)
      let bytes = try Data(
        contentsOf: place.appendingPathComponent(SearchIndex.File.embeddings))
      let isNumPy = bytes == NumPyFile.serialized(index.embeddings)
      #expect(isNumPy)
      let names = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
      #expect(names == ["embeddings.npy", "index.json"])
    }
  }

  @Test func `a matrix of several pieces comes back whole`() throws {
    try withTemporaryFolder { folder in
      let matrix = Tensor((0..<300_003).map { Float($0) }, shape: [3, 100_001])
      let file = folder.appendingPathComponent("matrix.npy")
      try NumPyFile.serialized(matrix).write(to: file)
      let isEqual = try NumPyFile.read(file) == matrix
      #expect(isEqual)
    }
  }

  @Test func `an index made from anything else is refused, naming what differs`() throws {
    try withTemporaryFolder { folder in
      let corpus = try corpus(in: folder)
      let place = folder.appendingPathComponent("index")
      let index = try index(corpus, encoder)
      try index.write(to: place, compute: oneThread)
      let other = SentenceEncoder(
        encoder: encoder.encoder, tokenizer: encoder.tokenizer, pooling: .meanTop2,
        maximumTokens: 5)
      let longer = try self.corpus(in: folder, ["one more sentence"])
      let cases: [(SearchManifest, [String])] = [
        (
          SearchManifest(
            corpus: corpus, encoder: encoder,
            checksums: ["config.json": "one", "model.safetensors": "three"]),
          ["model.safetensors (SHA-256 two, now three)"]
        ),
        (
          SearchManifest(
            corpus: corpus, encoder: encoder, checksums: checksums.merging(["x": "y"]) { $1 }),
          ["x (SHA-256 none, now y)"]
        ),
        (
          SearchManifest(corpus: corpus, encoder: other, checksums: checksums),
          ["pooling (mean, now mean-top2)", "the token limit", "now 5)"]
        ),
        (
          SearchManifest(corpus: longer, encoder: encoder, checksums: checksums),
          ["the corpus", "64 sentences"]
        ),
      ]
      for (wanted, words) in cases {
        let error = #expect(throws: InputError.self) {
          _ = try SearchIndex(reading: place, madeFrom: wanted, compute: oneThread)
        }
        let text = error?.description ?? ""
        #expect(text.contains("out of date") && text.contains("--rebuild"), "\(text)")
        for word in words { #expect(text.contains(word), "\(text)") }
      }
    }
  }

  @Test(arguments: [(-1, true), (200, true), (-1, false), (3, true)])
  func `embeddings that changed on disk are refused`(byte: Int, flips: Bool) throws {
    try withTemporaryFolder { folder in
      let index = try index(try corpus(in: folder), encoder)
      let place = folder.appendingPathComponent("index")
      try index.write(to: place, compute: oneThread)
      let file = place.appendingPathComponent(SearchIndex.File.embeddings)
      var data = try Data(contentsOf: file)
      let at = byte < 0 ? data.count + byte : byte
      if flips { data[at] ^= 0x10 } else { data.remove(at: at) }
      try data.write(to: file)
      do {
        _ = try SearchIndex(reading: place, madeFrom: index.manifest, compute: oneThread)
        Issue.record("it was read")
      } catch {
        #expect("\(error)".contains("embeddings.npy"), "\(error)")
      }
    }
  }

  @Test(arguments: [
    ("a\n\nb\n", "line 2: the line is blank"), ("a\nb\r\n", "line 2: it ends in a carriage return"),
    ("", "line 1: the file holds no sentence"), ("a\n  ", "line 2: the line is blank"),
    ("\n", "line 1: the line is blank"),
  ])
  func `a corpus has a sentence on every line`(text: String, words: String) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("corpus.txt")
      try Data(text.utf8).write(to: file)
      let error = #expect(throws: LineError.self) { _ = try Corpus(file) }
      let text = error?.description ?? ""
      #expect(text.contains("corpus.txt, \(words)"), "\(text)")
    }
  }

  @Test func `bytes that are not UTF-8 are named by line, and a last line may lack its end`() throws
  {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("corpus.txt")
      try (Data("ä\nb\n".utf8) + Data([0xC3, 0x0A, 0x63])).write(to: file)
      let error = #expect(throws: LineError.self) { _ = try Corpus(file) }
      let text = error?.description ?? ""
      #expect(text.contains("line 3: this is not UTF-8"), "\(text)")
      try Data("ä\nbc".utf8).write(to: file)
      let corpus = try Corpus(file)
      #expect((0..<corpus.count).map(corpus.sentence) == ["ä", "bc"])
    }
  }

  @Test func `answers are told by line, as text and as JSON`() throws {
    try withTemporaryFolder { folder in
      let corpus = try corpus(in: folder)
      let answer = SearchAnswer(
        query: "why?", rows: [NearRow(row: 11, cosine: 0.5), NearRow(row: 2, cosine: 0.25)],
        corpus: corpus)
      #expect(
        answer.text == "why?\n  0.5000  12  \(sentences[11])\n  0.2500   3  \(sentences[2])\n")
      let line = try answer.json
      let decoded = try StrictJSON.decode(
        SearchAnswer.self, from: Data(line.utf8), file: "answer")
      #expect(decoded == answer)
      #expect(line.hasSuffix("}\n"))
    }
  }
}
