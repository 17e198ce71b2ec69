/// The token at a position from its representation: BERT's head of masked language modelling.
///
///     t = LayerNorm(activation(h · Wᵀ + b));   logits = t · Eᵀ + bias
///
/// `E` is the table of word embeddings itself, so that the head adds no (V, H) matrix.
///
/// - Source: arXiv:1810.04805, section 3.1; names of Hugging Face's `BertForMaskedLM`.
public enum LanguageModelHead {
  /// What its parameters' names begin with.
  public static let prefix = "cls.predictions."

  private static let dense = prefix + "transform.dense"
  private static let norm = prefix + "transform.LayerNorm"
  private static let bias = prefix + "bias"

  /// Every parameter's name, shape and start, over an encoder.
  public static func parameterLayout(of encoder: EncoderSettings) -> ParameterLayout {
    let width = encoder.width
    return [
      (dense + ".weight", [width, width], .normal), (dense + ".bias", [width], .zeros),
      (norm + ".weight", [width], .ones), (norm + ".bias", [width], .zeros),
      (bias, [encoder.vocabularySize], .zeros),
    ]
  }

  /// The logits (N, V) of tokens with representations (N, H).
  ///
  /// - Inputs: `words`, the word embeddings (V, H).
  public static func logits<Scalar: BLASScalar>(
    _ states: Variable<Scalar>, words: Variable<Scalar>, leaves: HeadLeaves<Scalar>,
    settings: EncoderSettings, compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    let linear = Linear<Scalar>(compute: compute)
    let mapped = tape.apply(
      linear, states, leaves[dense + ".weight"], leaves[dense + ".bias"])
    let active = settings.activation.applied(to: mapped, compute: compute, on: tape)
    let normalized = tape.apply(
      LayerNorm(epsilon: Scalar(settings.layerNormEpsilon), compute: compute), active,
      leaves[norm + ".weight"], leaves[norm + ".bias"])
    return tape.apply(linear, normalized, words, leaves[bias])
  }
}

extension EncoderSettings.Activation {
  /// The function of every scalar.
  @inline(never)
  func applied<Scalar: BLASScalar>(
    to x: Variable<Scalar>, compute: Compute, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    switch self {
    case .gelu: tape.apply(Elementwise(Gelu.self, compute: compute), x)
    case .geluTanh: tape.apply(Elementwise(GeluTanh.self, compute: compute), x)
    }
  }
}
