import Data
public import Evaluation
public import Foundation
public import Model
import Runs
import Studies

/// What a bench works on: an encoder and the sentences it is given.
public struct Workload: Sendable {
  public private(set) var encoder: SentenceEncoder
  public let sentences: [String]
  /// The sentences as token ids, cut as SimCSE cuts them in training.
  private let tokens: [[Int32]]
  /// What the two are, in words.
  public let description: String

  /// Sentences of a training step.
  public static let batchSize = 64
  /// The longest sentence of a training step, in tokens.
  public static let stepTokens = 32
  /// Sentences encoded at once.
  public static let encodingBatch = 128
  /// Sentences encoded in one measurement.
  public static let encodedSentences = 512

  /// A model folder and STS-Benchmark's test sentences; without them the embedded default's encoder
  /// and generated English.
  ///
  /// - Throws: the readers' errors.
  public init(model: URL?, data: URL?, threads: Int, product: MatrixProduct) throws {
    let compute = Compute(product: product, threads: threads)
    if let model {
      let folder = try ModelFolder(model, blocks: nil)
      encoder = try folder.sentenceEncoder(pooling: nil, maximumTokens: nil, compute: compute)
    } else {
      let settings = try StudyFile.settings(
        Data(EmbeddedDefault.json.utf8), file: "the embedded default", overrides: [])
      let places = Places(model: nil, data: nil, base: URL(fileURLWithPath: "/"))
      var inputs = try RunInputs(settings, places: places, threads: threads).encoder
      inputs.encoder.compute = compute
      encoder = inputs
    }
    let text: String
    if let data {
      let task = try STSCatalog.tasks(named: ["STSBenchmark"])?.first?.read(
        DataFolder.sts(data.path), checksums: .own)
      let pairs = task?.subsets.flatMap(\.pairs) ?? []
      sentences = pairs.flatMap { [$0.first, $0.second] }
      text = "STS-Benchmark's test sentences"
    } else {
      sentences = SyntheticEnglish(seed: 1, purpose: "training").sentences(2_758)
      text = "generated English"
    }
    let maximum = min(Self.stepTokens, encoder.encoder.settings.maximumTokens)
    tokens = sentences.map { [encoder] in encoder.tokenizer.ids($0, maxTokens: maximum) }
    let settings = encoder.encoder.settings
    description =
      "\(settings.blocks) blocks of width \(settings.width), \(text), \(threads) "
      + (threads == 1 ? "thread" : "threads") + ", product '\(product.rawValue)'"
  }

  /// Lets the encoder's parameters go, of which a step has a copy that it trains.
  mutating func forgetParameters() { encoder.encoder.parameters = Parameters([]) }

  /// The sentences of a training step, spread evenly over the text; `copies` times over for a step
  /// of as many times the tokens.
  public func batch(copies: Int) -> [[Int32]] {
    let batch = Self.places(Self.batchSize, of: tokens.count).map { tokens[$0] }
    return (0..<copies).flatMap { _ in batch }
  }

  /// The sentences of one measurement of encoding, spread evenly over the text.
  public var encoded: [String] {
    Self.places(Self.encodedSentences, of: sentences.count).map { sentences[$0] }
  }

  /// At most `count` places spread evenly over `total`.
  private static func places(_ count: Int, of total: Int) -> [Int] {
    let count = min(count, total)
    return (0..<count).map { $0 * total / count }
  }
}

extension Workload {
  /// The sentences, two by two, as a task; the scores mean nothing.
  var task: STSTask {
    let pairs = stride(from: 0, to: sentences.count - 1, by: 2).map {
      SentencePair(first: sentences[$0], second: sentences[$0 + 1], score: Double($0 % 10))
    }
    return STSTask(
      name: "bench", subsets: [PairSubset(name: "bench", pairs: pairs)], checksums: [:])
  }
}

extension EncoderSettings {
  /// Floating-point operations of a forward pass over sentences of the given lengths: matrix
  /// products alone, over real tokens.
  ///
  ///     blocks · Σ (2 L (4 H² + 2 H I) + 4 L² H)
  ///
  /// By a pooling that looks at [CLS] alone the last block asks, mixes and feeds forward one token a
  /// sentence: Σ (2 L · 2 H² + 2 (2 H² + 2 H I) + 4 L H).
  public func forwardOperations(lengths: [Int], of pooling: Pooling) -> Double {
    let (h, inner) = (Double(width), Double(feedForwardWidth))
    func block(asking: (Double) -> Double) -> Double {
      lengths.reduce(0) {
        let (length, asked) = (Double($1), asking(Double($1)))
        return $0 + 4 * length * h * h + asked * (4 * h * h + 4 * h * inner + 4 * length * h)
      }
    }
    let whole = block { $0 }
    guard pooling.readsFirstTokens, blocks > 0 else { return Double(blocks) * whole }
    return Double(blocks - 1) * whole + block { _ in 1 }
  }

  /// The matrix products of a forward pass over T tokens, and how often each comes.
  func products(tokens: Int, withBackward: Bool) -> [(product: ProductShape, count: Int)] {
    let maps = [
      (width, width, 4 * blocks), (width, feedForwardWidth, blocks),
      (feedForwardWidth, width, blocks),
    ]
    return maps.flatMap { input, output, count in
      let forward = ProductShape(m: tokens, n: output, k: input, transposes: (false, true))
      guard withBackward else { return [(forward, count)] }
      return [
        (forward, count),
        (ProductShape(m: tokens, n: input, k: output, transposes: (false, false)), count),
        (ProductShape(m: output, n: input, k: tokens, transposes: (true, false)), count),
      ]
    }
  }
}
