extension TrainingStep.Call {
  /// The bias of the templates of some of a step's sentences; nil where it stays.
  func templateBias(
    of pack: TokenPack, _ sentences: Range<Int>, by encoder: Encoder<Scalar>,
    leaves: Encoder<Scalar>.Leaves, on tape: Tape<Scalar>, dropout: EncoderDropout?
  ) -> Variable<Scalar>? {
    guard let templates else { return nil }
    let n = views.0.count
    return encoder.templateBias(
      of: pack,
      shapes: sentences.map { sentence in
        // Behind the second view all are negatives, neutral sentences too.
        let view = min(sentence / n, templates.count - 1)
        return (templates[view], dropout?.slots[sentence - sentences.lowerBound].view ?? view)
      }, leaves: leaves, on: tape, dropout: dropout)
  }
}
