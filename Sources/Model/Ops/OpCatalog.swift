/// An operation and shapes that its gradient check runs on.
public struct OpExample: Sendable, CustomStringConvertible {
  public let op: any Op<Double>
  /// The shape of each input.
  public let shapes: [[Int]]

  init(_ op: any Op<Double>, _ shapes: [[Int]]) {
    self.op = op
    self.shapes = shapes
  }

  public var description: String { "\(type(of: op)) on \(shapes)" }
}

/// The only list of operations; what is listed is checked.
public enum OpCatalog {
  /// One line an operation and shape, the awkward ones included: one token, one sentence, widths
  /// that are not multiples of 8.
  public static var examples: [OpExample] {
    let compute = Compute(product: .exact, threads: 2)
    let starts = [0, 1, 10, 13]
    let mask = DropoutMask(rate: 0.3, stream: RandomStream(seed: 1, name: .dropout))
    let positions = (0..<3).map {
      DropoutMask.Position(step: 2, view: $0 % 2, example: $0, site: 4)
    }
    return [
      OpExample(Linear(compute: compute), [[1, 1], [1, 1], [1]]),
      OpExample(Linear(compute: compute), [[7, 13], [9, 13], [9]]),
      OpExample(Linear(compute: compute), [[5, 32], [24, 32], [24]]),
      OpExample(LayerNorm(epsilon: 1e-12, compute: compute), [[1, 3], [3], [3]]),
      OpExample(LayerNorm(epsilon: 1e-2, compute: compute), [[5, 24], [24], [24]]),
      OpExample(LayerNorm(epsilon: 1e-5, compute: compute), [[3, 13], [13], [13]]),
      OpExample(
        ResidualNorm(epsilon: 1e-3, starts: starts, dropout: nil, compute: compute),
        [[13, 11], [13, 11], [11], [11]]),
      OpExample(
        ResidualNorm(
          epsilon: 1e-3, starts: starts, dropout: (mask, positions), compute: compute),
        [[13, 24], [13, 24], [24], [24]]),
      OpExample(Elementwise(Gelu.self, compute: compute), [[3, 7]]),
      OpExample(Elementwise(GeluTanh.self, compute: compute), [[3, 7]]),
      OpExample(Elementwise(Tanh.self, compute: compute), [[2, 9]]),
      OpExample(Add(compute: compute), [[3, 5], [3, 5]]),
      OpExample(Scale(factor: -0.25), [[4, 3]]),
      OpExample(SelectRows(rows: [2, 0, 2]), [[3, 11]]),
      OpExample(ConcatenateRows(), [[2, 5], [3, 5]]),
      OpExample(MeanRows(starts: starts), [[13, 11]]),
      OpExample(
        Embedding(rows: [0, 1, 1, 2, 0], starts: [0, 2, 5]), [[3, 9], [4, 9], [2, 9]]),
      OpExample(
        Dropout(mask: mask, starts: starts, positions: positions, compute: compute), [[13, 11]]),
      OpExample(
        Attention(heads: 2, starts: starts, dropout: nil, compute: compute),
        [[13, 6], [13, 6], [13, 6]]),
      OpExample(
        Attention(heads: 1, starts: [0, 1], dropout: nil, compute: compute),
        [[1, 3], [1, 3], [1, 3]]),
      OpExample(
        Attention(heads: 2, starts: starts, dropout: (mask, positions), compute: compute),
        [[13, 80], [13, 80], [13, 80]]),
      OpExample(CosineSimilarity(temperature: 0.05, compute: compute), [[3, 7], [5, 7]]),
      OpExample(CosineSimilarity(temperature: 1, compute: compute), [[1, 1], [1, 1]]),
      OpExample(InfoNCE(logWeights: [0, 0, 0]), [[3, 3]]),
      OpExample(InfoNCE(logWeights: [0, 0, 0, -0.7, 1.2]), [[3, 5]]),
      OpExample(AddToDiagonal(1.5, firstColumn: 2), [[3, 5]]),
      OpExample(RowCosine(), [[3, 7], [3, 7]]),
      OpExample(RowCosine(), [[1, 16], [1, 16]]),
      OpExample(PairFeatures(PairPart.allCases), [[3, 5], [3, 5]]),
      OpExample(PairFeatures([.absoluteDifference]), [[1, 1], [1, 1]]),
      OpExample(CrossEntropy(labels: [4, 0, 0]), [[3, 5]]),
      OpExample(BinaryCrossEntropy(targets: [1, 0, 0.25]), [[3, 1]]),
      OpExample(MeanSquaredError(targets: [0.5, 4, -1]), [[3, 1]]),
      OpExample(Elementwise(Sigmoid.self, compute: compute), [[3, 7]]),
      OpExample(ScaleShift(), [[4, 3], [1], [1]]),
      OpExample(Standout(masks: nil, compute: compute), [[13, 11], [13, 11]]),
    ]
  }
}
