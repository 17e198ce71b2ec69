import Files
import Foundation
import Runs
import Studies
import Support
import Testing

@Suite struct RunListTests {
  private let manager = FileManager.default

  /// A study of four runs: finished, diverged, stopped, waiting; and a damaged one beside them.
  private func inStudy<Result>(_ body: (URL, [String]) throws -> Result) throws -> Result {
    let plan = try studyPlan(#""vary": { "dropout": [1, 2, 3, 4] }"#)
    let ids = plan.entries.map(\.id)
    return try withTemporaryFolder { folder in
      try AtomicFile.write(
        try StrictJSON.encode(StudyRecord(plan)), to: folder.appendingPathComponent("plan.json"))
      let runs = folder.appendingPathComponent("runs")
      for (place, step) in [(0, nil), (1, 3)] as [(Int, Int?)] {
        try PlantedRuns.write(
          plan.entries[place].settings, noise: 1, own: ids[place], divergedAtStep: step,
          to: runs.appendingPathComponent(ids[place]))
      }
      let stopped = Run(
        settings: plan.entries[2].settings, folder: runs.appendingPathComponent(ids[2]))
      try leaveStopped(stopped, after: 5)
      try AtomicFile.write(
        Data("{".utf8), to: runs.appendingPathComponent("0123/result.json"))
      return try body(folder, ids)
    }
  }

  @Test func `every run is listed with its state, none is dropped`() throws {
    try inStudy { folder, ids in
      let list = try RunList([folder])
      #expect(list.runs.map(\.id) == ids + ["0123"])
      #expect(list.runs.map(\.state) == [.finished, .diverged, .partial, .waiting, .damaged])
      #expect(list.runs[1].divergedAtStep == 3)
      #expect(list.runs[1].score != nil)
      #expect(list.runs[2].step == 4)
      #expect(list.runs.map(\.isInStudy) == [true, true, true, true, false])
      #expect(
        list.summary == "5 runs: 1 finished, 1 diverged, 1 partial, 1 waiting, 1 damaged; "
          + "1 of them no longer in the study")
      for word in ["diverged at step 3", "partial at step 4", "0123 is damaged"] {
        #expect(list.text.contains(word), "\(list.text)")
      }
    }
  }

  @Test func `filters take factors, streams, settings and states, and refuse unknown keys`() throws
  {
    try inStudy { folder, ids in
      let list = try RunList([folder])
      func found(_ filters: (key: String, value: String)...) throws -> [String] {
        try list.filtered(filters).runs.map(\.id)
      }
      #expect(try found(("dropout", "2")) == [ids[1]])
      #expect(try found(("state", "waiting")) == [ids[3]])
      #expect(try found(("batch-size", "16")) == [ids[0], ids[1]])
      #expect(try found(("variant.name", "in-batch-negatives"), ("dropout", "1")) == [ids[0]])
      #expect(try found(("in-study", "false")) == ["0123"])
      #expect(throws: InputError.self) { try found(("dorpout", "2")) }
      #expect(throws: InputError.self) { try found(("state", "done")) }
      #expect(throws: InputError.self) { try RunList.filter("dropout", option: "--filter") }
    }
  }

  @Test func `a run is removed whole, and what its links lead to stays`() throws {
    try inStudy { folder, ids in
      let runs = folder.appendingPathComponent("runs")
      let outside = folder.appendingPathComponent("outside")
      try AtomicFile.write(Data("mine".utf8), to: outside.appendingPathComponent("note"))
      let model = runs.appendingPathComponent(ids[0]).appendingPathComponent(Run.File.model)
      try manager.createSymbolicLink(at: model, withDestinationURL: outside)
      try RunFolder(runs.appendingPathComponent(ids[0])).remove()
      try RunFolder(runs.appendingPathComponent(ids[2])).remove()
      try RunFolder(runs.appendingPathComponent("0123")).remove()
      #expect(try manager.contentsOfDirectory(atPath: runs.path) == [ids[1]])
      #expect(manager.fileExists(atPath: outside.appendingPathComponent("note").path))
      #expect(try RunList([folder]).runs.map(\.state) == [.waiting, .diverged, .waiting, .waiting])
    }
  }

  @Test func `only folders of runs are removed`() throws {
    try inStudy { folder, ids in
      let runs = folder.appendingPathComponent("runs")
      let link = runs.appendingPathComponent("link")
      try manager.createSymbolicLink(
        at: link, withDestinationURL: runs.appendingPathComponent(ids[0]))
      try AtomicFile.write(
        Data("mine".utf8), to: runs.appendingPathComponent(ids[1]).appendingPathComponent("note"))
      let other = folder.appendingPathComponent("other")
      try manager.createSymbolicLink(at: other, withDestinationURL: runs)
      for place in [
        link, runs.appendingPathComponent(ids[1]), runs.appendingPathComponent(ids[3]), folder,
        other.appendingPathComponent(ids[0]),
      ] {
        #expect(throws: InputError.self) { try RunFolder(place).remove() }
      }
      #expect(try RunList([folder]).filtered([("state", "finished")]).runs.count == 1)
    }
  }
}
