/// InferSent: two long short-term memories over word vectors, one from each end, and the largest number of
/// each feature over the words; trained to classify pairs of sentences.
///
///     v(s) = max over words of (h forward, h backward)                                     (2H)
///     loss = mean over pairs of −log softmax(layers(u, v, |u − v|, u · v))[label]
///
/// Word vectors are constants. The layers are linear, two of a width and one of three classes, without a
/// function between, as in the source's code.
///
/// - Source: arXiv:1705.02364, sections 3 and 4; its `models.py`.
public struct InferSent<Scalar: BLASScalar>: Sendable {
  /// The sizes of its parameters.
  public struct Shape: Sendable, Equatable {
    /// Numbers of a word vector, D.
    public let words: Int
    /// Numbers of each of the two memories, H.
    public let hidden: Int
    /// Numbers of the layers below the classes.
    public let classifier: Int

    public init(words: Int, hidden: Int, classifier: Int) {
      (self.words, self.hidden, self.classifier) = (words, hidden, classifier)
    }

    /// Names and shapes in the order of the parameters, as PyTorch's module has them.
    public var layout: [(name: String, shape: [Int])] {
      var layout: [(name: String, shape: [Int])] = []
      let gates = 4 * hidden
      for ending in ["", "_reverse"] {
        layout.append(("lstm.weight_ih_l0" + ending, [gates, words]))
        layout.append(("lstm.weight_hh_l0" + ending, [gates, hidden]))
        layout.append(("lstm.bias_ih_l0" + ending, [gates]))
        layout.append(("lstm.bias_hh_l0" + ending, [gates]))
      }
      for entry in head.parameterLayout(width: 2 * hidden) {
        layout.append((entry.name, entry.shape))
      }
      return layout
    }

    fileprivate var head: DenseHead {
      DenseHead(
        name: "classifier", vectors: 4, widths: [classifier, classifier, 3], activation: .identity)
    }
  }

  public let shape: Shape
  public var parameters: Parameters<Scalar>
  public let compute: Compute

  public init(shape: Shape, parameters: Parameters<Scalar>, compute: Compute) {
    (self.shape, self.parameters, self.compute) = (shape, parameters, compute)
  }

  /// Uniform numbers within 1/√H of 0 in the memories, within 1/√(inputs) in the layers, as PyTorch
  /// begins them.
  ///
  /// - Randomness: `stream`, forked by the parameter's name.
  public init(fresh shape: Shape, stream: RandomStream, compute: Compute) {
    var inputs = shape.hidden
    let entries = shape.layout.map { name, size in
      if name.hasPrefix("classifier"), size.count == 2 { inputs = size[1] }
      let bound = 1 / Double(inputs).squareRoot()
      let draws = stream.fork(name).uniform(size.reduce(1, *))
      return (name, Tensor(draws.map { Scalar((2 * $0 - 1) * bound) }, shape: size))
    }
    self.init(shape: shape, parameters: Parameters(entries), compute: compute)
  }

  /// Sentences as word vectors.
  public struct Words: Sendable {
    /// (T, D).
    public let vectors: Tensor<Scalar>
    /// Where each sentence begins, and where the last ends (B + 1); none is empty.
    public let starts: [Int]

    public init(vectors: Tensor<Scalar>, starts: [Int]) {
      (self.vectors, self.starts) = (vectors, starts)
    }
  }

  /// The vectors of sentences (B, 2H).
  public func vectors(
    of words: Words, leaves: HeadLeaves<Scalar>, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    let x = tape.constant(words.vectors)
    let sides = ["", "_reverse"].map { ending in
      tape.apply(
        LSTM(starts: words.starts, isReversed: !ending.isEmpty, compute: compute), x,
        leaves["lstm.weight_ih_l0" + ending], leaves["lstm.weight_hh_l0" + ending],
        leaves["lstm.bias_ih_l0" + ending], leaves["lstm.bias_hh_l0" + ending])
    }
    let states = tape.apply(ConcatenateColumns(), sides[0], sides[1])
    return tape.apply(MaxRows(starts: words.starts), states)
  }

  /// The vectors of sentences (B, 2H), where no gradient is wanted.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func embeddings(of words: Words) -> Tensor<Scalar> {
    let tape = Tape<Scalar>(compute: compute, observer: nil)
    let leaves = HeadLeaves(parameters, on: tape, trainable: false)
    return vectors(of: words, leaves: leaves, on: tape).value
  }

  /// What a step computes: the loss of pairs, its gradients, and how many labels are found.
  public struct Step: Sendable {
    public let loss: Double
    /// In the order of the parameters; empty where none are wanted.
    public let gradients: [Tensor<Scalar>]
    public let found: Int
  }

  /// - Inputs: `first` and `second`, as many sentences; `labels`, from 0 to 2.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func step(
    _ first: Words, _ second: Words, labels: [Int], trains: Bool
  ) -> Step {
    let tape = Tape<Scalar>(compute: compute, observer: nil)
    let leaves = HeadLeaves(parameters, on: tape, trainable: trains)
    let (u, v) = (
      vectors(of: first, leaves: leaves, on: tape), vectors(of: second, leaves: leaves, on: tape)
    )
    let features = tape.apply(
      PairFeatures([.first, .second, .absoluteDifference, .product]), u, v)
    let logits = shape.head.applied(to: features, leaves: leaves, compute: compute, on: tape)
    let loss = tape.apply(CrossEntropy(labels: labels, compute: compute), logits)
    let found = labels.indices.count { row in
      let own = logits.value.row(row)
      return own.allSatisfy { $0 <= own[labels[row]] }
    }
    return Step(
      loss: Double(loss.value.scalars[0]),
      gradients: trains
        ? tape.gradients(of: loss, seed: Tensor([1], shape: []), by: leaves.variables) : [],
      found: found)
  }
}
