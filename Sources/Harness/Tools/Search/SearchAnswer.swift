import Files
import Foundation

/// What a search found for one query.
public struct SearchAnswer: Codable, Sendable, Equatable {
  public var query: String
  /// The nearest first.
  public var hits: [Hit]

  /// One sentence of the corpus.
  public struct Hit: Codable, Sendable, Equatable {
    /// The line of the corpus, 1-based.
    public var line: Int
    public var cosine: Float
    public var sentence: String
  }

  public init(query: String, rows: [NearRow], corpus: Corpus) {
    self.query = query
    hits = rows.map {
      Hit(line: $0.row + 1, cosine: $0.cosine, sentence: corpus.sentence($0.row))
    }
  }

  /// One line of JSON Lines.
  public var json: String {
    get throws {
      String(decoding: try StrictJSON.encodeLine(self), as: UTF8.self) + "\n"
    }
  }

  /// For a terminal: the query, then cosine, line and sentence of each hit.
  public var text: String {
    let width = hits.map { String($0.line).count }.max() ?? 1
    var text = query + "\n"
    for hit in hits {
      let line = String(repeating: " ", count: width - String(hit.line).count) + "\(hit.line)"
      text += "  \(String(format: "%.4f", locale: nil, Double(hit.cosine)))  \(line)  "
      text += hit.sentence + "\n"
    }
    return text
  }
}
