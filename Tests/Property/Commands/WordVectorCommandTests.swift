import Foundation
import Support
import Testing

@Suite struct WordVectorCommandTests {
  /// Pairs, vectors and training text of one's own.
  private func withFiles(_ body: (_ files: [String: String]) throws -> Void) throws {
    let texts = [
      "pairs.csv":
        "sentence1,sentence2,score\nthe cat sat,a cat sat,5\nthe dog ran,a cat sat,1\nzzz,a dog,2\na dog ran,the dog,4\n",
      "glove.txt": "the 1 0 2\na 0.5 1 0\ncat 0 3 0\ndog -1 1 0.5\nsat 2 0 1\nran 0 1 -3\n",
      "text.txt": "the cat ran\n\na dog sat\nthe dog\n",
    ]
    try withTemporaryFolder { folder in
      for (name, text) in texts {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      }
      try body(
        Dictionary(
          uniqueKeysWithValues: texts.keys.map {
            ($0, folder.appendingPathComponent($0).path)
          }))
    }
  }

  private func evaluate(_ files: [String: String], _ more: [String]) -> RecordedCommand {
    RecordedCommand(
      ["evaluate", "--pairs", files["pairs.csv"] ?? "", "--vectors", files["glove.txt"] ?? ""]
        + more.map { files[$0] ?? $0 })
  }

  @Test
  func `every kind of weights scores, and pairs without a word are counted on standard error`()
    throws
  {
    try withFiles { files in
      var scores: Set<Double> = []
      for weights in ["uniform", "sif", "tf-idf"] {
        let more = weights == "uniform" ? [] : ["--weights", weights, "--text", "text.txt"]
        let found = evaluate(files, more + ["--json", "-"])
        #expect(found.code == 0, "\(found.errors)")
        #expect(
          found.errors
            == "1 of 7 sentences have no word with a vector; the cosine of their pairs is "
            + "taken as 0, as in SentEval\n")
        let average = found.json["average"] as? [String: Any]
        scores.insert(try #require(average?["pearson"] as? Double))
      }
      #expect(scores.count == 3)
      let plain = evaluate(files, ["--json", "-"])
      #expect(evaluate(files, ["--weights", "uniform", "--json", "-"]).output == plain.output)
    }
  }

  @Test func `latent semantics are fitted to the text, and refuse more directions than it has`()
    throws
  {
    try withFiles { files in
      func latent(_ more: [String]) -> RecordedCommand {
        RecordedCommand(
          ["evaluate", "--pairs", files["pairs.csv"] ?? ""] + more.map { files[$0] ?? $0 })
      }
      let found = latent(["--lsa", "2", "--text", "text.txt", "--json", "-"])
      #expect(found.code == 0, "\(found.errors)")
      #expect(found.errors.hasPrefix("1 of 7 sentences have no word with a vector"))
      for (more, words) in [
        (["--lsa", "4", "--text", "text.txt"], "4 dimensions were asked for, but the text has 3"),
        (["--lsa", "2"], "--lsa is fitted to a training text; say --text FILE"),
        (["--text", "text.txt"], "--text has no meaning without --vectors or --lsa"),
        (
          ["--lsa", "2", "--vectors", "glove.txt", "--text", "text.txt"], "--vectors and --lsa both"
        ),
        (["--lsa", "2", "--embeddings", "x.npy"], "--lsa and --embeddings"),
        (["--lsa", "2", "--text", "text.txt", "--model", "m"], "no meaning beside --lsa"),
        (["--lsa", "0", "--text", "text.txt"], "--lsa"),
      ] {
        let refused = latent(more)
        #expect(refused.code == 2 && refused.errors.contains(words), "\(refused.errors)")
      }
    }
  }

  @Test(arguments: [
    (["--weights", "sif"], "--weights sif counts words of a training text; say --text FILE"),
    (["--text", "text.txt"], "--text has no meaning beside uniform weights"),
    (["--model", "m"], "--model has no meaning beside --vectors"),
    (["--weights", "idf"], "--weights names 'idf'"),
    (["--embeddings", "x.npy"], "--vectors and --embeddings"),
  ])
  func `options that do not go together are named`(_ more: [String], _ words: String) throws {
    try withFiles { files in
      let found = evaluate(files, more)
      #expect(found.code == 2 && found.complaints.count == 1 && found.errors.contains(words))
    }
  }
}
