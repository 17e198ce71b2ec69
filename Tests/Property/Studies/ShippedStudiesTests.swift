import Foundation
import Runs
import Studies
import Support
import Testing

@Suite struct ShippedStudiesTests {
  static let studies: [URL] = {
    let folder = packageFolder.appendingPathComponent("Studies")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { $0.hasSuffix(".json") }.map(folder.appendingPathComponent)
  }()

  /// Read as `simcse study` reads it: strictly, with every run's settings and its rule checked.
  @Test(arguments: studies)
  func `a shipped study can be run`(_ file: URL) throws {
    let plan = try StudyFile.plan(file)
    #expect(file.lastPathComponent == plan.study.name + ".json")
    #expect(!plan.entries.isEmpty && !plan.study.question.isEmpty)
    #expect(Set(plan.entries.map(\.id)).count == plan.entries.count)
  }

  @Test(arguments: [2, 3, 4, 5, 6, 7, 8].map { "table-\($0)" } + ["figure-9", "figure-10"])
  func `the thesis's studies have a full and a small form of the same methods`(
    _ name: String
  ) throws {
    func labels(_ suffix: String) throws -> [String] {
      let file = packageFolder.appendingPathComponent("Studies/thesis-\(name)\(suffix).json")
      return try StudyFile.plan(file).entries.map { entry in
        entry.factors.filter { $0.key == "method" }.map(\.label).joined()
      }
    }
    let full = try labels("")
    // Figure 9 follows one method over its steps.
    #expect(Set(full).count >= (name == "figure-9" ? 1 : 2) && full.allSatisfy { !$0.isEmpty })
    #expect(try full == labels("-small"))
  }
}
