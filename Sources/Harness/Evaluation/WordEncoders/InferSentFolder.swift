public import Files
public import Foundation
public import Model

/// An InferSent as a folder keeps it: `model.safetensors` with its parameters, and `infersent.json` with
/// what they were made by.
///
/// Word vectors are not in it: the file that it was trained over is needed again.
public struct InferSentFolder: Sendable {
  /// How it is trained.
  ///
  /// - Source: arXiv:1705.02364, section 3.3; its `train_nli.py`.
  public struct Settings: Codable, Sendable, Equatable {
    /// Numbers of each memory, H; 2048 in the source.
    public var hiddenWidth: Int
    /// Numbers of the layers below the classes; 512.
    public var classifierWidth: Int
    /// Pairs a step; 64.
    public var batchSize: Int
    /// The most passes over the text; 20.
    public var epochs: Int
    /// Of plain gradient descent; 0.1.
    public var learningRate: Double
    /// What the rate is multiplied by after every pass; 0.99.
    public var decay: Double
    /// What the rate is divided by after a pass that does not better the accuracy on held-out pairs; 5.
    public var shrink: Double
    /// Training ends below it; 1e-5.
    public var leastLearningRate: Double
    /// Gradients are brought down to this norm; 5.
    public var maximumGradientNorm: Double
    /// Pairs at the end of the text by which the parameters are chosen.
    public var heldOut: Int
    /// Of the parameters and of the order of the pairs.
    public var seed: UInt64

    package init(
      hiddenWidth: Int, classifierWidth: Int, batchSize: Int, epochs: Int, learningRate: Double,
      decay: Double, shrink: Double, leastLearningRate: Double, maximumGradientNorm: Double,
      heldOut: Int, seed: UInt64
    ) {
      (self.hiddenWidth, self.classifierWidth) = (hiddenWidth, classifierWidth)
      (self.batchSize, self.epochs, self.learningRate) = (batchSize, epochs, learningRate)
      (self.decay, self.shrink, self.leastLearningRate) = (decay, shrink, leastLearningRate)
      (self.maximumGradientNorm, self.heldOut, self.seed) = (maximumGradientNorm, heldOut, seed)
    }

    fileprivate static let widest = 100_000

    /// What is wrong with the settings, as (key, words); nil when they are sound.
    public var problem: (key: String, words: String)? {
      let counts = [
        ("hidden-width", hiddenWidth), ("classifier-width", classifierWidth),
        ("batch-size", batchSize), ("epochs", epochs), ("held-out", heldOut),
      ]
      for (key, count) in counts {
        if let words = NumberRule.problem(count, atLeast: 1) { return (key, words) }
      }
      for (key, width) in counts.prefix(2) where width > Self.widest {
        return (key, "is \(width); at most \(Self.widest) are handled")
      }
      let numbers: [(String, Double)] = [
        ("learning-rate", learningRate), ("decay", decay), ("shrink", shrink),
        ("least-learning-rate", leastLearningRate),
        ("maximum-gradient-norm", maximumGradientNorm),
      ]
      for (key, number) in numbers {
        if let words = NumberRule.positive.problem(number) { return (key, words) }
      }
      return nil
    }
  }

  /// What the folder says of itself.
  public struct Record: Codable, Sendable, Equatable {
    public var settings: Settings
    /// SHA-256 of the file of word vectors.
    public var vectors: String
    /// Numbers of a word vector.
    public var vectorWidth: Int
    /// SHA-256 of the unpacked text.
    public var text: String

    public init(settings: Settings, vectors: String, vectorWidth: Int, text: String) {
      (self.settings, self.vectors, self.vectorWidth, self.text) = (
        settings, vectors, vectorWidth, text
      )
    }
  }

  public let record: Record
  public let model: InferSent<Float>

  public init(record: Record, model: InferSent<Float>) {
    (self.record, self.model) = (record, model)
  }

  private static let (weights, about) = ("model.safetensors", "infersent.json")

