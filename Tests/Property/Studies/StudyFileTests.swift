import Foundation
import Runs
import Studies
import Support
import Testing

@Suite struct StudyFileTests {
  static let studies: [URL] = files(packageFolder.appendingPathComponent("Studies"))
  static let bases: [URL] = files(packageFolder.appendingPathComponent("Studies/Base"))

  private static func files(_ folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map(folder.appendingPathComponent)
  }

  @Test func `there are studies to resolve`() {
    #expect(Self.studies.count >= 2)
    #expect(Self.bases.count >= 2)
  }

  @Test(arguments: studies)
  func `every study resolves, and its file is named for it`(_ file: URL) throws {
    let plan = try StudyFile.plan(file)
    #expect(!plan.entries.isEmpty)
    #expect(plan.study.name == file.deletingPathExtension().lastPathComponent)
    #expect(Set(plan.entries.map(\.hash)).count == plan.entries.count)
  }

  @Test(arguments: bases)
  func `every base is a run's settings`(_ file: URL) throws {
    let settings = try StudyFile.settings(file, overrides: [])
    let again = try StudyFile.settings(
      try settings.canonicalJSON, file: "again", overrides: [])
    #expect(again == settings)
  }

  @Test func `the embedded default is the base of its name`() throws {
    let file = packageFolder.appendingPathComponent("Studies/Base/embedded-default.json")
    #expect(
      try StudyFile.settings(Data(EmbeddedDefault.json.utf8), file: "default", overrides: [])
        == StudyFile.settings(file, overrides: []))
  }

  @Test func `factors cross in the order of their keys, seeds fastest`() throws {
    let plan = try studyPlan(#""vary": { "dropout": [1, 2], "data-order": [5, 6] }"#)
    #expect(
      plan.entries.map { $0.factors.map(\.label).joined(separator: " ") }
        == ["5 1", "5 2", "6 1", "6 2"])
    #expect(plan.entries[1].settings.seeds.dataOrder == 5)
    #expect(plan.entries[1].settings.seeds.dropout == 2)
    let seeded = try studyPlan(#""vary": { "temperature": [0.05, 0.1] }, "seeds": [7, 8]"#)
    #expect(seeded.entries.map(\.settings.seeds.negatives) == [7, 8, 7, 8])
    #expect(seeded.entries.map(\.settings.temperature) == [0.05, 0.05, 0.1, 0.1])
  }

  @Test(arguments: [
    (#""vary": { "temprature": [1] }"#, "temprature"),
    (#""vary": { "dropout": [] }"#, "dropout"),
    (#""vary": { "dropout": [1, 1] }"#, "same settings"),
    (#""vary": { "dropout": ["x"] }"#, "dropout"),
    (#""vary": { "temperature": [-1] }"#, "temperature"),
    (#""vary": { "variant": [{ "name": "no-such" }] }"#, "in-batch-negatives"),
    (#""vary": { "variant": [{ "name": "in-batch-negatives", "count": 1 }] }"#, "count"),
    (#""vary": {}, "sedes": [1]"#, "sedes"),
    (#""vary": {}, "seeds": []"#, "seeds"),
    (#""vary": { "encoder.fresh.heads": [3] }"#, "heads"),
  ])
  func `a study that cannot be is refused by the name of what is wrong`(
    body: String, word: String
  ) throws {
    do {
      _ = try studyPlan(body)
      Issue.record("it was accepted")
    } catch {
      #expect("\(error)".contains(word), "\(error)")
      #expect("\(error)".contains("study.json"), "\(error)")
    }
  }
}
