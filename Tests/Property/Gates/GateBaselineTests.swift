import Decisions
import Files
import Foundation
import Model
import Runs
import Support
import Testing

@Suite struct GateBaselineTests {
  private func problem(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "nothing was thrown"
  }

  @Test func `a baseline written and read is the same`() throws {
    let baseline = try FakeRuns.record(try FakeRuns.runs(1...3, tasks: ["A", "B"]))
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("baseline.json")
      try baseline.write(to: file)
      #expect(try GateBaseline(file) == baseline)
      let bytes = try Data(contentsOf: file)
      try baseline.write(to: file)
      #expect(try Data(contentsOf: file) == bytes)
    }
  }

  /// A text of the file, what replaces it, and what the error must say.
  @Test(arguments: [
    (
      "\"format\" : 2", "\"format\" : 3",
      "'format' is 3; this version reads 2; record the runs again"
    ),
    ("\"format\" : 2", "\"format\" : 1", "simcse gate record DIR… --output FILE --margin POINTS"),
    ("\"margin\" : 0.5", "\"margin\" : 0", "'margin' is 0.0"),
    ("\"margin\" : 0.5", "\"margin\" : 100", "'margin' is 100.0"),
    ("\"margin\" : 0.5", "\"margins\" : 0.5", "'margin' is missing"),
    ("\"batch-size\" : \"64\"", "\"batch-size\" : \"32\"", "'settings-hash'"),
    ("\"resamples\" : 200", "\"resamples\" : 100", "200 'replicates' for 100"),
    ("\"resamples\" : 200", "\"samples\" : 200", "'bootstrap.resamples' is missing"),
    ("\"seed\" : 1", "\"seed\" : 1, \"sead\" : 2", "unknown key 'bootstrap.sead'"),
    ("\"seed\" : 1", "\"seed\" : 1, \"sead\" : \"\u{1}\"", "control character"),
    ("\"mean\" : 0", "\"mean\" : 1", "'mean' is 1"),
    ("\"deviation\" : 0", "\"deviation\" : 1", "'deviation'"),
    ("\"pair-deviation\" : 0", "\"pair-deviation\" : 1", "'pair-deviation'"),
    ("\"replicates\" : \"", "\"replicates\" : \"x", "whole millionths"),
    ("\"data-order\" : 2", "\"data-order\" : 1", "no known layout"),
    ("\"pairs\" : 400", "\"pairs\" : 1", "1 pairs"),
    ("\"name\" : \"B\"", "\"name\" : \"A\"", "there twice"),
    ("\"average\"", "\"avarage\"", "avarage"),
    ("{", "", "file.json"),
  ])
  func `a damaged baseline is refused by name`(_ old: String, _ new: String, _ words: String) throws
  {
    let runs = try FakeRuns.runs(1...3, tasks: ["A", "B"])
    let text = String(decoding: try StrictJSON.encode(try FakeRuns.record(runs)), as: UTF8.self)
    let place = try #require(text.range(of: old))
    let damaged = text.replacingCharacters(in: place, with: new)
    let found = problem { _ = try GateBaseline(data: Data(damaged.utf8), file: "file.json") }
    #expect(found.hasPrefix("file.json") && found.contains(words))
  }

  @Test func `a missing baseline is named`() {
    let found = problem { _ = try GateBaseline(URL(fileURLWithPath: "/nowhere/baseline.json")) }
    #expect(found.contains("/nowhere/baseline.json") && found.contains("no such file"))
  }

  @Test func `runs unlike in more than their seeds are refused, each difference named`() throws {
    var runs = try FakeRuns.runs(1...3)
    runs[1].settings["batch-size"] = "32"
    runs[1].manifest.checksums["text"] = "b"
    let found = problem { _ = try FakeRuns.record(runs) }
    #expect(found.contains("batch-size is 64 in run-1, 32 in run-2") && found.contains("text is"))
  }

  @Test func `a run counted twice and seeds partly shared are refused`() throws {
    let runs = try FakeRuns.runs(1...3)
    #expect(problem { _ = try FakeRuns.record(runs + [runs[0]]) }.contains("the same seeds"))
    var shared = runs
    let dropout = shared[0].seeds.dropout
    shared[1].manifest.settings?.seeds.dropout = dropout
    #expect(problem { _ = try FakeRuns.record(shared) }.contains("crossed"))
    #expect(problem { _ = try FakeRuns.record([]) }.contains("no runs"))
  }

  @Test func `other settings are refused unless asked for, other pairs always`() throws {
    let (old, new) = (try FakeRuns.runs(1...3), try FakeRuns.runs(4...6))
    let settings = new.map { run in
      var run = run
      run.settings["batch-size"] = "32"
      return run
    }
    let found = problem { _ = try FakeRuns.gate(old, settings) }
    #expect(found.contains("batch-size is 64 in the baseline, 32 in the new runs"))
    let asked = try FakeRuns.gate(old, settings, acrossSettings: true)
    #expect(asked.notes.contains { $0.contains("batch-size") })
    let tokens = new.map { run in
      var run = run
      run.settings["evaluation.token-limit"] = "32"
      return run
    }
    #expect(
      problem { _ = try FakeRuns.gate(old, tokens, acrossSettings: true) }
        .contains("evaluation.token-limit"))
    let pairs = try (4...6).map { try FakeRuns.run(seed: $0, pairs: 300) }
    #expect(
      problem { _ = try FakeRuns.gate(old, pairs, acrossSettings: true) }
        .contains("400 pairs in the baseline, 300 in the new runs"))
  }

  @Test func `another numeric fingerprint is a note`() throws {
    let new = try FakeRuns.runs(1...3).map { run in
      var run = run
      run.manifest.numericFingerprint = "beef"
      return run
    }
    let gate = try FakeRuns.gate(try FakeRuns.runs(1...3), new)
    #expect(gate.notes.contains { $0.contains("fingerprints differ") })
  }
}
