import Data
public import Evaluation
public import Files
public import Foundation
public import Model

/// InferSent trained on labelled pairs by plain gradient descent.
///
/// After each pass over the pairs the accuracy on held-out pairs is taken: the parameters with the best
/// are kept, of equals the first, and a pass that does not better it divides the rate.
///
/// - Randomness: `initialization` for the parameters, `data-order` forked by the epoch for the order, both
///   of the one seed.
/// - Source: arXiv:1705.02364, section 3.3; its `train_nli.py`.
public struct InferSentTraining: Sendable {
  /// A pass over the pairs.
  public struct Epoch: Codable, Sendable, Equatable {
    /// From 1.
    public var epoch: Int
    public var learningRate: Double
    /// The mean loss of the pass in nats.
    public var loss: Double
    /// The share of labels found in the pass, and then of held-out pairs.
    public var accuracy: Double
    public var heldOutAccuracy: Double
  }

  /// A pair's words by their places in the file of vectors, and its label.
  private typealias Pair = (first: [Int], second: [Int], label: Int)

  private let settings: InferSentFolder.Settings
  private let file: WordVectorFile
  private let pairs: [Pair]
  private let heldOut: [Pair]
  /// The parameters with the best accuracy.
  public private(set) var model: InferSent<Float>
  public private(set) var epochs: [Epoch] = []

  /// Text of labelled pairs.
  public struct Text: Sendable {
    public let pairs: [(first: String, second: String, label: Int)]
    public let checksum: String

    /// Reads a file whose pairs have a label of inference.
    ///
    /// - Throws: the readers' errors, and `InputError` for a file without such pairs.
    public init(_ url: URL) throws {
      let read = try DatasetCatalog.recognized(url).examples(of: url, checksums: .own)
      pairs = read.examples.compactMap(\.labelledPair)
      checksum = read.checksum
      guard !pairs.isEmpty else {
        throw InputError(
          file: url.path,
          problem: "it has no labelled pairs; a header of premise, hypothesis, label and source is "
            + "expected, tabs between")
      }
    }

    /// Every word of the pairs.
    public var words: Set<[UInt8]> {
      Set(pairs.flatMap { WordVectors.words(of: $0.first) + WordVectors.words(of: $0.second) })
    }
  }

  /// - Throws: `InputError` for settings that are not sound, or too few pairs.
  public init(
    _ settings: InferSentFolder.Settings, text: Text, vectors: WordVectorFile, compute: Compute
  ) throws {
    if let problem = settings.problem {
      throw InputError(file: "settings", problem: "\(problem.key) \(problem.words)")
    }
    let pairs: [Pair] = text.pairs.map {
      (vectors.places(of: $0.first), vectors.places(of: $0.second), $0.label)
    }
    guard pairs.count > settings.heldOut else {
      throw InputError(
        file: "settings",
        problem:
          "held-out is \(settings.heldOut), and the text has \(pairs.count) pairs in all; hold "
          + "out fewer")
    }
    self.settings = settings
    file = vectors
    self.pairs = Array(pairs.dropLast(settings.heldOut))
    heldOut = Array(pairs.suffix(settings.heldOut))
    model = InferSent(
      fresh: .init(
        words: vectors.width, hidden: settings.hiddenWidth, classifier: settings.classifierWidth),
      stream: RandomStream(seed: settings.seed, name: .initialization), compute: compute)
  }

  /// Trains to the end.
  ///
  /// - Throws: `InputError` where the loss is no longer finite.
  public mutating func run(progress: (Epoch) throws -> Void) throws {
    var (current, rate, best) = (model, settings.learningRate, -1.0)
    for epoch in 1...settings.epochs {
      if epoch > 1 { rate *= settings.decay }
      var (loss, found) = (0.0, 0)
      let order = RandomStream(seed: settings.seed, name: .dataOrder).fork(epoch - 1)
        .permutation(pairs.count)
      for start in stride(from: 0, to: order.count, by: settings.batchSize) {
        let batch = order[start..<min(start + settings.batchSize, order.count)].map { pairs[$0] }
        let step = step(batch, current, trains: true)
        guard step.loss.isFinite else {
          throw InputError(
            file: "settings",
            problem: "the loss is \(step.loss) in epoch \(epoch); lower learning-rate, which is "
              + "\(settings.learningRate)")
        }
        let norm = norm(of: step.gradients.map { .dense($0) }, compute: current.compute)
        let factor = -rate * clippingFactor(norm: norm, maximum: settings.maximumGradientNorm)
        for (place, gradient) in step.gradients.enumerated() {
          current.parameters.tensors[place].add(
            gradient.scaled(by: Float(factor)), compute: current.compute)
        }
        loss += step.loss * Double(batch.count)
        found += step.found
      }
      let accuracy = accuracy(current)
      let record = Epoch(
        epoch: epoch, learningRate: rate, loss: loss / Double(pairs.count),
        accuracy: Double(found) / Double(pairs.count), heldOutAccuracy: accuracy)
      epochs.append(record)
      try progress(record)
      if accuracy > best {
        (best, model) = (accuracy, current)
      } else {
        rate /= settings.shrink
      }
      if rate < settings.leastLearningRate { return }
    }
  }

  private func step(
    _ batch: [Pair], _ model: InferSent<Float>, trains: Bool
  ) -> InferSent<Float>.Step {
    model.step(
      file.words(batch.map(\.first)), file.words(batch.map(\.second)), labels: batch.map(\.label),
      trains: trains)
  }

  private func accuracy(_ model: InferSent<Float>) -> Double {
    var found = 0
    for start in stride(from: 0, to: heldOut.count, by: settings.batchSize) {
      let batch = Array(heldOut[start..<min(start + settings.batchSize, heldOut.count)])
      found += step(batch, model, trains: false).found
    }
    return Double(found) / Double(heldOut.count)
  }
}
