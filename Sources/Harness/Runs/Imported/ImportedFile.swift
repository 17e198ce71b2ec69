import Data
import Evaluation
import Files
import Foundation

/// One file of somebody's results, in the form that its name and content show.
enum ImportedFile {
  /// The gold score and the cosine of every pair.
  case pairs(PairTable)
  /// MTEB's cosines without gold.
  case predictions(Predictions)
  /// Scores without pairs.
  case scores(ScoreTable)
  /// Which pairs have the same sentence, as our own `sentences.tsv` says it.
  case sentences([String: [PairScores.Sentences]], checksum: String)

  /// Reads a file.
  ///
  /// - Throws: the readers' errors, naming file and line.
  init(_ url: URL) throws {
    if url.lastPathComponent.hasSuffix("_predictions.json") {
      self = .predictions(try Predictions.read(url))
      return
    }
    let data = try InputFile.read(url)
    if url.lastPathComponent == PairScores.sentenceFile {
      self = .sentences(try PairScores.readSentences(url), checksum: SHA256.hexDigest(of: data))
      return
    }
    self =
      PairTable.isOne(data)
      ? .pairs(try PairTable.parse(data, file: url.path))
      : .scores(try ScoreTable.parse(data, file: url.path))
  }

  var checksum: String {
    switch self {
    case .pairs(let table): table.checksum
    case .predictions(let predictions): predictions.checksum
    case .scores(let table): table.checksum
    case .sentences(_, let checksum): checksum
    }
  }

  /// Who computed the scores; nil where the file does not show it.
  var program: String? {
    switch self {
    case .pairs, .sentences: nil
    case .predictions: ScoreTable.Origin.mteb.rawValue
    case .scores(let table): table.origin.rawValue
    }
  }
}
