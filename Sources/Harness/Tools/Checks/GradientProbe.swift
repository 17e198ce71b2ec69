import Evaluation
import Laws
import Model

/// The gradients of an encoder's loss against central differences in Double.
///
/// The parameters of a block move together, each along a random direction of its own size, by one
/// part in 10⁵.
struct GradientProbe {
  /// Parameters that move together.
  struct Group {
    let name: String
    let places: [Int]
  }

  let groups: [Group]
  private let encoder: Encoder<Double>
  private let pooling: Pooling
  private let batch: [[Int32]]
  private let result: TrainingStep<Double>

  init(_ source: SentenceEncoder, batch: [[Int32]]) {
    let own = source.encoder
    encoder = Encoder(
      settings: own.settings, parameters: own.parameters.converted(to: Double.self),
      compute: own.compute)
    pooling = source.pooling
    self.batch = batch
    var groups: [Group] = []
    for (place, name) in own.parameters.names.enumerated() {
      let parts = name.split(separator: ".")
      let group =
        name.hasPrefix("encoder.layer.") ? "block \((Int(parts[2]) ?? 0) + 1)" : String(parts[0])
      if let known = groups.firstIndex(where: { $0.name == group }) {
        groups[known] = Group(name: group, places: groups[known].places + [place])
      } else {
        groups.append(Group(name: group, places: [place]))
      }
    }
    // What the pooling does not use has no gradient to check.
    self.groups = groups.filter {
      switch $0.name {
      case "pooler": source.pooling.needsDense
      case "convolutions": source.pooling == .meanConvolutions
      default: true
      }
    }
    result = Self.step(encoder, batch: batch, pooling: pooling)
  }

  private static func step<Scalar: BLASScalar>(
    _ encoder: Encoder<Scalar>, batch: [[Int32]], pooling: Pooling
  ) -> TrainingStep<Scalar> {
    TrainingStep(
      encoder, batch: batch, step: 1, variant: InBatchNegatives(),
      settings: .init(
        pooling: pooling, temperature: 0.3, hiddenDropoutRate: 0.1, attentionDropoutRate: 0.1),
      dropout: RandomStream(seed: 1, name: .dropout),
      augmentation: RandomStream(seed: 1, name: .augmentation),
      negatives: RandomStream(seed: 1, name: .negatives), state: .empty)
  }

  func finding(_ group: Group) -> CheckFinding {
    let directions = group.places.map { place in
      let tensor = encoder.parameters.tensors[place]
      let size = (tensor.scalars.reduce(0) { $0 + $1 * $1 } / Double(max(tensor.count, 1)))
        .squareRoot()
      let stream = RandomStream(seed: 7, label: encoder.parameters.names[place])
      return Tensor(
        (0..<tensor.count).map { (2 * stream.uniform(at: $0) - 1) * size }, shape: tensor.shape)
    }
    var analytic = 0.0
    for (place, direction) in zip(group.places, directions) {
      let gradient = result.gradients[place].dense(shape: direction.shape)
      analytic += zip(gradient.scalars, direction.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func loss(_ distance: Double) -> Double {
      var moved = encoder
      for (place, direction) in zip(group.places, directions) {
        moved.parameters.tensors[place].add(
          direction.scaled(by: distance), compute: encoder.compute)
      }
      return Self.step(moved, batch: batch, pooling: pooling).loss
    }
    let found = Derivative(analytic: analytic, step: 1e-5, value: loss)
    return .atMost(1e-6, found.relativeError, "relative error")
  }

  /// How far the Float path lies from the Double path: ‖g − ĝ‖ / ‖ĝ‖.
  func precisionFinding(_ source: SentenceEncoder) -> CheckFinding {
    let narrow = Self.step(source.encoder, batch: batch, pooling: pooling)
    var (error, size) = (0.0, 0.0)
    for (a, b) in zip(narrow.gradients, result.gradients) {
      for (x, y) in zip(a.tensor.scalars, b.tensor.scalars) {
        error += (Double(x) - y) * (Double(x) - y)
        size += y * y
      }
    }
    // Float rounds to 6e-8; sums of thousands of terms through every block lose two to three digits.
    return .atMost(1e-4, (error / size).squareRoot(), "relative error of the gradient")
  }
}
