import Foundation
import Runs
import Studies
import Support

/// The plan of a study over the embedded default, from the middle of its JSON.
func studyPlan(_ body: String, measure: String = "average/spearman") throws -> StudyPlan {
  try withTemporaryFolder { try StudyFile.plan(studyFile(body, measure: measure, in: $0)) }
}

/// Writes a study over the embedded default, made small, into a folder.
func studyFile(
  _ body: String, measure: String = "average/spearman", in folder: URL
) throws -> URL {
  let base = folder.appendingPathComponent("Base")
  try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
  try smallRunSettings([]).canonicalJSON.write(
    to: base.appendingPathComponent("embedded-default.json"))
  let file = folder.appendingPathComponent("study.json")
  try Data(
    """
    { "name": "study", "question": "?", "base": "embedded-default", \(body),
      "measure": "\(measure)", "budget-minutes": 1 }
    """.utf8
  ).write(to: file)
  return file
}
