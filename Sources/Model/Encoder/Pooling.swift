/// How a sentence's representation is read from its tokens.
///
/// - Source: `Pooler` of the reference implementation of arXiv:2104.08821.
public enum Pooling: String, CaseIterable, Codable, Sendable {
  /// CLS through a linear layer and tanh, in training and after.
  case cls
  /// As `cls` in training; CLS alone after it: what SimCSE does without supervision.
  case clsBeforePooler = "cls-before-pooler"
  /// The mean over tokens of the last block.
  case mean
  /// The mean over tokens of the average of the last two blocks.
  case meanTop2 = "mean-top2"
  /// The mean over tokens of the average of the first and the last block.
  case meanFirstLast = "mean-first-last"
  /// The mean over tokens of what enters the first block: their embeddings with position and type,
  /// normalized. A baseline without context.
  case meanEmbeddings = "mean-embeddings"
  /// The last block's state at the mask token of a template, in training and after.
  case mask
  /// The same through a linear layer and tanh in training; the state alone after it.
  case maskBeforePooler = "mask-before-pooler"

  /// The mean over tokens of 1-D convolutions of the last block.
  case meanConvolutions = "mean-convolutions"

  /// Those of any encoder with a pooler: without a template or further parameters.
  public static let plain = allCases.filter { !$0.needsTemplate && $0 != .meanConvolutions }

  /// Whether sentence-transformers has it too.
  public var isCommon: Bool { [.cls, .clsBeforePooler, .mean].contains(self) }

  /// Whether only the first token's last state is looked at.
  public var readsFirstTokens: Bool { self == .cls || self == .clsBeforePooler }

  /// Whether the tanh layer's parameters are needed.
  public var needsDense: Bool { [.cls, .clsBeforePooler, .maskBeforePooler].contains(self) }

  /// Whether sentences come in a template with a mask token.
  public var needsTemplate: Bool { self == .mask || self == .maskBeforePooler }
}

extension Encoder {
  /// The sentences' representations (B, H) from the hidden states, the last of all tokens or, for a
  /// pooling that looks at no others, of the first tokens.
  public func pooled(
    _ states: [Variable<Scalar>], of pack: TokenPack, by pooling: Pooling, training: Bool,
    leaves: Leaves, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    pooled(
      states, of: pack, by: pooling, minus: nil, training: training, leaves: leaves, on: tape)
  }

  /// The same with a bias (B, H) taken from the states at the mask token; nil for none.
  func pooled(
    _ states: [Variable<Scalar>], of pack: TokenPack, by pooling: Pooling,
    minus bias: Variable<Scalar>?, training: Bool, leaves: Leaves, on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    let last = states[states.count - 1]
    let mean = MeanRows<Scalar>(starts: pack.starts)
    func halfSum(_ a: Variable<Scalar>, _ b: Variable<Scalar>) -> Variable<Scalar> {
      tape.apply(mean, tape.apply(Scale(factor: 0.5), tape.apply(Add(compute: compute), a, b)))
    }
    switch pooling {
    case .mean: return tape.apply(mean, last)
    case .meanConvolutions:
      return tape.apply(
        mean, tokenStates(states, of: pack, by: pooling, leaves: leaves, on: tape))
    case .meanTop2: return halfSum(states[max(states.count - 2, 0)], last)
    case .meanEmbeddings: return tape.apply(mean, states[0])
    case .meanFirstLast: return halfSum(states[min(1, states.count - 1)], last)
    case .mask, .maskBeforePooler:
      var masked = tape.apply(SelectRows(rows: maskRows(of: pack)), last)
      if let bias {
        masked = tape.apply(
          Add(compute: compute), masked, tape.apply(Scale(factor: -1), bias))
      }
      return training && pooling == .maskBeforePooler ? dense(masked) : masked
    case .cls, .clsBeforePooler:
      let isChosen = last.value.rows == pack.sentenceCount
      let cls =
        isChosen ? last : tape.apply(SelectRows(rows: pack.firstTokens), last)
      return training || pooling == .cls ? dense(cls) : cls
    }
    func dense(_ x: Variable<Scalar>) -> Variable<Scalar> {
      guard let weight = parameters.place("pooler.dense.weight"),
        let bias = parameters.place("pooler.dense.bias")
      else { preconditionFailure("pooling \(pooling.rawValue) without a pooler's parameters") }
      let mapped = tape.apply(
        Linear(compute: compute), x, leaves.variables[weight], leaves.variables[bias])
      return tape.apply(Elementwise(Tanh.self, compute: compute), mapped)
    }
  }

  /// The place of each sentence's mask token.
  ///
  /// - Precondition: each has one.
  func maskRows(of pack: TokenPack) -> [Int] {
    guard let mask = settings.maskID else {
      preconditionFailure("an encoder that does not know its mask token pools by it")
    }
    return (0..<pack.sentenceCount).map { sentence in
      let rows = pack.tokens(of: sentence).filter { pack.ids[$0] == mask }
      precondition(rows.count == 1, "sentence \(sentence) has \(rows.count) mask tokens, not 1")
      return rows[0]
    }
  }

  /// The embeddings of sentences (B, H), without dropout; a sentence's bits do not depend on the
  /// others.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func embeddings(of sentences: [[Int32]], pooling: Pooling) -> Tensor<Scalar> {
    embeddings(of: sentences, pooling: pooling, subtracting: nil)
  }

  /// The same, what a template of a shape says by itself subtracted; nil for nothing.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func embeddings(
    of sentences: [[Int32]], pooling: Pooling, subtracting shape: TemplateShape?
  ) -> Tensor<Scalar> {
    embeddings(
      of: sentences, pooling: pooling, subtracting: shape, training: false, observer: nil)
  }

  /// The same as they are pooled in training or after it.
  func embeddings(
    of sentences: [[Int32]], pooling: Pooling, subtracting shape: TemplateShape?, training: Bool,
    observer: TapeObserver?
  ) -> Tensor<Scalar> {
    let pack = TokenPack(sentences)
    let tape = Tape<Scalar>(compute: compute, observer: observer)
    let leaves = leaves(for: pack, on: tape, trainable: false)
    let states = hiddenStates(
      of: pack, entry: nil, for: pooling, leaves: leaves, on: tape, dropout: nil)
    let bias = shape.map { shape in
      templateBias(
        of: pack, shapes: sentences.map { _ in (shape, 0) }, leaves: leaves, on: tape, dropout: nil)
    }
    return pooled(
      states, of: pack, by: pooling, minus: bias, training: training, leaves: leaves, on: tape
    ).value
  }
}
