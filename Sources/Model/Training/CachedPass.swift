/// A step whose activations do not fit memory at once: the gradient of the whole batch, piece by piece.
///
///     1. vectors of every piece, nothing kept      h = f(θ)
///     2. the loss of all vectors, and dL/dh
///     3. every piece again, with the same masks    dL/dθ = Σ_pieces (dL/dh_piece)ᵀ dh_piece/dθ
///
/// Encoding is done twice, so that memory is that of one piece and of all vectors.
///
/// - Relation: the loss is that of the whole batch to the bit, since a sentence's vector does not
///   depend on the others; gradients are to rounding, because a piece sums its own tokens first.
/// - Source: arXiv:2101.06983.
struct CachedPass<Scalar: BLASScalar> {
  let head: VariantHead<Scalar>
  /// In the order of the encoder's parameters.
  let gradients: [Gradient<Scalar>]

  init(_ call: TrainingStep<Scalar>.Call, pieceSize: Int) {
    let (variant, compute) = (call.variant, call.encoder.compute)
    precondition(pieceSize >= 1, "a piece of \(pieceSize) sentences")
    precondition(
      variant.takesPieces && call.held == nil,
      "\(type(of: variant).name) changes more than the outputs, so it takes the batch at once")
    let sentences = call.sentences
    let pieces = stride(from: 0, to: sentences.count, by: pieceSize).map {
      $0..<min($0 + pieceSize, sentences.count)
    }
    var scalars: [Scalar] = []
    for piece in pieces {
      scalars += Encoded(call, sentences, piece, trainable: false).vectors.value.scalars
    }
    let width = scalars.count / sentences.count
    let tape = Tape<Scalar>(compute: compute, observer: call.observer)
    let vectors = tape.variable(Tensor(scalars, shape: [sentences.count, width]))
    let head = VariantHead(
      call, vectors: vectors, held: nil, reference: nil, leaves: nil, on: tape)
    let gradient = tape.gradients(
      of: head.result.loss, seed: Tensor([1], shape: []), by: [vectors])[0]
    var sums: [Gradient<Scalar>] = []
    for piece in pieces {
      let encoded = Encoded(call, sentences, piece, trainable: true)
      let seed = Tensor(
        Array(gradient.scalars[piece.lowerBound * width..<piece.upperBound * width]),
        shape: [piece.count, width])
      let parts = call.encoder.gradients(
        of: encoded.vectors, seed: seed, leaves: encoded.leaves, on: encoded.tape)
      sums = sums.isEmpty ? parts : zip(sums, parts).map { $0.sum(with: $1, compute: compute) }
    }
    self.head = head
    gradients = sums
  }

  /// Some of a step's sentences on a tape of their own.
  private struct Encoded {
    let tape: Tape<Scalar>
    let leaves: Encoder<Scalar>.Leaves
    let vectors: Variable<Scalar>

    init(
      _ call: TrainingStep<Scalar>.Call, _ sentences: [[Int32]], _ piece: Range<Int>,
      trainable: Bool
    ) {
      let encoder = call.encoder
      tape = Tape(compute: encoder.compute, observer: call.observer)
      let pack = TokenPack(Array(sentences[piece]))
      leaves = encoder.leaves(for: pack, on: tape, trainable: trainable)
      let dropout = call.dropout?.part(piece)
      vectors = encoder.pooled(
        encoder.hiddenStates(
          of: pack, entry: nil, for: call.settings.pooling, leaves: leaves, on: tape,
          dropout: dropout),
        of: pack, by: call.settings.pooling,
        minus: call.templateBias(
          of: pack, piece, by: encoder, leaves: leaves, on: tape, dropout: dropout),
        training: true, leaves: leaves, on: tape)
    }
  }
}

extension Gradient {
  /// The sum of two gradients of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func sum(with other: Gradient, compute: Compute) -> Gradient {
    switch (self, other) {
    case (.dense(var tensor), .dense(let addend)):
      tensor.add(addend, compute: compute)
      return .dense(tensor)
    case (.rows(let rows, let tensor), .rows(let others, let addend)):
      let union = Set(rows).union(others).sorted()
      let columns = tensor.columns
      var sum = Tensor<Scalar>(zeros: [union.count, columns])
      func add(_ rows: [Int], _ part: Tensor<Scalar>) {
        var place = 0
        for (index, row) in rows.enumerated() {
          while union[place] != row { place += 1 }
          for column in 0..<columns {
            sum.scalars[place * columns + column] += part.scalars[index * columns + column]
          }
        }
      }
      add(rows, tensor)
      add(others, addend)
      return .rows(union, sum)
    case (.dense, .rows), (.rows, .dense):
      preconditionFailure("a dense gradient and one by rows are not of one parameter")
    }
  }
}
