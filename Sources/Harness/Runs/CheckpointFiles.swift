import Files
import Foundation

/// The two newest checkpoints in a run's folder of work, each named by its step and checksum.
///
/// A checksum in the name needs no second file, which a kill could leave behind or out of step.
struct CheckpointFiles {
  let folder: URL

  init(_ folder: URL) { self.folder = folder }

  private struct Name {
    let text: String
    let step: Int
    let checksum: Substring

    /// `checkpoint-STEP-CHECKSUM.safetensors`; nil for other names.
    init?(_ text: String) {
      let parts = text.split(separator: ".")
      guard parts.count == 2, parts[1] == "safetensors" else { return nil }
      let words = parts[0].split(separator: "-")
      guard words.count == 3, words[0] == "checkpoint", words[2].count == 16,
        let step = Int(words[1]), step >= 0
      else { return nil }
      (self.text, self.step, checksum) = (text, step, words[2])
    }
  }

  /// By step, the last at the end.
  private var names: [Name] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return found.compactMap(Name.init).sorted { ($0.step, $0.text) < ($1.step, $1.text) }
  }

  /// The steps after which there are checkpoints, whole or damaged.
  var steps: [Int] { names.map(\.step) }

  /// Adds a checkpoint, then removes all but the two newest.
  ///
  /// - Throws: `WriteError`; the earlier ones are then kept.
  func write(_ data: Data, step: Int) throws {
    let name = "checkpoint-\(step)-\(Checksum.digest(of: data)).safetensors"
    try AtomicFile.write(data, to: folder.appendingPathComponent(name))
    for old in names.filter({ $0.text != name && $0.step <= step }).dropLast() {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(old.text))
    }
  }

  /// The newest checkpoint that is whole; `report` is called for each that is not.
  ///
  /// None is removed: the run reaches the same step again, and replaces it.
  ///
  /// - Inputs: `upTo`, the last step that the run's other files reach.
  func last(upTo step: Int, report: (_ file: String, _ problem: String) -> Void) -> (URL, Data)? {
    for name in names.reversed() {
      let file = folder.appendingPathComponent(name.text)
      guard RunFolder.isFile(file), let data = try? Data(contentsOf: file) else {
        report(file.path, "this checkpoint cannot be read; the one before it is used")
        continue
      }
      guard Checksum.digest(of: data) == name.checksum else {
        report(
          file.path,
          "this checkpoint is damaged: its checksum does not match; the one before it is used")
        continue
      }
      guard name.step <= step else {
        report(
          file.path, "the table of hashes ends before this checkpoint; the one before it is used")
        continue
      }
      return (file, data)
    }
    return nil
  }

  /// Removes all of them.
  func remove() {
    for name in names {
      try? FileManager.default.removeItem(at: folder.appendingPathComponent(name.text))
    }
  }
}
