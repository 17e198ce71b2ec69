import Evaluation
import Files
import Foundation
import Model
import Runs
import Support
import Testing

@Suite struct TrainingOptionsTests {
  private static func log(_ overrides: [String]) throws -> TrainingLog {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(["text.sentences=32"] + overrides),
        folder: folder.appendingPathComponent("run"))
      _ = try run.execute(places: noPlaces, threads: 1) { _ in }
      return try StrictJSON.decode(
        TrainingLog.self,
        from: try Data(contentsOf: run.folder.appendingPathComponent(Run.File.log)), file: "log")
    }
  }

  @Test func `views with shared masks are the same vector, and others are not`() throws {
    let shared = try Self.log(["shared-masks=true"])
    let plain = try Self.log([])
    #expect(shared.steps.allSatisfy { abs($0.positiveCosine - 1) < 1e-6 })
    #expect(plain.steps.allSatisfy { $0.positiveCosine < 0.999 })
    // The first view's masks are those of any run.
    #expect(shared.selection[0] == plain.selection[0])
  }

  @Test func `diagnostics are logged at every score and change no bit of training`() throws {
    let plain = try Self.log([])
    let logged = try Self.log(["diagnostics=true"])
    let records = try #require(logged.diagnostics)
    #expect(records.map(\.step) == logged.selection.map(\.step))
    #expect(records.allSatisfy { $0.uniformity < 0 && (0...1).contains($0.firstComponentShare) })
    #expect(plain.diagnostics == nil)
    #expect(logged.steps == plain.steps && logged.selection == plain.selection)
  }

  /// The pooler that a run begins with, over a folder that has one.
  private static func pooler(_ overrides: [String], _ folder: URL) throws -> Tensor<Float>? {
    let settings = try smallRunSettings(
      [#"encoder={ "folder": "model" }"#, "pooling=cls-before-pooler"] + overrides)
    let inputs = try RunInputs(
      settings, places: Places(model: nil, data: nil, base: folder), threads: 1)
    return inputs.encoder.encoder.parameters["pooler.dense.weight"]
  }

  @Test func `a head begins as the folder has it, or at random from the initialization seed`()
    throws
  {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(["pooling=cls-before-pooler", "text.sentences=32"]),
        folder: folder.appendingPathComponent("run"))
      _ = try run.execute(places: noPlaces, threads: 1) { _ in }
      try FileManager.default.moveItem(
        at: run.folder.appendingPathComponent(Run.File.model),
        to: folder.appendingPathComponent("model"))
      let own = try ModelFolder(folder.appendingPathComponent("model"), blocks: nil)
        .parameters["pooler.dense.weight"]
      #expect(try Self.pooler([], folder) == own)
      #expect(try Self.pooler(["head=pretrained"], folder) == own)
      let fresh = try Self.pooler(["head=fresh"], folder)
      #expect(fresh != own)
      #expect(try Self.pooler(["head=fresh"], folder) == fresh)
      #expect(try Self.pooler(["head=fresh", "seeds.initialization=5"], folder) != fresh)
    }
  }

  @Test(arguments: [
    (["head=fresh"], "head goes with the poolings"),
    (["head=other"], "key 'head' is the text 'other'; known: fresh, pretrained"),
    (
      ["shared-masks=true", #"variant={ "name": "output-dropout", "rate": 0.1 }"#],
      "shared-masks goes"
    ),
  ])
  func `options that do nothing are refused`(_ overrides: [String], _ words: String) {
    let error = #expect(throws: (any Error).self) { try smallRunSettings(overrides) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(words), "\(error.map { "\($0)" } ?? "")")
  }
}
