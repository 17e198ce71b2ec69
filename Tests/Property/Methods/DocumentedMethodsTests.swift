import Files
import Foundation
import Model
import Support
import Testing

/// Holds `Documentation/methods.md`, which `ci/method-list` writes, to the catalog.
@Suite struct DocumentedMethodsTests {
  private static func lines() throws -> [Substring] {
    let file = packageFolder.appendingPathComponent("Documentation/methods.md")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
  }

  @Test func `the document has a section for each method of the catalog, in its order`() throws {
    let sections = try Self.lines().filter { $0.hasPrefix("## `") }.map {
      $0.dropFirst(4).dropLast()
    }
    #expect(
      sections.map(String.init) == VariantCatalog.standard.types.map { $0.name },
      "write it again: ci/method-list")
  }

  @Test func `the settings that its table shows are read and sound`() throws {
    let shown = try Self.lines().compactMap { line -> String? in
      guard line.hasPrefix("| "), let start = line.range(of: "`{ \"name\"") else { return nil }
      return String(line[start.lowerBound...].dropFirst().prefix { $0 != "`" })
    }
    #expect(shown.count >= 22)
    for text in shown {
      let choice = try StrictJSON.decode(VariantChoice.self, from: Data(text.utf8), file: text)
      #expect(choice.problem == nil)
    }
  }
}
