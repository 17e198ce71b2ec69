public import Evaluation
import Files
public import Model

/// The embeddings of a corpus, each of length 1, and what they were made from.
public struct SearchIndex: Sendable {
  public let manifest: SearchManifest
  /// (N, H).
  public let embeddings: Tensor<Float>

  init(manifest: SearchManifest, embeddings: Tensor<Float>) {
    self.manifest = manifest
    self.embeddings = embeddings
  }

  /// Rows multiplied at a time.
  static let block = 8192
  /// Sentences tokenized at a time.
  private static let piece = 16_384

  /// Embeds every sentence of a corpus.
  ///
  /// - Throws: `InputError` for an embedding that has no direction.
  public init(
    corpus: Corpus, encoder: SentenceEncoder, checksums: [String: String], batch: Int,
    progress: ((_ done: Int) -> Void)?
  ) throws {
    let width = encoder.width
    var scalars: [Float] = []
    scalars.reserveCapacity(corpus.count * width)
    for start in stride(from: 0, to: corpus.count, by: Self.piece) {
      let lines = start..<min(start + Self.piece, corpus.count)
      let rows = try Self.directions(
        of: lines.map(corpus.sentence), by: encoder, batch: batch,
        named: { "\(corpus.file), line \(start + $0 + 1)" },
        progress: { progress?(start + $0) })
      scalars += rows.scalars
    }
    manifest = SearchManifest(corpus: corpus, encoder: encoder, checksums: checksums)
    embeddings = Tensor(scalars, shape: [corpus.count, width])
  }

  /// The nearest sentences of the corpus to each query.
  ///
  /// - Throws: `InputError` for a query whose embedding has no direction.
  public func nearest(
    to queries: [String], count: Int, encoder: SentenceEncoder, batch: Int
  ) throws -> [[NearRow]] {
    let rows = try Self.directions(
      of: queries, by: encoder, batch: batch, named: { "query \($0 + 1)" }, progress: nil)
    return nearestRows(
      to: rows, in: embeddings, count: count, block: Self.block,
      compute: encoder.encoder.compute)
  }

  /// Embeddings brought to length 1, in Double and rounded once.
  private static func directions(
    of sentences: [String], by encoder: SentenceEncoder, batch: Int, named: (Int) -> String,
    progress: ((Int) -> Void)?
  ) throws -> Tensor<Float> {
    var rows = encoder.embeddings(of: sentences, batch: batch, progress: progress)
    let width = rows.columns
    for row in 0..<rows.rows {
      let places = row * width..<(row + 1) * width
      let length = rows.scalars[places].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      guard length > 0, length.isFinite else {
        throw InputError(
          file: named(row),
          problem: "its embedding has length \(length), so it is near to nothing")
      }
      for place in places { rows.scalars[place] = Float(Double(rows.scalars[place]) / length) }
    }
    return rows
  }
}
