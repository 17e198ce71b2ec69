import Commands
import Files
import Testing

@Suite struct CommandReadingTests {
  private func command(_ name: String) throws -> Command {
    try #require(CommandCatalog.standard.first { $0.name == name })
  }

  private func problem(_ words: [String]) throws -> String? {
    let command = try command(words[0])
    return #expect(throws: UsageError.self) { try command.read(Array(words.dropFirst())) }?
      .description
  }

  @Test(
    arguments: [
      (["study", "s.json", "--out", "d"], "run"),
      (["study", "s.json", "--plan"], "plan"),
      (["study", "--status", "s.json", "--out", "d"], "status"),
      (["study", "s.json", "--out", "d", "--worker", "--run", "a"], "work"),
      (["study", "s.json", "--out", "--plan-only"], nil),
      (["study", "s.json", "--out", "d", "--plan-only"], "ids"),
      (["study", "s.json", "--out", "d", "--slurm", "--partition", "p"], "submit"),
      (["study", "s.json", "--plan-only", "--slurm", "--out", "d"], "scripts"),
      (["study", "s.json", "--plan", "--status"], nil),
      (["study", "plan", "s.json"], "plan"),
      (["gate", "d", "--baseline", "f"], "check"),
      (["gate", "d", "--record", "f"], "record"),
      (["runs", "d", "--filter", "a=b", "--remove", "--yes"], "remove"),
      (["check", "--embedded"], "embedded"),
      (["bench", "--paced", "--blas", "exact"], "paced"),
      (["search", "--", "--worker"], nil as String?),
    ] as [([String], String?)])
  func `flags that once chose a mode still do`(_ words: [String], _ mode: String?) throws {
    let read = try? command(words[0]).read(Array(words.dropFirst()))
    #expect(read?.mode.name == mode)
  }

  @Test func `a flag that chose a mode names the new words`() throws {
    #expect(
      try command("gate").read(["d", "--record", "f", "--out=g"].dropLast()).input.notes
        == ["'--record' is now 'simcse gate record --output'"])
    #expect(
      try command("study").read(["s", "--slurm", "--plan-only", "--out", "d"]).input.notes == [
        "'--slurm --plan-only' is now 'simcse study scripts'", "'--out' is now '--output'",
      ])
    #expect(try command("study").read(["plan", "s"]).input.notes.isEmpty)
  }

  @Test(arguments: [
    (
      ["study", "status", "s", "--jobs", "2"],
      "--jobs belongs to 'simcse study run', not to 'simcse study status'"
    ),
    (
      ["study", "s", "--out", "d", "--partition", "p"],
      "--partition belongs to 'simcse study submit', not to 'simcse study run'"
    ),
    (
      ["study", "s", "--slurm", "--jobs", "2"],
      "--jobs belongs to 'simcse study run', not to 'simcse study submit'"
    ),
    (
      ["study", "s", "--status", "--run", "2"],
      "--run belongs to 'simcse study run', not to 'simcse study status'"
    ),
    (
      ["check", "--embedded", "--threads", "2"],
      "--threads belongs to 'simcse check model', not to 'simcse check embedded'"
    ),
    (
      ["gate", "d", "--record", "f", "--confidence", "0.9"],
      "--confidence belongs to 'simcse gate check', not to 'simcse gate record'"
    ),
    (
      ["gate", "d", "--baseline", "f", "--seed", "2"],
      "--seed belongs to 'simcse gate record', not to 'simcse gate check'"
    ),
    (["runs", "d", "--yes"], "--yes belongs to 'simcse runs remove', not to 'simcse runs list'"),
    (
      ["bench", "--paced", "--json", "-"],
      "--json belongs to 'simcse bench rounds', not to 'simcse bench paced'"
    ),
    (["search", "--corpus", "c", "--rebuild"], "--rebuild says nothing without --index"),
    (["study", "plan", "s", "--status"], "'--status' is now 'simcse study status'"),
    (["doctor", "here"], "'here' is unexpected; usage: simcse doctor [OPTION …]"),
    (
      ["study", "staus", "s.json"],
      "'s.json' is unexpected; did you mean 'simcse study status'?"
    ),
    (["embed", "--threads", "0"], "--threads is '0'; it must be a whole number of at least 1"),
    (
      ["embed", "--pooling", "meen"],
      "--pooling names 'meen'; did you mean 'mean'?"
    ),
    (["train", "--lease", "nan"], "--lease is 'nan'; it must be a number from 0.5 to 86400"),
    (
      ["compare", "a", "b", "--level", "1"],
      "--level is '1'; it must be a number above 0.5 and below 1"
    ),
    (["embed", "--normalize=yes"], "--normalize takes no value"),
    (["embed", "--model", ""], "--model is empty; it names a folder"),
  ])
  func `what a mode does not take is refused in plain words`(
    _ words: [String], _ expected: String
  ) throws {
    #expect(try problem(words) == expected)
  }

  @Test
  func `JSON without a file goes to standard output in a search, and takes a file before words`()
    throws
  {
    let search = try command("search")
    #expect(try search.read(["q", "--corpus", "c", "--json"]).input.words == ["q"])
    #expect(try search.read(["q", "--json", "--corpus", "c"]).input.words == ["q"])
    #expect(try search.read(["q", "--corpus=c", "--json", "-"]).input.words == ["q"])
    #expect(try search.read(["--corpus=c", "--json", "f", "q"]).input.words == ["q"])
  }

  @Test func `after two dashes nothing is an option`() throws {
    #expect(
      try command("search").read(["a", "--corpus=c", "--", "--top", "--", "-h"]).input.words
        == ["a", "--top", "--", "-h"])
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("study", "stduy", 1),
    ("kitten", "sitting", 3), ("ca", "abc", 3),
  ])
  func `the distance of two words counts letters added, dropped, changed and exchanged`(
    _ a: String, _ b: String, _ distance: Int
  ) {
    #expect(Suggestion.distance(a, b) == distance)
    #expect(Suggestion.distance(b, a) == distance)
  }
}
