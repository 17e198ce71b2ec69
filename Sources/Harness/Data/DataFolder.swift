import Files
public import Foundation

/// Finds the STS files under a data folder.
public enum DataFolder {
  /// The folder that holds `STS12` … `SICK`: `path` itself or its folder `sts`; for other layouts
  /// `path` itself.
  ///
  /// - Throws: `InputError` when there is none.
  public static func sts(_ path: String?) throws -> URL {
    guard let path else {
      throw InputError(
        file: "STS data", problem: "which folder? say --data DIR or set SIMCSE_DATA")
    }
    let folder = URL(fileURLWithPath: path)
    for candidate in [folder, folder.appendingPathComponent("sts")] {
      let probe = candidate.appendingPathComponent("STSBenchmark").path
      if FileManager.default.fileExists(atPath: probe) { return candidate }
    }
    if let layouts = try? STSLayout.survey(folder).layouts, !layouts.isEmpty { return folder }
    throw InputError(
      file: folder.path,
      problem:
        "neither it nor its folder 'sts' holds 'STSBenchmark', nor is it SentEval's, SimCSE's, "
        + "SemEval's, MTEB's or sentence-transformers'; is this the data folder?")
  }
}
