import Evaluation
import Foundation
import Model
import Support
import Testing

@Suite struct TemplateCommandTests {
  private static let model = Fixture.folder("masked-language-model").path
  private static let text = "a [X] b [MASK] c"

  private func embeddings(_ options: [String]) throws -> [[Float]] {
    let run = RecordedCommand(
      ["embed", "--model", Self.model] + options, input: "h i jk\nl\n")
    #expect(run.code == 0, "\(run.errors)")
    return try run.output.split(separator: "\n").map {
      try JSONDecoder().decode([Float].self, from: Data($0.utf8))
    }
  }

  @Test func `embed sets sentences in the template that is named, and subtracts it`() throws {
    let folder = try ModelFolder(Fixture.folder("masked-language-model"), blocks: nil)
    for isSubtracted in [false, true] {
      let encoder = try folder.sentenceEncoder(
        pooling: nil, template: FolderTemplate(text: Self.text, isSubtracted: isSubtracted),
        maximumTokens: nil, compute: oneThread)
      let expected = encoder.embeddings(of: ["h i jk", "l"], batch: 1, progress: nil)
      let found = try embeddings(
        ["--template", Self.text] + (isSubtracted ? ["--subtract-template"] : []))
      #expect(found == [expected.row(0), expected.row(1)])
    }
    #expect(try embeddings(["--template", Self.text]) != embeddings(["--pooling", "mean"]))
  }

  @Test(arguments: [
    (["--template", "a [X]"], "--template: 'a [X]' has [MASK] 0 times; a template has it once"),
    (["--subtract-template"], "--template"),
    (["--pooling", "mask"], "needs a template, which the folder does not have; say --template"),
    (["--template", text, "--pooling", "mean"], "has no use for a template; say --pooling mask"),
    (["--template", text, "--token-limit", "13"], "of which the template takes 4"),
  ])
  func `what does not fit is refused with exit code 2`(_ options: [String], _ words: String) {
    let run = RecordedCommand(["embed", "--model", Self.model] + options, input: "h\n")
    #expect(run.code == 2 && run.errors.contains(words), "\(run.errors)")
  }

  @Test func `an index is not used with another template`() throws {
    try withTemporaryFolder { folder in
      let corpus = folder.appendingPathComponent("corpus.txt")
      try Data("h i\nj k\nl\n".utf8).write(to: corpus)
      func search(_ options: [String]) -> RecordedCommand {
        RecordedCommand(
          [
            "search", "--model", Self.model, "--corpus", corpus.path, "--index",
            folder.appendingPathComponent("index").path, "h",
          ] + options)
      }
      #expect(search(["--template", Self.text]).code == 0)
      #expect(search(["--template", Self.text]).code == 0)
      let other = search(["--template", "b [X] [MASK]"])
      #expect(other.code == 2 && other.errors.contains("the template ("), "\(other.errors)")
    }
  }
}
