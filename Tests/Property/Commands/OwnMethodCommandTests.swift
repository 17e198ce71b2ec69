import Foundation
import Model
import Runs
import Studies
import Support
import Testing

/// A method that is not of this package, through every command that meets its name.
@Suite struct OwnMethodCommandTests {
  private static let catalog = VariantCatalog.standard + [QuietNegatives.self]

  /// A finished study of the method beside plain SimCSE under three seeds, trained in the test's process.
  private func inFinishedStudy(_ body: (_ file: String, _ folder: URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let file = try studyFile(
        #""vary": { "variant": [{ "name": "in-batch-negatives" }, \#(Self.own)] }, "seeds": [1, 2, 3]"#,
        in: folder
      ).path
      let out = folder.appendingPathComponent("out")
      let ids = RecordedCommand(
        ["study", "ids", file, "--output", out.path], catalog: Self.catalog
      ).output.split(separator: "\n")
      #expect(ids.count == 6)
      for id in ids {
        let run = out.appendingPathComponent("runs/\(id)").path
        let trained = RecordedCommand(
          ["train", run + ".json", "--output", run], catalog: Self.catalog)
        #expect(trained.code == 0, "\(trained.errors)")
      }
      try body(file, out)
    }
  }

  private static let own = #"{ "name": "quiet-negatives", "count": 2, "weight": 1.0 }"#

  @Test func `finished runs of a method are read without it`() throws {
    try inFinishedStudy { _, folder in
      let runs = RecordedCommand(["runs", folder.path])
      #expect(
        runs.code == 0 && runs.output.contains("6 runs: 6 finished"), "\(runs.output)")
      #expect(!runs.output.contains("damaged"))
      let report = RecordedCommand(
        ["report", folder.path, "--output", folder.appendingPathComponent("report").path])
      #expect(report.code == 0, "\(report.errors)")
      #expect(report.output.contains("quiet-negatives count 2 weight 1"))
      let compared = RecordedCommand(
        [
          "compare", folder.path, "--a", "variant.name=quiet-negatives", "--b",
          "variant.name=in-batch-negatives", "--resamples", "100",
        ])
      #expect([0, 1, 3, 4].contains(compared.code), "\(compared.errors)")
      let baseline = folder.appendingPathComponent("baseline.json").path
      let own = try RunList([folder]).runs.filter {
        $0.factors.contains { $0.label.hasPrefix("quiet") }
      }.map(\.path)
      #expect(own.count == 3)
      let recorded = RecordedCommand(
        ["gate", "record"] + own + ["--output", baseline, "--resamples", "100"])
      #expect(recorded.code == 0, "\(recorded.errors)")
      let checked = RecordedCommand(["gate", "check"] + own + ["--baseline", baseline])
      #expect(checked.code == 0, "\(checked.errors)")
      #expect(RecordedCommand(["diff", own[0], own[0]]).code == 0)
    }
  }

  @Test func `a method of a catalog is known to train and study, without it refused by name`()
    throws
  {
    try withTemporaryFolder { folder in
      let file = try studyFile(#""vary": { "variant": [\#(Self.own)] }"#, in: folder).path
      let out = folder.appendingPathComponent("out").path
      for mode in ["status", "ids", "scripts"] {
        let words = ["study", mode, file, "--output", out]
        let own = RecordedCommand(words, catalog: Self.catalog)
        #expect(own.code == 0, "\(own.errors)")
        let other = RecordedCommand(words)
        #expect(other.code == 2 && other.complaints.count == 1)
        #expect(other.errors.contains("variant quiet-negatives: no variant has this name; known: "))
      }
      // The stages of a run, too, may name it.
      let stages = [
        ("stages", #"[{"label": "own", "set": {"variant": \#(Self.own)}}]"#),
        ("text.sentences", "32"),
        ("evaluation.pairs", "20"), ("encoder.fresh.width", "16"),
      ].flatMap { ["--set", "\($0.0)=\($0.1)"] }
      let staged = RecordedCommand(
        ["train", "--output", out + "/staged"] + stages, catalog: Self.catalog)
      #expect(staged.code == 0, "\(staged.errors)")
      let refused = RecordedCommand(["train", "--output", out + "/refused"] + stages)
      #expect(
        refused.code == 2 && refused.errors.contains("quiet-negatives: no variant has this name"))
    }
  }
}

/// Gaussian negatives under a name that the standard catalog does not have.
private struct QuietNegatives: Variant, NegativeSource {
  static let name = "quiet-negatives"
  static let examples = [Self(count: 2, weight: 0.5)]
  var count: Int
  var weight: Double
  var negativeSource: (any NegativeSource)? { count > 0 ? self : nil }

  func negatives(
    of batch: BatchOutputs, state: inout VariantState, stream: RandomStream
  ) -> ExtraNegatives? {
    let width = batch.anchors.columns
    return ExtraNegatives(
      vectors: Tensor(stream.normal(count * width), shape: [count, width]), weight: weight)
  }
}
