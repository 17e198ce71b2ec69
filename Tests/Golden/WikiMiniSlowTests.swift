import Evaluation
import Files
import Foundation
import Model
import Runs
import Studies
import Support
import Testing

/// `Models/wiki-mini` and the recipe that made it.
@Suite struct WikiMiniSlowTests {
  private static let folder = Fixture.url("").deletingLastPathComponent()
    .appending(path: "../../../Models/wiki-mini").standardizedFileURL
  private static let recipe = folder.appending(path: "../../Studies/Base/pretrain-wiki-mini.json")
    .standardizedFileURL

  /// `hashes.tsv` has the gradients' hashes of the first 200 steps; two of them take seconds.
  @Test(.enabled(if: RealInputs.data != nil, Comment(rawValue: RealInputs.dataReason)))
  func `the recipe's vocabulary and first steps are those recorded`() throws {
    let settings = try StudyFile.settings(Self.recipe, overrides: [], catalog: .standard)
    let inputs = try RunInputs(
      settings, places: Places(model: nil, data: RealInputs.data, base: Self.folder), threads: 2)
    let shipped = try ModelFolder(Self.folder, blocks: nil)
    let words = shipped.tokenizer.vocabulary
    let learned = inputs.encoder.tokenizer.vocabulary
    #expect(learned.count == words.count && words.count == 8_000)
    #expect((0..<words.count).allSatisfy { learned.token($0) == words.token($0) })
    let recorded = try StepHashes(reading: Self.folder.appending(path: "hashes.tsv"))
    #expect(recorded.rows.count == 200)
    #expect(recorded.names == inputs.encoder.encoder.parameters.names)
    var training = Training(
      settings: settings, examples: inputs.stages[0].examples, encoder: inputs.encoder.encoder,
      log: TrainingLog(), resuming: nil)
    for step in 0..<2 {
      training.advance()
      #expect(training.gradientHashes == recorded.rows[step])
    }
  }

  /// The unigram entropy of the training text is 7.06 nats; the loss of the whole recipe is 3.68.
  @Test func `the model that is shipped has its head, in half precision`() throws {
    let model = try ModelFolder(Self.folder, blocks: nil)
    #expect(model.languageModelHead != nil)
    #expect(model.settings.width == 192 && model.settings.blocks == 3)
    let file = Self.folder.appending(path: "model.safetensors")
    let (entries, _) = try Safetensors.parse(try Data(contentsOf: file), file: file.path)
    #expect(entries.allSatisfy { $0.precision == "F16" })
  }
}
