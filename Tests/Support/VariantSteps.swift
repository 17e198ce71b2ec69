import Laws
public import Model

/// Outputs for stages that are tested by themselves.
public func batchOutputs(_ rows: Int, _ width: Int, temperature: Double = 0.3) -> BatchOutputs {
  BatchOutputs(
    anchors: testTensor([rows, width], seed: 1, "anchors"),
    positives: testTensor([rows, width], seed: 1, "positives"), temperature: temperature,
    compute: oneThread)
}

/// The negatives of a source on such outputs.
public func negatives(
  _ source: some NegativeSource, _ batch: BatchOutputs, seed: UInt64 = 1
) -> ExtraNegatives? {
  var state = VariantState.empty
  return source.negatives(
    of: batch, state: &state, stream: RandomStream(seed: seed, name: .negatives))
}

/// Mean and deviation of numbers.
public func moments<Number: BinaryFloatingPoint>(
  _ numbers: [Number]
) -> (mean: Double, deviation: Double) {
  let mean = numbers.reduce(0) { $0 + Double($1) } / Double(numbers.count)
  let square = numbers.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  return (mean, (square / Double(numbers.count - 1)).squareRoot())
}

extension VariantChoice {
  /// Variants of several types as arguments of one test.
  public static func list(_ variants: [any Variant]) -> [VariantChoice] {
    variants.map(VariantChoice.init)
  }
}
