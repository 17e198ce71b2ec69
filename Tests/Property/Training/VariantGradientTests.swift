import Model
import Support
import Testing

/// Every variant of the catalog through the whole encoder in both precisions.
@Suite struct VariantGradientTests {
  static let choices = VariantChoice.list(VariantCatalog.standard.examples)

  /// Float rounds to 6e-8; the sums of a tiny encoder lose two digits at most.
  @Test(arguments: choices)
  func `the gradient in Float follows that in Double`(_ choice: VariantChoice) {
    let call = variantCall(choice.variant)
    let parameters = call.encoder.parameters.converted(to: Float.self)
    func step<Scalar: BLASScalar>(_ parameters: Parameters<Scalar>) -> TrainingStep<Scalar> {
      var own = TrainingStep<Scalar>.Call(
        encoder: Encoder(
          settings: call.encoder.settings, parameters: parameters, compute: oneThread),
        views: call.views, variant: call.variant,
        settings: .init(
          pooling: .cls, temperature: 0.3, hiddenDropoutRate: 0.2, attentionDropoutRate: 0.1),
        dropout: call.dropout, augmentation: call.augmentation, negatives: call.negatives,
        state: call.state, held: nil, observer: nil)
      (own.labels, own.scores, own.pool) = (call.labels, call.scores, call.pool)
      own.hardNegatives = call.hardNegatives.map {
        .init(sentences: $0.sentences, weight: $0.weight)
      }
      own.softNegatives = call.softNegatives
      own.edited = call.edited
      return TrainingStep(own)
    }
    let narrow = step(parameters)
    let wide = step(parameters.converted(to: Double.self))
    var (error, size) = (0.0, 0.0)
    for (a, b) in zip(narrow.gradients, wide.gradients) {
      for (x, y) in zip(a.tensor.scalars, b.tensor.scalars) {
        error += (Double(x) - y) * (Double(x) - y)
        size += y * y
      }
    }
    #expect((error / size).squareRoot() < 1e-5)
    #expect(abs(narrow.loss - wide.loss) < 1e-5)
  }
}