  /// Writes the folder.
  ///
  /// - Throws: `WriteError`.
  public func write(to folder: URL) throws {
    let entries = zip(model.parameters.names, model.parameters.tensors).map { ($0, $1) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try AtomicFile.write(
      try Safetensors.serialized(entries, metadata: ["format": "pt"]),
      to: folder.appendingPathComponent(Self.weights))
    try AtomicFile.write(
      try StrictJSON.encode(record), to: folder.appendingPathComponent(Self.about))
  }

  /// Opens a folder.
  ///
  /// - Throws: `InputError` for a file that lacks a parameter or has one of another shape; what the
  ///   readers throw.
  public init(_ folder: URL, compute: Compute) throws {
    let about = folder.appendingPathComponent(Self.about)
    record = try StrictJSON.decode(
      Record.self, from: try InputFile.read(about), file: about.path)
    if let problem = record.settings.problem {
      throw InputError(file: about.path, problem: "\(problem.key) \(problem.words)")
    }
    guard (1...Settings.widest).contains(record.vectorWidth) else {
      throw InputError(
        file: about.path,
        problem:
          "vector-width is \(record.vectorWidth); take the folder that 'simcse infersent' wrote")
    }
    let shape = InferSent<Float>.Shape(
      words: record.vectorWidth, hidden: record.settings.hiddenWidth,
      classifier: record.settings.classifierWidth)
    let weights = folder.appendingPathComponent(Self.weights)
    let entries = try Safetensors.parse(try InputFile.read(weights), file: weights.path).entries
    let known = Dictionary(entries.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
    let parameters = try shape.layout.map { name, size in
      guard let tensor = known[name], tensor.shape == size else {
        throw InputError(
          file: weights.path,
          problem: "'\(name)' should have the shape \(size) and "
            + (known[name].map { "has \($0.shape)" } ?? "is not there")
            + "; take the folder that 'simcse infersent' wrote")
      }
      return (name, tensor)
    }
    model = InferSent(shape: shape, parameters: Parameters(parameters), compute: compute)
  }

  /// The embeddings of sentences (N, 2H), in their order; 0 for a sentence without a word that has a
  /// vector.
  ///
  /// - Throws: `InputError` for another file of word vectors than it was trained over.
  public func embeddings(of sentences: [String], by file: WordVectorFile) throws -> Tensor<Float> {
    guard file.checksum == record.vectors else {
      throw InputError(
        file: "word vectors",
        problem: "the file has SHA-256 \(file.checksum), and the model was trained over "
          + "\(record.vectors); name that file")
    }
    let width = 2 * model.shape.hidden
    var result = Tensor<Float>(zeros: [sentences.count, width])
    let known = sentences.map { file.places(of: $0) }
    let order = sentences.indices.filter { !known[$0].isEmpty }.sorted {
      (known[$0].count, $0) < (known[$1].count, $1)
    }
    for start in stride(from: 0, to: order.count, by: Self.batch) {
      let chosen = order[start..<min(start + Self.batch, order.count)]
      let rows = model.embeddings(of: file.words(chosen.map { known[$0] }))
      for (place, sentence) in chosen.enumerated() {
        result.scalars.replaceSubrange(
          sentence * width..<(sentence + 1) * width, with: rows.row(place))
      }
    }
    return result
  }

  /// Sentences that are computed at once.
  private static let batch = 64
}

extension WordVectorFile {
  /// The places of a sentence's words that have a vector, in its order.
  package func places(of sentence: String) -> [Int] {
    WordVectors.words(of: sentence).compactMap { places[$0] }
  }

  /// Sentences as the vectors of their words; one of no word is a single vector of zeros.
  package func words(_ sentences: [[Int]]) -> InferSent<Float>.Words {
    var (scalars, starts): ([Float], [Int]) = ([], [0])
    for places in sentences {
      for place in places { scalars += values[place * width..<(place + 1) * width] }
      if places.isEmpty { scalars += [Float](repeating: 0, count: width) }
      starts.append(scalars.count / max(1, width))
    }
    return .init(vectors: Tensor(scalars, shape: [starts.last ?? 0, width]), starts: starts)
  }
}
