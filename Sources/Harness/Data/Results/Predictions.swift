import Files
public import Foundation

/// The cosines that MTEB wrote for the pairs of a task, in the order of its data set, without gold.
public struct Predictions: Sendable, Equatable {
  /// The task as MTEB names it, from the file's name.
  public let task: String
  public let model: String?
  public let revision: String?
  public let split: String
  /// Of every pair, −1…1.
  public let cosines: [Double]
  /// SHA-256 of the file.
  public let checksum: String

  /// Reads `TASK_predictions.json`.
  ///
  /// - Throws: `InputError` or ``LineError``, naming file and line.
  public static func read(_ url: URL) throws -> Predictions {
    try parse(try InputFile.read(url), file: url.path)
  }

  package static func parse(_ data: Data, file: String) throws -> Predictions {
    func fail(_ problem: String) -> InputError { InputError(file: file, problem: problem) }
    let name = URL(fileURLWithPath: file).lastPathComponent
    guard name.hasSuffix("_predictions.json") else {
      throw fail("the task is in the file's name; name it TASK_predictions.json, as MTEB does")
    }
    let json = try JSONNode.parse(data, file: file, line: 1)
    let subsets = (json.members ?? []).filter { $0.key != "mteb_model_meta" }
    guard subsets.count == 1, let splits = subsets[0].value.members else {
      throw fail("one subset is expected, 'default'; \(subsets.count) found")
    }
    guard let split = splits.first(where: { $0.key == "test" }) ?? splits.first else {
      throw fail("subset '\(subsets[0].key)' has no split")
    }
    guard let list = (split.value["cosine_scores"] ?? split.value["similarity_scores"])?.list else {
      throw fail("split '\(split.key)' lacks cosine_scores")
    }
    let cosines = try list.enumerated().map { place, value in
      // In single precision the cosine of equal sentences may be a little above 1.
      guard let cosine = value.number, abs(cosine) <= 1.0001 else {
        throw fail("score \(place + 1) of cosine_scores is no number from -1 to 1")
      }
      return cosine
    }
    return Predictions(
      task: String(name.dropLast("_predictions.json".count)),
      model: json["mteb_model_meta"]?["model_name"]?.text,
      revision: json["mteb_model_meta"]?["revision"]?.text, split: split.key, cosines: cosines,
      checksum: SHA256.hexDigest(of: data))
  }

  /// The cosines beside the pairs of a task that was read in the order of MTEB's data set.
  ///
  /// - Throws: `InputError` where the counts differ: then the pairs are not those that were scored.
  public func paired(
    with pairs: [SentencePair], file: String
  ) throws -> [(pair: SentencePair, cosine: Double)] {
    guard pairs.count == cosines.count else {
      throw InputError(
        file: file,
        problem: "\(cosines.count) cosines, but \(task) has \(pairs.count) pairs in the data given")
    }
    return Array(zip(pairs, cosines)).map { (pair: $0, cosine: $1) }
  }
}
