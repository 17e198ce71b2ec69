import Commands
import Files
import Foundation
import Runs
import Support
import Testing

/// What is not a method of its own in a study is not mixed into another.
@Suite struct MethodNamesTests {
  /// A report of single runs: a folder each, with settings and seed.
  private func report(
    _ runs: [(name: String, settings: [String])], _ body: (RecordedCommand, String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      for (name, settings) in runs {
        try PlantedRuns.write(
          try smallRunSettings(settings), noise: name.hasPrefix("b") ? 3 : 1, own: name,
          to: folder.appendingPathComponent(name))
      }
      let names = runs.map { folder.appendingPathComponent($0.name).path }
      let command = RecordedCommand(["report"] + names + ["--output", folder.path + "/report"])
      #expect(command.code == 0, "\(command.errors)")
      try body(
        command, try String(contentsOfFile: folder.path + "/report/report.md", encoding: .utf8))
      let verified = RecordedCommand(["verify", folder.path + "/report"])
      #expect(verified.code == 0, "\(verified.output)")
    }
  }

  @Test func `single runs of unlike settings are methods by these settings`() throws {
    let runs = ["a", "b"].flatMap { side in
      (1...3).map { seed in
        (
          "\(side)\(seed)",
          ["temperature=\(side == "a" ? 0.05 : 0.2)", "seeds.data-order=\(seed)"]
        )
      }
    }
    try report(runs) { command, page in
      #expect(page.contains("**temperature 0.2 is worse than temperature 0.05.**"), "\(page)")
      #expect(command.errors.isEmpty, "\(command.errors)")
    }
  }

  @Test func `runs that differ in seeds alone are one method, under the name of their variant`()
    throws
  {
    let runs = (1...3).map {
      ("a\($0)", ["seeds.data-order=\($0)", "evaluation.batch-size=\($0)"])
    }
    try report(runs) { _, page in
      #expect(page.contains("3 runs · 1 method") && page.contains("| in-batch-negatives |"))
    }
  }

  @Test func `variants keep their name before what else differs`() throws {
    let noise = #"variant={"name": "gaussian-noise-negatives", "count": 2, "weight": 1}"#
    let runs = [
      ("a1", ["seeds.data-order=1"]), ("a2", ["seeds.data-order=2"]),
      ("b1", [noise, "seeds.data-order=1"]),
      ("b2", [noise, "seeds.data-order=2", "temperature=0.2"]),
    ]
    try report(runs) { _, page in
      #expect(page.contains("| in-batch-negatives |"))
      #expect(page.contains("| gaussian-noise-negatives, temperature 0.2 |"), "\(page)")
    }
  }

  @Test func `runs that other inputs set apart count as one method, with a warning`() throws {
    try withTemporaryFolder { folder in
      for name in ["a", "b"] {
        let place = folder.appendingPathComponent(name)
        try PlantedRuns.write(try smallRunSettings([]), noise: 1, own: name, to: place)
        let file = place.appendingPathComponent(Run.File.manifest)
        var manifest = try StrictJSON.decode(
          Manifest.self, from: try Data(contentsOf: file), file: name)
        manifest.checksums["model/weights"] = name
        try StrictJSON.encode(manifest).write(to: file)
      }
      let command = RecordedCommand(
        ["report"] + ["a", "b"].map { folder.path + "/" + $0 } + ["--output", folder.path + "/out"])
      #expect(command.code == 0 && command.errors.contains("warning: "), "\(command.errors)")
      #expect(command.errors.contains("count as one method, but differ in model/weights"))
    }
  }
}
