public import Foundation

extension DataFolder {
  /// The data folder itself: `path`, or the folder above where `path` is its folder `sts`.
  ///
  /// - Throws: `InputError` when there is none.
  public static func root(_ path: String?) throws -> URL {
    let sts = try sts(path)
    return sts.lastPathComponent == "sts" ? sts.deletingLastPathComponent() : sts
  }
}
