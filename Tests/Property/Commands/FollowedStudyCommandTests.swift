import Commands
import Foundation
import Runs
import Studies
import Support
import Testing

/// The commands of a study that is followed while seeds are added.
@Suite struct FollowedStudyCommandTests {
  private let small = [
    "text.sentences=32", "batch-size=16", "evaluate-every-steps=2", "evaluation.pairs=20",
    "encoder.fresh.blocks=1", "encoder.fresh.width=16", "encoder.fresh.feed-forward-width=32",
    "encoder.fresh.heads=2",
  ]

  @Test func `a followed study lists what the next look needs, and says what is open`() throws {
    try withTemporaryFolder { folder in
      let body = StudyVerdictTests.study(of: ["good"]).replacingOccurrences(
        of: ", 4, 5, 6", with: "")
      let file = try studyFile(body + MadeStudy.rule, in: folder).path
      let out = folder.appendingPathComponent("out")
      func run(_ words: String...) -> RecordedCommand {
        RecordedCommand(["study"] + words + [file, "--output", out.path])
      }
      func ids(_ words: String...) -> [Substring] {
        RecordedCommand(["study", "ids", file, "--output", out.path] + words)
          .output.split(separator: "\n")
      }
      // Three seeds are listed; of one method nothing is decided before the fifth.
      #expect(ids().count == 6 && ids("--until-resolved").count == 10)
      let scripts = RecordedCommand(
        ["study", "scripts", file, "--output", out.path, "--until-resolved", "--json", "-"])
      #expect(scripts.json["waiting"] as? Int == 10)
      let script = try String(
        contentsOf: out.appendingPathComponent("slurm/runs.sh"), encoding: .utf8)
      #expect(script.contains("'--until-resolved'"))
      let plan = RecordedCommand(["study", "plan", file, "--output", out.path, "--json", "-"])
      let next = try #require(plan.json["next"] as? [String: Any])
      #expect(next["seeds"] as? Int == 5 && next["most-runs"] as? Int == 24)
      #expect((next["runs"] as? [String])?.count == 10)

      let listed = try StudyFile.plan(URL(fileURLWithPath: file))
      try PlantedRuns.write(listed, to: out) { _ in 1 }
      let status = run("status")
      #expect(status.output.contains("Open: good. 4 runs to 5 seeds"), "\(status.output)")
      let json = RecordedCommand(["study", "status", file, "--output", out.path, "--json", "-"])
        .json
      #expect((json["following"] as? [String: Any])?["open"] as? [String] == ["good"])
      #expect((json["runs"] as? [Any])?.count == 6)
      #expect(ids().isEmpty && ids("--until-resolved").count == 4)
      // A further seed may be done by its id.
      let further = String(try #require(ids("--until-resolved").first))
      let work = RecordedCommand(
        ["study", "work", file, "--output", out.path, "--run", further, "--json", "-"])
      #expect(work.code == 1 && (work.json["failed"] as? [Any])?.count == 1, "\(work.errors)")

      let fixed = try studyFile(body + StudyVerdictTests.decide("lower > 0"), in: folder).path
      let refused = RecordedCommand(
        ["study", "run", fixed, "--output", out.path, "--until-resolved"])
      #expect(refused.code == 2)
      #expect(refused.errors.contains("--until-resolved needs a rule that allows looks"))
    }
  }

  @Test func `a run keeps its study's registration, and no bit of it is another`() throws {
    try withTemporaryFolder { folder in
      func train(_ name: String, _ more: [String]) throws -> RunFolder {
        let place = folder.appendingPathComponent(name)
        let run = RecordedCommand(
          ["train", "--output", place.path] + more + small.flatMap { ["--set", $0] })
        #expect(run.code == 0, "\(run.errors)")
        return RunFolder(place)
      }
      let (alone, registered) = (try train("a", []), try train("b", ["--registration", "f00d"]))
      #expect(alone.manifest?.registration == nil && registered.manifest?.registration == "f00d")
      #expect(alone.result == registered.result)
      #expect(alone.manifest?.settingsHash == registered.manifest?.settingsHash)
    }
  }
}
