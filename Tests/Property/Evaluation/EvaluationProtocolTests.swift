import Evaluation
import Files
import Foundation
import Model
import Reports
import Runs
import Support
import Testing

@Suite struct EvaluationProtocolTests {
  private func manifest(_ overrides: [String], sts: String) throws -> Manifest {
    try withTemporaryFolder { folder in
      let run = Run(
        settings: try smallRunSettings(["text.sentences=16"]),
        folder: folder.appendingPathComponent("run"))
      try run.execute(places: noPlaces, threads: 1) { _ in }
      let file = run.folder.appendingPathComponent(Run.File.manifest)
      var manifest = try StrictJSON.decode(
        Manifest.self, from: try Data(contentsOf: file), file: file.path)
      manifest.settings = try smallRunSettings(overrides)
      manifest.checksums = ["sts/a.tsv": sts, "text": overrides.joined()]
      return manifest
    }
  }

  @Test func `settings of training are no part of it`() throws {
    let a = EvaluationProtocol(try manifest([], sts: "1"))
    let b = EvaluationProtocol(try manifest(["temperature=0.1", "seeds.dropout=2"], sts: "1"))
    #expect(a.differences(from: b).isEmpty)
  }

  @Test(arguments: [
    ("pooling=cls", "pooling is 'cls' here and 'mean' there"),
    ("evaluation.token-limit=16", "the token limit is '16' here and '64' there"),
    ("evaluation.pairs=50", "the list of tasks is 'synthetic English, 50 pairs"),
  ])
  func `each difference is named`(_ override: String, _ words: String) throws {
    let a = EvaluationProtocol(try manifest([override], sts: "1"))
    let differences = a.differences(from: EvaluationProtocol(try manifest([], sts: "1")))
    #expect(differences.count == 1)
    #expect(differences.first?.hasPrefix(words) ?? false)
  }

  @Test func `other data are named by file`() throws {
    let a = EvaluationProtocol(try manifest([], sts: "1"))
    #expect(
      a.differences(from: EvaluationProtocol(try manifest([], sts: "2")))
        == ["sts/a.tsv has other content"])
  }

  @Test func `runs of unlike protocol are compared only where that is said`() throws {
    try withTemporaryFolder { folder in
      let places = try [[], ["evaluation.token-limit=16"]].enumerated().map { index, overrides in
        let place = folder.appendingPathComponent("run-\(index)")
        try Run(settings: try smallRunSettings(overrides), folder: place)
          .execute(places: noPlaces, threads: 1) { _ in }
        return place
      }
      #expect {
        try StudyCollection(places).summary(
          acrossProtocols: false, rule: .usual, decisions: [], published: [], compute: oneThread)
      } throws: {
        "\($0)".contains("the token limit is '16' here and '64' there")
      }
      #expect(
        try StudyCollection(places).summary(
          acrossProtocols: true, rule: .usual, decisions: [], published: [], compute: oneThread
        ).runs.count == 2)
    }
  }
}
