import Commands
import Foundation
import Support
import Testing

/// `ci/install`, given the program that was built with these tests.
@Suite(.enabled(if: BuiltProgram.url != nil, Comment(rawValue: BuiltProgram.reason)))
struct InstallSlowTests {
  private static let script = packageFolder.appending(path: "ci/install").path

  @Test func `program, completions and pages are installed, and the commit goes with them`() throws
  {
    let program = try #require(BuiltProgram.url)
    try withTemporaryFolder { folder in
      let prefix = folder.appending(path: "a prefix")
      let said = try CompletionTests.run(Self.script, [prefix.path, program.path], "")
      #expect(said.code == 0 && said.output == "", "\(said.errors)")
      let installed = prefix.appending(path: "bin/simcse").path
      for (words, name) in [
        (["completion", "bash"], "bash-completion/completions/simcse"),
        (["completion", "zsh"], "zsh/site-functions/_simcse"),
        (["completion", "fish"], "fish/vendor_completions.d/simcse.fish"),
      ] {
        let file = prefix.appending(path: "share/" + name)
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text == RecordedCommand(words).output)
      }
      let pages = try FileManager.default.contentsOfDirectory(
        atPath: prefix.appending(path: "share/man/man1").path)
      let names = ["simcse.1"] + CommandCatalog.standard.map { "simcse-\($0.name).1" }
      #expect(Set(pages) == Set(names))
      let (own, built) = (
        try CompletionTests.run(installed, ["--version"], ""),
        try CompletionTests.run(program.path, ["--version"], "")
      )
      #expect(own.output == built.output && own.code == 0)
      // Found by the shell, in a folder without a checkout.
      let line = "cd \"$0\" && PATH=\"$1:$PATH\" simcse --version"
      let found = try CompletionTests.run(
        "/bin/bash", ["-c", line, folder.path, prefix.appending(path: "bin").path], "")
      #expect(found.output == built.output)
    }
  }

  @Test(arguments: [[], ["--help"], ["a", "b", "c"], ["PREFIX", "/no/program"]])
  func `a call that makes no sense is refused`(words: [String]) throws {
    try withTemporaryFolder { folder in
      let words = words.map { $0 == "PREFIX" ? folder.path : $0 }
      let said = try CompletionTests.run(Self.script, words, "")
      #expect(said.code == 2 && !said.errors.isEmpty)
    }
  }
}
