import Commands
import Files
import Foundation
import Runs
import Support
import Testing

/// Results of other programs from their files to a verdict, through the commands.
@Suite struct ImportCommandTests {
  private func importing(
    _ form: OthersResults.Form, _ method: String, _ folder: URL, _ more: [String] = []
  ) -> RecordedCommand {
    let source = folder.appendingPathComponent("from-\(method)")
    return RecordedCommand(
      [
        "import", source.path + "/" + form.pattern, "--method", method, "--output",
        folder.appendingPathComponent(method).path,
      ] + form.options(folder) + more)
  }

  /// Two imported methods in a folder: `plain` and, some points higher, `good`.
  private func withMethods<Result>(
    _ form: OthersResults.Form, _ more: [String] = [], _ body: (URL) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      try OthersResults.writeData(folder)
      for (method, isBetter) in [("plain", false), ("good", true)] {
        try OthersResults.write(
          form, better: isBetter, to: folder.appendingPathComponent("from-\(method)"))
        let command = importing(form, method, folder, more)
        #expect(command.code == 0, "\(command.errors)")
        #expect(command.output.contains("5 runs made"))
      }
      return try body(folder)
    }
  }

  @Test(arguments: OthersResults.Form.allCases)
  func `five seeds of two methods get a verdict that says what they lack`(
    _ form: OthersResults.Form
  ) throws {
    try withMethods(form) { folder in
      let (plain, good) = (folder.path + "/plain", folder.path + "/good")
      let compare = RecordedCommand(["compare", good, plain, "--resamples", "200"])
      #expect(compare.code == 0, "\(compare.output) \(compare.errors)")
      #expect(compare.output.contains("paired over 5 common seeds"))
      #expect(compare.output.contains("note: A was imported from "))
      #expect(compare.output.contains("pooling and token limit unknown"))
      let lack = "no scores by pair, so no interval over sentence pairs"
      #expect(compare.output.contains(lack) == !form.hasPairs)
      let json = RecordedCommand(["compare", plain, good, "--resamples", "200", "--json", "-"])
      #expect(json.code == 1)
      let side = json.json["a"] as? [String: Any]
      #expect((side?["imported"] as? String)?.contains(lack) == !form.hasPairs)
      let row = (json.json["rows"] as? [[String: Any]])?.first
      #expect((row?["joint-interval"] != nil) == form.hasPairs)

      let baseline = folder.path + "/baseline.json"
      let recorded = RecordedCommand([
        "gate", "record", plain, "--output", baseline, "--resamples", "200",
      ])
      #expect(recorded.code == 0, "\(recorded.errors)")
      func gate(_ runs: String, _ more: String...) -> RecordedCommand {
        RecordedCommand(["gate", "check", runs, "--baseline", baseline] + more)
      }
      #expect(gate(plain).code == 0, "\(gate(plain).output) \(gate(plain).errors)")
      #expect(!gate(plain).output.contains("bit for bit"))
      #expect(gate(good).code == 2 && gate(good).errors.contains("method is plain"))
      let improved = gate(good, "--across-settings")
      #expect(improved.code == 3 && improved.output.contains("improved"), "\(improved.output)")
      #expect(improved.output.contains("note: the new side was imported from "))

      let report = folder.path + "/report"
      let written = RecordedCommand(["report", plain, good, "--output", report])
      #expect(written.code == 0, "\(written.errors)")
      let page = try String(contentsOfFile: report + "/report.md", encoding: .utf8)
      #expect(page.contains("good was imported from ") && page.contains(lack) == !form.hasPairs)
      for invented in ["temperature", "batch-size", "wall time", "fingerprint", "BLAS"] {
        #expect(!page.contains(invented), "\(invented)")
      }
      #expect(page.contains("good is better"), "\(page.prefix(800))")

      #expect(page.contains("commit of the import") && !page.contains("| commit |"))

      let runs = RecordedCommand(["runs", folder.path + "/good", "--filter", "method=good"])
      #expect(runs.code == 0 && runs.output.contains("finished, imported from "), "\(runs.output)")
      let names = try FileManager.default.contentsOfDirectory(atPath: good).sorted()
      #expect(names == OthersResults.seeds.map { "good-seed-\($0)" })
      let diff = RecordedCommand(["diff", good + "/" + names[0], good + "/" + names[1]])
      #expect(diff.code == 2 && diff.errors.contains("it was imported"))
    }
  }

  @Test func `both methods lie in one folder, and a filter chooses`() throws {
    try withTemporaryFolder { folder in
      for (method, isBetter) in [("plain", false), ("good", true)] {
        let source = folder.appendingPathComponent("from-\(method)")
        try OthersResults.write(.mteb, better: isBetter, to: source)
        let command = RecordedCommand([
          "import", source.path + "/" + OthersResults.Form.mteb.pattern, "--method", method,
          "--output", folder.path + "/runs",
        ])
        #expect(command.code == 0, "\(command.errors)")
      }
      let compare = RecordedCommand([
        "compare", folder.path + "/runs", "--a", "method=good", "--b", "method=plain",
      ])
      #expect(compare.code == 0, "\(compare.errors)")
      // MTEB states Pearson too; the table of SimCSE does not.
      #expect(
        RecordedCommand([
          "compare", folder.path + "/runs", "--a", "method=good", "--b", "method=plain",
          "--measure", "STS12/pearson",
        ]).code == 0)
    }
  }

  @Test func `a stream whose seed nobody states has none in any table`() throws {
    try withMethods(.mteb, ["--seed", "dropout={seed}"]) { folder in
      let report = folder.path + "/report"
      let written = RecordedCommand(["report", folder.path + "/good", "--output", report])
      #expect(written.code == 0, "\(written.errors)")
      let rows = try String(contentsOfFile: report + "/scores.csv", encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      let places = rows[0].indices.filter { rows[0][$0].hasPrefix("seed:") }
      for (seed, row) in rows.dropFirst().enumerated() {
        #expect(places.map { row[$0] }.filter { !$0.isEmpty } == ["\(seed + 1)"])
      }
      let list = RecordedCommand(["runs", folder.path + "/good"])
      #expect(list.output.contains("dropout") && !list.output.contains("initialization"))
    }
  }

  @Test func `a measure that a table does not state is refused`() throws {
    try withMethods(.simcse) { folder in
      let compare = RecordedCommand([
        "compare", folder.path + "/good", folder.path + "/plain", "--measure", "average/pearson",
      ])
      #expect(compare.code == 2 && compare.errors.contains("it has no STS12/pearson"))
    }
  }

  @Test func `unknown pooling compares with its own kind alone, until it is stated`() throws {
    try withTemporaryFolder { folder in
      func make(_ form: OthersResults.Form, _ name: String, _ more: [String] = []) throws {
        try OthersResults.write(
          form, better: false, to: folder.appendingPathComponent("from-\(name)"))
        let command = importing(form, name, folder, more)
        #expect(command.code == 0, "\(command.errors)")
      }
      let stated = ["--pooling", "avg", "--token-limit", "64"]
      try OthersResults.writeData(folder)
      try make(.commas, "pairs")
      try make(.commas, "again")
      try make(.predictions, "mteb")
      try make(.predictions, "stated", stated)
      try make(.commas, "also", stated)
      func compare(_ a: String, _ b: String, _ more: String...) -> RecordedCommand {
        RecordedCommand(
          ["compare", folder.path + "/" + a, folder.path + "/" + b, "--resamples", "100"] + more)
      }
      #expect(compare("pairs", "again").code == 4)
      let itself = compare("pairs", "pairs")
      #expect(itself.code == 2 && itself.errors.contains("on both sides"), "\(itself.errors)")
      let unlike = compare("pairs", "mteb")
      #expect(unlike.code == 2)
      for words in ["pooling is unknown (as ", "the token limit is unknown", "--across-protocols"] {
        #expect(unlike.errors.contains(words), "\(unlike.errors)")
      }
      #expect(compare("pairs", "mteb", "--across-protocols").code != 2)
      #expect(compare("stated", "mteb").code == 2)
      let agreed = compare("stated", "also")
      #expect(agreed.code == 3 && agreed.output.contains("unpaired (Welch)"), "\(agreed.errors)")
      #expect(!agreed.output.contains("unknown (as"))
    }
  }

  @Test func `imported runs are compared and gated beside own ones that were scored alike`() throws
  {
    try inStudy { study in
      let plain = ["temperature=0.05"]
      let folder = study.deletingLastPathComponent()
      let list = RecordedCommand(["runs", study.path, "--filter", plain[0], "--json", "-"])
      let runs = (list.json["runs"] as? [[String: Any]] ?? []).compactMap { $0["path"] as? String }
      for (seed, run) in runs.enumerated() {
        try FileManager.default.createDirectory(
          atPath: folder.path + "/theirs/\(seed)", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          atPath: run + "/scores/synthetic-english.tsv",
          toPath: folder.path + "/theirs/\(seed)/synthetic-english.tsv")
      }
      func make(_ name: String, _ more: [String]) {
        let made = RecordedCommand(
          [
            "import", folder.path + "/theirs/{seed}/*.tsv", "--method", name, "--output",
            folder.path + "/" + name,
          ] + more)
        #expect(made.code == 0, "\(made.errors)")
      }
      make("bare", [])
      make("stated", ["--pooling", "mean", "--token-limit", "64"])
      func compare(_ name: String, _ more: String...) -> RecordedCommand {
        RecordedCommand(
          [
            "compare", folder.path + "/" + name, study.path, "--a", "method=\(name)", "--b",
            plain[0],
          ]
            + more)
      }
      let bare = compare("bare")
      #expect(bare.code == 2 && bare.errors.contains("unknown (as scores by pair"))
      // The tasks of generated pairs are named with their seed, which no file of scores says.
      let stated = compare("stated")
      #expect(stated.code == 2 && stated.errors.contains("the list of tasks"))
      #expect(!stated.errors.contains("pooling") && !stated.errors.contains("token limit"))
      let across = compare("stated", "--across-protocols")
      #expect(across.code == 3 && across.output.contains("unpaired (Welch)"), "\(across.output)")

      let baseline = folder.path + "/own.json"
      let only = folder.path + "/only"
      for run in runs {
        try FileManager.default.createDirectory(atPath: only, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          atPath: run, toPath: only + "/" + URL(fileURLWithPath: run).lastPathComponent)
      }
      let recorded = RecordedCommand([
        "gate", "record", only, "--output", baseline, "--resamples", "200", "--margin", "50",
      ])
      #expect(recorded.code == 0, "\(recorded.errors)")
      func gate(_ name: String) -> RecordedCommand {
        RecordedCommand(["gate", "check", folder.path + "/" + name, "--baseline", baseline])
      }
      #expect(gate("bare").code == 2 && gate("bare").errors.contains("pooling is mean"))
      #expect(gate("stated").code == 0, "\(gate("stated").errors)")

      let status = RecordedCommand(["runs", study.path])
      #expect(!status.output.contains("imported"))
      try FileManager.default.copyItem(
        atPath: folder.path + "/stated/stated-seed-0",
        toPath: study.path + "/runs/stated-seed-0")
      let beside = RecordedCommand(["runs", study.path])
      #expect(
        beside.output.contains("finished, imported from scores by pair, not in the study"),
        "\(beside.output)")
    }
  }
}
