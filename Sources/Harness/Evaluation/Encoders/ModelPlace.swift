import Files
public import Foundation

/// Where a model is: a folder, a cache of the Hugging Face hub, or a name in such a cache.
///
/// Nothing is fetched. A folder goes before a name.
///
/// - Source: `huggingface_hub` 1.2, "Understand caching".
public enum ModelPlace {
  /// The folder of a model.
  ///
  /// - Throws: `InputError` for a name that no cache has.
  public static func folder(
    named name: String, environment: [String: String]
  ) throws -> URL {
    let folder = URL(fileURLWithPath: name)
    if FileManager.default.fileExists(atPath: folder.path) { return try snapshot(in: folder) }
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let model = String(parts.first ?? "")
    let names = model.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(names.count),
      names.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.hasPrefix("~") })
    else { return folder }
    let entry = "models--" + names.joined(separator: "--")
    let roots = roots(environment)
    for root in roots {
      let cached = root.appendingPathComponent(entry)
      if FileManager.default.fileExists(atPath: cached.path) {
        return try snapshot(in: cached, revision: parts.count == 2 ? String(parts[1]) : nil)
      }
    }
    guard names.count == 2 else { return folder }
    throw InputError(
      file: name,
      problem: "there is no such folder, and no cache of the hub has the model: looked for "
        + "\(entry) in " + roots.map(\.path).joined(separator: ", ")
        + "; fetch it by 'hf download \(model)'")
  }

  /// The roots of the hub's cache, the first that has a model being used.
  static func roots(_ environment: [String: String]) -> [URL] {
    func folder(_ key: String, _ below: String) -> URL? {
      environment[key].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0 + below) }
    }
    let home = environment["HOME"] ?? NSHomeDirectory()
    return [
      folder("HF_HUB_CACHE", ""), folder("HF_HOME", "/hub"),
      folder("XDG_CACHE_HOME", "/huggingface/hub"),
      URL(fileURLWithPath: home + "/.cache/huggingface/hub"),
    ].compactMap(\.self)
  }

  /// The snapshot that a folder of the hub's cache points to; any other folder as it is.
  static func snapshot(in folder: URL, revision: String? = nil) throws -> URL {
    let manager = FileManager.default
    let snapshots = folder.appendingPathComponent("snapshots")
    guard manager.fileExists(atPath: snapshots.path),
      !manager.fileExists(atPath: folder.appendingPathComponent("config.json").path)
    else { return folder }
    let name = revision ?? "main"
    let reference = folder.appendingPathComponent("refs").appendingPathComponent(name)
    guard !name.split(separator: "/").contains("..") else {
      throw InputError(file: reference.path, problem: "'\(name)' is no revision")
    }
    var hash = name
    if manager.fileExists(atPath: reference.path) {
      hash = String(decoding: try InputFile.read(reference).prefix(200), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let snapshot = snapshots.appendingPathComponent(hash)
    guard !hash.isEmpty, !hash.contains("/"), hash != "..", hash != ".",
      manager.fileExists(atPath: snapshot.path)
    else {
      let known = (try? manager.contentsOfDirectory(atPath: snapshots.path))?.sorted() ?? []
      throw InputError(
        file: folder.path,
        problem: "this cache of the hub has no snapshot '\(name)'; it has: "
          + (known.isEmpty ? "none" : known.joined(separator: ", ")) + "; name one as MODEL@HASH, "
          + "or fetch the model again")
    }
    return snapshot
  }
}
