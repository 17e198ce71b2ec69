import Dispatch
import Evaluation
import Model
import Studies

/// Where the time of training steps goes, by operation and pass.
struct StepProfile {
  /// Seconds by name, in the order in which the names first came.
  private(set) var parts: [(name: String, seconds: Double)] = []
  private var began: UInt64 = 0

  mutating func hear(_ event: TapeEvent) {
    let now = DispatchTime.now().uptimeNanoseconds
    guard event.isEnd else {
      began = now
      return
    }
    add("\(event.operation), \(event.pass.rawValue)", Double(now - began) * 1e-9)
  }

  mutating func add(_ name: String, _ seconds: Double) {
    if let place = parts.firstIndex(where: { $0.name == name }) {
      parts[place].seconds += seconds
    } else {
      parts.append((name, seconds))
    }
  }
}

/// One training step as a run makes it: loss, gradients, clipping, update.
final class BenchStep {
  private var encoder: Encoder<Float>
  private var optimizer: AdamW<Float>
  private var step = 0
  private let batch: [[Int32]]
  let pooling: Pooling

  /// The lengths in tokens of all sentences of the step, both views.
  let lengths: [Int]

  /// - Inputs: `pooling`, the encoder's own or [CLS] through a layer, which begins at random where the
  ///   encoder has none.
  init(_ workload: Workload, copies: Int, pooling: Pooling) {
    encoder = workload.encoder.encoder
    if pooling.needsDense, encoder.parameters.place("pooler.dense.weight") == nil {
      encoder.parameters = encoder.parameters.appending(
        Parameters(
          fresh: EncoderSettings.poolerLayout(width: encoder.settings.width), deviation: 0.02,
          stream: RandomStream(seed: 1, name: .initialization)))
    }
    optimizer = AdamW(
      settings: .init(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0),
      parameters: encoder.parameters)
    batch = workload.batch(copies: copies)
    lengths = (batch + batch).map(\.count)
    self.pooling = pooling
  }

  /// Makes one step; its seconds, the last part of the profile being what no other part took.
  func measure() -> (seconds: Double, parts: [(name: String, seconds: Double)]) {
    var profile = StepProfile()
    let total = seconds {
      let result = TrainingStep(
        encoder, batch: batch, step: step, variant: InBatchNegatives(),
        settings: .init(
          pooling: pooling, temperature: 0.05, hiddenDropoutRate: 0.1, attentionDropoutRate: 0.1),
        dropout: RandomStream(seed: 1, name: .dropout),
        augmentation: RandomStream(seed: 1, name: .augmentation),
        negatives: RandomStream(seed: 1, name: .negatives), state: .empty
      ) { profile.hear($0) }
      var factor = 1.0
      profile.add(
        "gradient norm",
        seconds {
          factor = clippingFactor(
            norm: norm(of: result.gradients, compute: encoder.compute), maximum: 1)
        })
      profile.add(
        "AdamW",
        seconds {
          optimizer.update(
            &encoder.parameters, by: result.gradients, times: factor, learningRate: 3e-5,
            compute: encoder.compute)
        })
      step += 1
    }
    profile.add("the rest", total - profile.parts.reduce(0) { $0 + $1.seconds })
    return (total, profile.parts)
  }
}
