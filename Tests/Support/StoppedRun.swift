package import Foundation
import Laws
package import Runs

/// Leaves in a folder what a run is when its process is killed after a step: `NAME.partial`.
///
/// - Throws: what the run throws, and `CocoaError` where it never came to the step.
package func leaveStopped(_ run: Run, after stop: Int, places: Places = noPlaces) throws {
  let files = FileManager.default
  let elsewhere = Run(
    settings: run.settings,
    folder: run.folder.deletingLastPathComponent().appendingPathComponent(
      "stopped-\(run.folder.lastPathComponent)"))
  let work = elsewhere.folder.appendingPathExtension("partial")
    .appendingPathComponent("work-00000001")
  let partial = run.folder.appendingPathExtension("partial")
  var problem: (any Error)?
  try elsewhere.execute(places: places, threads: 1) { event in
    guard case .step(stop, _, _) = event else { return }
    do {
      try files.createDirectory(at: partial, withIntermediateDirectories: true)
      try files.copyItem(at: work, to: partial.appendingPathComponent("work-00000001"))
    } catch { problem = error }
  }
  try files.removeItem(at: elsewhere.folder)
  if let problem { throw problem }
  guard files.fileExists(atPath: partial.path) else { throw CocoaError(.fileNoSuchFile) }
}

/// The checkpoints of a stopped run, the earliest first.
package func checkpoints(of run: Run) throws -> [URL] {
  let work = run.folder.appendingPathExtension("partial").appendingPathComponent("work-00000001")
  return try FileManager.default.contentsOfDirectory(atPath: work.path)
    .filter { $0.hasPrefix("checkpoint-") }
    .sorted { ($0.count, $0) < ($1.count, $1) }.map(work.appendingPathComponent)
}
