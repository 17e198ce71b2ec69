/// What one step of masked language modelling computes: a pure function of its arguments.
///
///     loss = mean over masked positions of  −log p(token | the sentence as it is seen)
///
/// Each sentence attends to itself alone, and positions restart with it. The head is computed at masked
/// positions only.
///
/// - Relation: without a masked position the loss is 0, and so is every gradient.
/// - Source: arXiv:1810.04805, section 3.1.
public struct MaskedStep<Scalar: BLASScalar>: Sendable {
  /// What a step is computed from.
  public struct Call: Sendable {
    /// Its parameters include those of ``LanguageModelHead``.
    public var encoder: Encoder<Scalar>
    public var batch: MaskedSentences
    /// What the loss is multiplied by in the gradient: 1 alone, λ beside another objective.
    public var weight: Double
    /// Rates, stream, step and slots, one a sentence; nil for none.
    public var dropout: EncoderDropout?

    public init(
      encoder: Encoder<Scalar>, batch: MaskedSentences, weight: Double, dropout: EncoderDropout?
    ) {
      self.encoder = encoder
      self.batch = batch
      self.weight = weight
      self.dropout = dropout
    }
  }

  /// The loss in nats, without the weight.
  public let loss: Double
  /// The share of masked positions whose token has the greatest logit; 0 without any.
  public let accuracy: Double
  /// In the order of the encoder's parameters, times the weight.
  public let gradients: [Gradient<Scalar>]

  /// - Randomness: `dropout`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(_ call: Call) {
    let encoder = call.encoder
    let tape = Tape<Scalar>(compute: encoder.compute, observer: nil)
    let pass = Pass(encoder, call.batch, dropout: call.dropout, trainable: true, on: tape)
    loss = Double(pass.loss.value.scalars[0])
    accuracy = pass.accuracy
    gradients = encoder.gradients(
      of: pass.loss, seed: Tensor([Scalar(call.weight)], shape: []), leaves: pass.leaves, on: tape)
  }

  /// The sum of the losses in nats, and how many of the tokens were found, without dropout.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public static func score(
    _ encoder: Encoder<Scalar>, _ batch: MaskedSentences
  ) -> (loss: Double, found: Double) {
    let tape = Tape<Scalar>(compute: encoder.compute, observer: nil)
    let pass = Pass(encoder, batch, dropout: nil, trainable: false, on: tape)
    let count = Double(batch.places.count)
    return (Double(pass.loss.value.scalars[0]) * count, pass.accuracy * count)
  }

  /// The logits at the masked positions (N, V), without dropout.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public static func logits(_ encoder: Encoder<Scalar>, _ batch: MaskedSentences) -> Tensor<Scalar>
  {
    let tape = Tape<Scalar>(compute: encoder.compute, observer: nil)
    return Pass(encoder, batch, dropout: nil, trainable: false, on: tape).logits.value
  }

  /// From a masked batch to its loss.
  private struct Pass {
    let leaves: Encoder<Scalar>.Leaves
    let logits: Variable<Scalar>
    let loss: Variable<Scalar>
    let accuracy: Double

    init(
      _ encoder: Encoder<Scalar>, _ batch: MaskedSentences, dropout: EncoderDropout?,
      trainable: Bool, on tape: Tape<Scalar>
    ) {
      guard !batch.places.isEmpty else {
        let pack = TokenPack([])
        leaves = encoder.leavesOfAllWords(for: pack, on: tape, trainable: trainable)
        logits = tape.constant(Tensor(zeros: [0, encoder.settings.vocabularySize]))
        loss = tape.constant(Tensor([0], shape: []))
        accuracy = 0
        return
      }
      let pack = TokenPack(batch.sentences)
      leaves = encoder.leavesOfAllWords(for: pack, on: tape, trainable: trainable)
      let states = encoder.hiddenStates(of: pack, leaves: leaves, on: tape, dropout: dropout)
      logits = LanguageModelHead.logits(
        tape.apply(SelectRows(rows: batch.places), states[states.count - 1]), words: leaves.words,
        leaves: HeadLeaves(names: encoder.parameters.names, variables: leaves.variables),
        settings: encoder.settings, compute: encoder.compute, on: tape)
      loss = tape.apply(CrossEntropy(labels: batch.labels, compute: encoder.compute), logits)
      accuracy = Self.accuracy(logits.value, labels: batch.labels)
    }

    private static func accuracy(_ logits: Tensor<Scalar>, labels: [Int]) -> Double {
      let columns = logits.columns
      let found = logits.reading { logits in
        labels.enumerated().count { row, label in
          let row = logits.advanced(by: row &* columns)
          return row[label] == rowMaximum(columns, of: row)
        }
      }
      return Double(found) / Double(labels.count)
    }
  }
}
