import Foundation
import Studies
import Support

/// A followed study whose program puts runs in place that were made before, and notes each.
///
/// Of the baseline, `good` has less noise and `bad` more; `alike` has the baseline's own pairs, and
/// `noisy` as much noise as the baseline from other draws.
struct MadeStudy {
  static let rule =
    #""decide": { "by": "sequential", "level": 0.95, "margin": 0.05, "effect-variance": 1, "most-seeds": 12 }"#

  let folder: URL
  let plan: StudyPlan
  var study: URL { folder.appendingPathComponent("study") }

  init(_ folder: URL, methods: [String] = ["good", "noisy", "alike"], rule: String = rule) throws {
    self.folder = folder
    let values = (["baseline"] + methods).enumerated().map { index, name in
      #"{ "label": "\#(name)", "set": { "temperature": 0.0\#(index + 5) } }"#
    }
    plan = try studyPlan(
      #""vary": { "method": [ \#(values.joined(separator: ", ")) ] }, "seeds": [1, 2, 3], "# + rule)
    for entry in try FollowedPlan(plan, folder: nil)?.everyRun ?? plan.entries {
      try Self.make(entry, to: made.appendingPathComponent(entry.id))
    }
  }

  private var made: URL { folder.appendingPathComponent("made") }

  private static func make(_ entry: StudyPlan.Entry, to place: URL) throws {
    guard !FileManager.default.fileExists(atPath: place.path) else { return }
    let (method, seed) = (entry.label("method"), entry.label("seed"))
    let size = method == "good" ? 0.4 : method == "bad" ? 3 : 1.5
    let own = method == "alike" ? "baseline" : method
    try PlantedRuns.write(entry.settings, noise: size, own: "\(own) \(seed)", to: place)
  }

  /// The program: it fails for the ids in the file `broken`, and writes the registration that it is
  /// given to the manifest.
  func program() throws -> URL {
    let file = folder.appendingPathComponent("program")
    try Data(
      """
      #!/bin/sh
      id=$(basename "$4")
      grep -q "$id" '\(folder.path)/broken' 2>/dev/null && { echo "no such run" >&2; exit 3; }
      echo "$id" >> '\(folder.path)/calls'
      cp -R '\(folder.path)/made/'"$id" "$4.copy-$$"
      place=$4
      while [ $# -gt 0 ]; do
        [ "$1" = --registration ] && \
          sed -i "1s/{/{ \\"registration\\": \\"$2\\",/" "$place.copy-$$/manifest.json"
        shift
      done
      # Another process was quicker.
      mv -T "$place.copy-$$" "$place" 2>/dev/null || { rm -rf "$place.copy-$$"; exit 75; }
      """.utf8
    ).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return file
  }

  func runner(_ plan: StudyPlan? = nil, jobs: Int = 2) throws -> StudyRunner {
    StudyRunner(
      plan: plan ?? self.plan, folder: study, program: try program(), jobs: jobs, options: [])
  }

  /// The ids of the runs made, in order.
  var calls: [String] {
    let text = try? String(contentsOf: folder.appendingPathComponent("calls"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").map(String.init)
  }

  func breaks(_ ids: [String]) throws {
    try Data(ids.map { $0 + "\n" }.joined().utf8)
      .write(to: folder.appendingPathComponent("broken"))
  }

  /// What the study's folder says of its looks.
  var looks: Data {
    get throws { try Data(contentsOf: study.appendingPathComponent("looks.json")) }
  }
}
