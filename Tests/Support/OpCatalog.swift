public import Model

/// An operation and shapes that its gradient check runs on.
public struct OpExample<Scalar: BLASScalar>: Sendable, CustomStringConvertible {
  public let op: any Op<Scalar>
  /// The shape of each input.
  public let shapes: [[Int]]

  init(_ op: any Op<Scalar>, _ shapes: [[Int]]) {
    self.op = op
    self.shapes = shapes
  }

  public var description: String { "\(type(of: op)) on \(shapes)" }
}

/// The only list of operations; what is listed is checked.
public enum OpCatalog {
  /// In Double, where gradients are checked.
  public static var examples: [OpExample<Double>] { listed() }
  /// The same in Float, in the same order, where studies run.
  public static var floatExamples: [OpExample<Float>] { listed() }

  /// One line an operation and shape, the awkward ones included: one token, one sentence, the longest
  /// sentence, widths that are not multiples of 8. A test asks for them.
  private static func listed<Scalar: BLASScalar>() -> [OpExample<Scalar>] {
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
      OpExample(
        ResidualNorm(
          epsilon: 1e-3, starts: [0, 1], dropout: (mask, [positions[0]]), compute: compute),
        [[1, 11], [1, 11], [11], [11]]),
      OpExample(Elementwise(Gelu.self, compute: compute), [[3, 7]]),
      OpExample(Elementwise(Gelu.self, compute: compute), [[1, 1]]),
      OpExample(Elementwise(GeluTanh.self, compute: compute), [[3, 7]]),
      OpExample(Elementwise(GeluTanh.self, compute: compute), [[1, 1]]),
      OpExample(Elementwise(Tanh.self, compute: compute), [[2, 9]]),
      OpExample(Elementwise(Tanh.self, compute: compute), [[1, 1]]),
      OpExample(Add(compute: compute), [[3, 5], [3, 5]]),
      OpExample(Add(compute: compute), [[1, 1], [1, 1]]),
      OpExample(
        ElementwiseAffine(
          factors: Tensor((0..<21).map { 1 - Scalar($0) / 10 }, shape: [3, 7]),
          addends: Tensor(repeating: 0.5, shape: [3, 7]), compute: compute), [[3, 7]]),
      OpExample(
        ElementwiseAffine(
          factors: Tensor([0.7], shape: [1, 1]), addends: Tensor([0.5], shape: [1, 1]),
          compute: compute), [[1, 1]]),
      OpExample(ReplaceRows(rows: [3, 0]), [[4, 11], [2, 11]]),
      OpExample(ReplaceRows(rows: [0]), [[1, 1], [1, 1]]),
      OpExample(Windows(size: 3, starts: starts), [[13, 9]]),
      OpExample(Windows(size: 5, starts: [0, 1]), [[1, 1]]),
      OpExample(ConcatenateColumns(), [[3, 5], [3, 8]]),
      OpExample(ConcatenateColumns(), [[1, 1], [1, 1]]),
      OpExample(JensenShannonInformation(starts: starts), [[13, 3]]),
      OpExample(JensenShannonInformation(starts: [0, 1]), [[1, 1]]),
      OpExample(BidirectionalMargin(least: 0.1, greatest: 0.3), [[9, 1]]),
      OpExample(BidirectionalMargin(least: -0.5, greatest: 0.5), [[1, 1]]),
      OpExample(Scale(factor: -0.25), [[4, 3]]),
      OpExample(SquaredDistance(target: Tensor([0.5], shape: [1])), [[1]]),
      OpExample(
        SquaredDistance(
          target: Tensor((0..<33).map { Scalar($0) / 20 - 1 }, shape: [3, 11])), [[3, 11]]),
      OpExample(Scale(factor: -0.25), [[1, 1]]),
      OpExample(SelectRows(rows: [2, 0, 2]), [[3, 11]]),
      OpExample(SelectRows(rows: [0, 0]), [[1, 1]]),
      OpExample(ConcatenateRows(), [[2, 5], [3, 5]]),
      OpExample(ConcatenateRows(), [[1, 1], [1, 1]]),
      OpExample(MeanRows(starts: starts), [[13, 11]]),
      OpExample(MeanRows(starts: [0, 1]), [[1, 9]]),
      OpExample(
        Embedding(rows: [0, 1, 1, 2, 0], positions: [0, 1, 0, 1, 2]), [[3, 9], [4, 9], [2, 9]]),
      OpExample(
        Embedding(rows: [0, 1, 1, 2, 0], positions: [2, 3, 2, 1, 3]),
        [[3, 24], [4, 24], [1, 24]]),
      OpExample(Embedding(rows: [0], positions: [0]), [[1, 3], [1, 3], [2, 3]]),
      OpExample(
        Embedding(rows: [1, 0, 1, 1], positions: [0, 1, 2, 3]), [[2, 16], [4, 16], [2, 16]]),
      OpExample(
        Dropout(mask: mask, starts: starts, positions: positions, compute: compute), [[13, 11]]),
      OpExample(
        Dropout(mask: mask, starts: [0, 1], positions: [positions[1]], compute: compute),
        [[1, 13]]),
      OpExample(
        Attention(heads: 2, starts: starts, queries: .all, dropout: nil, compute: compute),
        [[13, 6], [13, 6], [13, 6]]),
      OpExample(
        Attention(heads: 1, starts: [0, 1], queries: .all, dropout: nil, compute: compute),
        [[1, 3], [1, 3], [1, 3]]),
      OpExample(
        Attention(heads: 3, starts: [0, 64], queries: .all, dropout: nil, compute: compute),
        [[64, 15], [64, 15], [64, 15]]),
      OpExample(
        Attention(
          heads: 2, starts: starts, queries: .all, dropout: (mask, positions), compute: compute),
        [[13, 80], [13, 80], [13, 80]]),
      OpExample(
        Attention(
          heads: 2, starts: starts, queries: .first, dropout: (mask, positions), compute: compute),
        [[starts.count - 1, 80], [13, 80], [13, 80]]),
      OpExample(
        Attention(heads: 3, starts: [0, 17], queries: .first, dropout: nil, compute: compute),
        [[1, 15], [17, 15], [17, 15]]),
      OpExample(CosineSimilarity(temperature: 0.05, compute: compute), [[3, 7], [5, 7]]),
      OpExample(CosineSimilarity(temperature: 1, compute: compute), [[1, 1], [1, 1]]),
      OpExample(InfoNCE(logWeights: [0, 0, 0]), [[3, 3]]),
      OpExample(InfoNCE(logWeights: [0, 0.5, -1]), [[1, 3]]),
      OpExample(InfoNCE(logWeights: [0, 0, 0, -0.7, 1.2]), [[3, 5]]),
      OpExample(SmoothedInfoNCE(logWeights: [0, 0, 0, -0.7, 1.2], rate: 0.3), [[3, 5]]),
      OpExample(SmoothedInfoNCE(logWeights: [0, 0.5, -1], rate: 0.1), [[1, 3]]),
      OpExample(PairDistance(), [[4, 4]]),
      OpExample(PairDistance(), [[1, 1]]),
      OpExample(UniformPotential(potential: 2), [[4, 4]]),
      OpExample(UniformPotential(potential: 1), [[1, 1]]),
      OpExample(
        GaussianSample(noise: Tensor([0.3, -1, 2, 0.1, 0.7, -0.2], shape: [2, 3])), [[2, 6]]),
      OpExample(GaussianSample(noise: Tensor([0.3], shape: [1, 1])), [[1, 2]]),
      OpExample(VariationalBound(target: Tensor([0.3], shape: [1, 1])), [[1, 1], [1, 2]]),
      OpExample(
        VariationalBound(target: Tensor([0.3, -1, 2, 0.1, 0.7, -0.2], shape: [2, 3])),
        [[2, 3], [2, 4]]),
      OpExample(AddToDiagonal(1.5, firstColumn: 2), [[3, 5]]),
      OpExample(AddToDiagonal(1.5, firstColumn: 2), [[1, 5]]),
      OpExample(RowCosine(), [[3, 7], [3, 7]]),
      OpExample(RowCosine(), [[1, 16], [1, 16]]),
      OpExample(TripletDistance(margin: 9), [[3, 7], [3, 7], [3, 7]]),
      OpExample(TripletDistance(margin: 9), [[1, 1], [1, 1], [1, 1]]),
      OpExample(
        LSTM(starts: starts, isReversed: false, compute: compute),
        [[13, 5], [12, 5], [12, 3], [12], [12]]),
      OpExample(
        LSTM(starts: starts, isReversed: true, compute: compute),
        [[13, 5], [12, 5], [12, 3], [12], [12]]),
      OpExample(
        LSTM(starts: [0, 1], isReversed: true, compute: compute),
        [[1, 1], [4, 1], [4, 1], [4], [4]]),
      OpExample(MaxRows(starts: starts), [[13, 11]]),
      OpExample(MaxRows(starts: [0, 1]), [[1, 9]]),
      OpExample(PairFeatures(PairPart.allCases), [[3, 5], [3, 5]]),
      OpExample(PairFeatures([.absoluteDifference]), [[1, 1], [1, 1]]),
      OpExample(CrossEntropy(labels: [4, 0, 0], compute: oneThread), [[3, 5]]),
      OpExample(CrossEntropy(labels: [2], compute: oneThread), [[1, 3]]),
      OpExample(CrossEntropy(labels: [2, 18], compute: oneThread), [[2, 19]]),
      OpExample(BinaryCrossEntropy(targets: [0.5]), [[1, 1]]),
      OpExample(MeanSquaredError(targets: [0.5]), [[1, 1]]),
      OpExample(BinaryCrossEntropy(targets: [1, 0, 0.25]), [[3, 1]]),
      OpExample(MeanSquaredError(targets: [0.5, 4, -1]), [[3, 1]]),
      OpExample(Elementwise(Sigmoid.self, compute: compute), [[3, 7]]),
      OpExample(Elementwise(Sigmoid.self, compute: compute), [[1, 1]]),
      OpExample(ScaleShift(), [[4, 3], [1], [1]]),
      OpExample(ScaleShift(), [[1, 1], [1], [1]]),
      OpExample(Standout(masks: nil, compute: compute), [[1, 9], [1, 9]]),
      OpExample(Standout(masks: nil, compute: compute), [[13, 11], [13, 11]]),
    ]
  }
}
