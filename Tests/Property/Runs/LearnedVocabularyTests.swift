import Data
import Evaluation
import Files
import Foundation
import Laws
import Model
import Runs
import Support
import Testing

@Suite struct LearnedVocabularyTests {
  private static let learned =
    #"encoder.fresh.vocabulary={"learned": {"size": 150, "characters": 60}}"#

  private func inputs(_ overrides: [String], threads: Int = 1) throws -> RunInputs {
    try RunInputs(smallRunSettings(overrides), places: noPlaces, threads: threads)
  }

  @Test func `a run learns its vocabulary from its own text, on any number of threads`() throws {
    let one = try inputs([Self.learned])
    let vocabulary = one.encoder.tokenizer.vocabulary
    #expect(vocabulary.count == 150 && one.encoder.encoder.settings.vocabularySize == 150)
    let sentences = SyntheticEnglish(seed: 1, purpose: "training").sentences(96)
    let own = try VocabularyLearner(size: 150, characters: 60).tokenizer(from: sentences)
    #expect(one.sentences == sentences.map { own.ids($0, maxTokens: 32) })
    let three = try inputs([Self.learned], threads: 3)
    #expect(three.encoder.tokenizer.vocabulary == vocabulary)
    let digest = try #require(one.checksums["learned/vocab.txt"])
    #expect(three.checksums["learned/vocab.txt"] == digest)
    #expect(
      try inputs([Self.learned, "text.sentences=95"]).checksums["learned/vocab.txt"] != digest)
    #expect(try inputs([]).checksums["learned/vocab.txt"] == nil)
  }

  @Test func `the vocabulary is saved with the model, and a run begins with the folder's`() throws {
    try withTemporaryFolder { folder in
      let place = folder.appendingPathComponent("run")
      let settings = try smallRunSettings([Self.learned])
      let places = Places(model: nil, data: nil, base: folder)
      try Run(settings: settings, folder: place).execute(places: places, threads: 1) { _ in }
      let vocabulary = place.appendingPathComponent("model/vocab.txt")
      let file = place.appendingPathComponent(Run.File.manifest)
      let manifest = try StrictJSON.decode(
        Manifest.self, from: try Data(contentsOf: file), file: file.path)
      #expect(
        manifest.checksums["learned/vocab.txt"]
          == SHA256.hexDigest(of: try Data(contentsOf: vocabulary)))
      let again = try RunInputs(
        smallRunSettings(["encoder.fresh.vocabulary=run/model"]), places: places, threads: 1)
      let first = try RunInputs(settings, places: places, threads: 1)
      #expect(again.encoder.encoder.parameters == first.encoder.encoder.parameters)
      #expect(again.sentences == first.sentences)
    }
  }

  @Test func `of a run in stages the first one's text is learned from`() throws {
    let stages =
      #"stages=[{"label": "a", "set": {"text.sentences": 80}}, {"label": "b", "set": {}}]"#
    let staged = try inputs([Self.learned, stages])
    let first = try inputs([Self.learned, "text.sentences=80"])
    #expect(staged.checksums["learned/vocab.txt"] == first.checksums["learned/vocab.txt"])
  }

  @Test(arguments: [
    (
      #"{"learned": {"size": 90000, "characters": 60}}"#, "synthetic English: a vocabulary of 90000"
    ),
    (#"{"learned": {"size": 5, "characters": 60}}"#, "vocabulary.learned.size is 5"),
    (#"{"learned": {"size": 150}}"#, "'encoder.fresh.vocabulary.learned.characters' is missing"),
    (#"{"learnt": {}}"#, "learned"),
    ("7", "encoder.fresh.vocabulary"),
    (#""""#, "vocabulary is empty"),
  ])
  func `a vocabulary that cannot be had is named by its key`(_ text: String, _ words: String) {
    do {
      _ = try inputs(["encoder.fresh.vocabulary=" + text])
      Issue.record("\(text) was read")
    } catch { #expect("\(error)".contains(words), "\(error)") }
  }
}
