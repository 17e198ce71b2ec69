import Files
public import Foundation

/// The gold score and the cosine of every pair of a task, as any program writes them: tabs or commas.
///
/// The header names `gold` and `cosine` or a usual other name of either; `subset` and `row`, as our own `scores/TASK.tsv` has them, are
/// obeyed, other columns passed over. Without a header there are two columns, gold first.
public struct PairTable: Sendable, Equatable {
  public struct Row: Sendable, Equatable {
    public let subset: String
    public let gold: Double
    /// −1…1.
    public let cosine: Double
    /// 1-based, in the file.
    public let line: Int
  }

  /// The file's name without its endings.
  public let task: String
  public let rows: [Row]
  /// SHA-256 of the file.
  public let checksum: String

  private static let goldNames = ["gold", "gold_score", "label", "labels", "human_score"]
  private static let cosineNames = [
    "cosine", "cosine_score", "cosine_similarity", "cos_sim", "predicted", "prediction",
  ]

  /// The places of the columns that a header names.
  private struct Columns {
    let gold: Int
    let cosine: Int
    var subset: Int?
    var row: Int?
    let count: Int
  }

  /// Whether the first line is that of such a table.
  package static func isOne(_ data: Data) -> Bool {
    guard let (_, fields) = firstLine(data) else { return false }
    return columns(fields) != nil || fields.count == 2 && fields.allSatisfy { Double($0) != nil }
  }

  /// What the first line of a file lacks of such a table, in words.
  package static func lacking(_ data: Data) -> String {
    let names =
      "a column of gold scores (\(goldNames.joined(separator: ", "))) and one of cosines "
      + "(\(cosineNames.joined(separator: ", ")))"
    let line = (firstLine(data)?.fields ?? []).joined(separator: ", ")
    return
      "its first line is '\(PlainText.visible(String(line.prefix(100))))', where scores by pair "
      + "have \(names), or two columns without a header, gold first"
  }

  /// Reads a file.
  ///
  /// - Throws: `InputError` or ``LineError``, naming file and line.
  public static func read(_ url: URL) throws -> PairTable {
    try parse(try InputFile.read(url), file: url.path)
  }

  package static func parse(_ data: Data, file: String) throws -> PairTable {
    let name = URL(fileURLWithPath: file).lastPathComponent
    let task = name.split(separator: ".").first.map(String.init) ?? name
    guard let (delimiter, first) = firstLine(data), isOne(data) else {
      throw InputError(
        file: file,
        problem: lacking(data))
    }
    let header = columns(first)
    let places = header ?? Columns(gold: 0, cosine: 1, count: 2)
    var rows: [Row] = []
    var (subsets, next): ([String], Int) = ([], 1)
    var isHeader = header != nil
    try DelimitedText(delimiter: delimiter, file: file).forEach(data) { record in
      guard !isHeader else {
        isHeader = false
        return true
      }
      func fail(_ problem: String) -> LineError {
        LineError(file: file, line: record.line, problem: problem)
      }
      guard record.fields.count == places.count else {
        throw fail("it has \(record.fields.count) fields; the first line \(places.count)")
      }
      func number(_ place: Int, _ name: String) throws -> Double {
        let text = record.fields[place].trimmingCharacters(in: .whitespaces)
        guard let value = Double(text), value.isFinite else {
          throw fail("the \(name) is '\(text.prefix(40))', which is no finite number")
        }
        return value
      }
      let (gold, cosine) = (
        try number(places.gold, "gold score"), try number(places.cosine, "cosine")
      )
      // In single precision the cosine of equal sentences may be a little above 1.
      guard abs(cosine) <= 1.0001 else {
        throw fail(
          "the cosine is \(cosine); it lies from -1 to 1, and without a header gold scores come first"
        )
      }
      let subset = places.subset.map { record.fields[$0] } ?? task
      if subset != subsets.last {
        guard !subsets.contains(subset) else {
          throw fail("subset '\(subset)' was left before; the pairs of a subset come together")
        }
        subsets.append(subset)
        next = 1
      }
      if let place = places.row {
        guard Int(record.fields[place]) == next else {
          throw fail("row '\(record.fields[place])' is not \(next), the next of '\(subset)'")
        }
        next += 1
      }
      rows.append(Row(subset: subset, gold: gold, cosine: cosine, line: record.line))
      return true
    }
    guard rows.count >= 2 else {
      throw InputError(
        file: file, problem: "it has \(rows.count) pairs; at least two are needed")
    }
    return PairTable(task: task, rows: rows, checksum: SHA256.hexDigest(of: data))
  }

  private static func columns(_ fields: [String]) -> Columns? {
    func place(_ names: [String]) -> Int? {
      fields.firstIndex { names.contains($0.lowercased()) }
    }
    guard let gold = place(goldNames), let cosine = place(cosineNames) else { return nil }
    return Columns(
      gold: gold, cosine: cosine, subset: place(["subset"]), row: place(["row"]),
      count: fields.count)
  }

  /// The delimiter and the fields of the first line that is not blank.
  private static func firstLine(_ data: Data) -> (delimiter: UInt8, fields: [String])? {
    let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data[...]
    let line = text.prefix(1 << 16).split(separator: 0x0A).first { line in
      !line.allSatisfy { $0 <= 0x20 }
    }
    guard let line else { return nil }
    let delimiter: UInt8 = line.contains(0x09) ? 0x09 : UInt8(ascii: ",")
    let fields = line.split(separator: delimiter, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
        .trimmingCharacters(in: CharacterSet(charactersIn: " \r\""))
    }
    return (delimiter, fields)
  }
}
