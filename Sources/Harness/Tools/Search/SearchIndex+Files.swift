import Evaluation
import Files
public import Foundation
public import Model

extension SearchIndex {
  /// Files of an index.
  public enum File {
    /// A matrix of float32 that NumPy opens.
    public static let embeddings = "embeddings.npy"
    /// Written last: without it there is no index.
    public static let manifest = "index.json"
  }

  /// What the manifest file says.
  private struct Saved: Codable {
    var madeFrom: SearchManifest
    var width: Int
    /// A hash of every bit of the embeddings.
    var embeddingsHash: UInt32
  }

  /// Whether a folder holds an index.
  public static func exists(in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(File.manifest).path)
  }

  /// Writes the index; a crash leaves none, or the old one.
  ///
  /// - Throws: `WriteError`.
  public func write(to folder: URL, compute: Compute) throws {
    let file = folder.appendingPathComponent(File.manifest)
    // An old manifest beside new embeddings would call them damaged.
    if Self.exists(in: folder) { try FileManager.default.removeItem(at: file) }
    try NumPyFile.write(embeddings, to: folder.appendingPathComponent(File.embeddings))
    let saved = Saved(
      madeFrom: manifest, width: embeddings.columns,
      embeddingsHash: embeddings.bitHash(compute: compute))
    try AtomicFile.write(try StrictJSON.encode(saved), to: file)
  }

  /// Reads an index that was made from what is wanted now.
  ///
  /// - Throws: `InputError` for one made from anything else, naming what differs, or damaged.
  public init(reading folder: URL, madeFrom wanted: SearchManifest, compute: Compute) throws {
    let file = folder.appendingPathComponent(File.manifest)
    let saved = try StrictJSON.decode(
      Saved.self, from: try InputFile.read(file), file: file.path)
    let differences = wanted.differences(from: saved.madeFrom)
    guard differences.isEmpty else {
      throw InputError(
        file: folder.path,
        problem: "the index is out of date; what differs: " + differences.joined(separator: "; ")
          + "; say --rebuild to make it anew")
    }
    let matrix = folder.appendingPathComponent(File.embeddings)
    let embeddings = try NumPyFile.read(matrix)
    guard embeddings.shape == [wanted.sentences, saved.width],
      embeddings.bitHash(compute: compute) == saved.embeddingsHash
    else {
      throw InputError(
        file: matrix.path,
        problem: "these are not the embeddings that \(file.path) describes; say --rebuild to "
          + "make them again")
    }
    self.init(manifest: saved.madeFrom, embeddings: embeddings)
  }
}
