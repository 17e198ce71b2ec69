import Files
package import Foundation

/// MTEB's cosines beside the gold scores of a data folder.
extension Predictions {
  /// What says that a cosine belongs to a pair.
  public enum Order: String, Codable, Sendable, CaseIterable {
    /// The pair has the text of the row of MTEB's own file that the cosine is of.
    case text
    /// The pairs are the published ones in the official order, which is MTEB's.
    case official
    /// Nothing but the order of data that are not the published ones.
    case given
  }

  /// A task with a cosine for each of its pairs.
  package struct Scored {
    /// In the official order.
    package let task: STSTask
    /// Of the pairs of each subset.
    package let cosines: [[Double]]
    package let order: Order
  }

  /// Finds the pairs of the cosines: by the text of MTEB's file where the folder has it, else by the
  /// official order.
  ///
  /// - Throws: the readers' errors; `InputError` for a task that is none of STS, another number of
  ///   pairs, or pairs that MTEB's file does not have.
  package func scored(
    in folder: URL, checksums: ChecksumPolicy, file: String
  ) throws -> Scored {
    guard let name = ScoreTable.task(named: task, split: split),
      let dataset = STSCatalog.task(named: name), let first = dataset.files.first
    else {
      throw InputError(
        file: file,
        problem:
          "task '\(task)', split '\(split)', is not one of STS: name it as MTEB does, such as "
          + "STS12_predictions.json")
    }
    let known = try dataset.read(folder, checksums: checksums)
    guard let rows = try STSPlaces(folder).mteb(first.path) else {
      // MTEB has the three files of SICK in an order of its own.
      guard dataset.files.count == 1 || !name.hasPrefix("SICK") else {
        throw InputError(
          file: file,
          problem:
            "MTEB's order of SICK's pairs is its own; put its file sickr-sts/test.jsonl into "
            + folder.path)
      }
      let paired = try paired(with: known.pairs, file: file)
      let order: Order = TaskContent(known).isPublished(name) ? .official : .given
      return Scored(
        task: known, cosines: Self.split(paired.map(\.cosine), as: known), order: order)
    }
    let paired = try paired(with: try dataset.pairsInFileOrder(rows), file: file)
    var cosines: [String: ArraySlice<Double>] = [:]
    for (pair, cosine) in paired { cosines[ContentDigest.row(pair), default: []].append(cosine) }
    let ordered = try known.pairs.map { pair in
      guard let cosine = cosines[ContentDigest.row(pair)]?.popFirst() else {
        throw InputError(
          file: rows.path,
          problem: "it does not have the pair '\(pair.first.prefix(60))', which \(name) has in the "
            + "other files of \(folder.path)")
      }
      return cosine
    }
    let digest = SHA256.hexDigest(of: try InputFile.read(rows))
    let path =
      rows.path.hasPrefix(folder.path + "/")
      ? String(rows.path.dropFirst(folder.path.count + 1)) : rows.path
    return Scored(
      task: STSTask(
        name: known.name, subsets: known.subsets,
        checksums: known.checksums.merging([path: digest]) { own, _ in own }),
      cosines: Self.split(ordered, as: known), order: .text)
  }

  private static func split(_ cosines: [Double], as task: STSTask) -> [[Double]] {
    var rest = cosines[...]
    return task.subsets.map { subset in
      defer { rest = rest.dropFirst(subset.pairs.count) }
      return Array(rest.prefix(subset.pairs.count))
    }
  }
}
