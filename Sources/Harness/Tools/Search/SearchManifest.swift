public import Evaluation
package import Files
public import Model

/// What an index of embeddings was made from, and what it holds.
public struct SearchManifest: Codable, Sendable, Equatable {
  /// SHA-256 of each file of the model.
  public var model: [String: String]
  /// The blocks of the encoder that were kept.
  public var blocks: Int
  public var pooling: Pooling
  /// What sentences were set in; absent for nothing.
  public var template: String?
  /// Whether its bias was subtracted; absent without one.
  public var subtractsTemplate: Bool?
  /// The longest sentence in tokens.
  public var tokenLimit: Int
  /// The backend of matrix products.
  public var product: MatrixProduct
  /// SHA-256 of the corpus, unpacked.
  public var corpus: String
  /// The sentences of the corpus.
  public var sentences: Int

  /// What embeddings of a corpus by an encoder are made from.
  public init(corpus: Corpus, encoder: SentenceEncoder, checksums: [String: String]) {
    model = checksums
    blocks = encoder.encoder.settings.blocks
    pooling = encoder.pooling
    template = encoder.tokenizer.preparation.template?.text
    subtractsTemplate = template.map { _ in encoder.subtractsTemplate }
    tokenLimit = encoder.maximumTokens
    product = encoder.encoder.compute.product
    self.corpus = corpus.checksum
    sentences = corpus.count
  }

  /// In what the other was made differently, in words; empty where the embeddings are the same.
  public func differences(from other: SearchManifest) -> [String] {
    var found: [String] = []
    for file in Set(model.keys).union(other.model.keys).sorted()
    where model[file] != other.model[file] {
      found.append(
        "the model's \(file) (SHA-256 \(other.model[file] ?? "none"), now "
          + "\(model[file] ?? "none"))")
    }
    func compare<Value: Equatable>(_ name: String, _ value: (SearchManifest) -> Value) {
      let (then, now) = (value(other), value(self))
      if then != now { found.append("\(name) (\(then), now \(now))") }
    }
    compare("the number of blocks") { $0.blocks }
    compare("pooling") { $0.pooling.rawValue }
    compare("the template") { $0.template ?? "none" }
    compare("whether the template is subtracted") { $0.subtractsTemplate ?? false }
    compare("the token limit") { $0.tokenLimit }
    compare("the matrix product") { $0.product.rawValue }
    compare("the corpus") { "SHA-256 \($0.corpus), \($0.sentences) sentences" }
    return found
  }
}

extension SearchManifest: RenamesKeys {
  package static let renamedKeys = [RenamedKey("maximum-tokens", now: "token-limit")]
}
