/// A BERT or RoBERTa encoder: tokens in, a representation of every token after every block out.
///
/// - Source: arXiv:1810.04805; layer order as in Hugging Face's `BertModel` (post-norm).
public struct Encoder<Scalar: BLASScalar>: Sendable {
  public let settings: EncoderSettings
  /// The encoder's parameters, and after them the pooler's where there is one.
  public var parameters: Parameters<Scalar>
  public var compute: Compute

  /// - Precondition: every parameter of the settings is there in its shape.
  public init(settings: EncoderSettings, parameters: Parameters<Scalar>, compute: Compute) {
    for (name, shape, _) in settings.parameterLayout {
      let found = parameters[name]?.shape
      precondition(
        found == shape, "parameter \(name) should have shape \(shape), not \(found ?? [])")
    }
    self.settings = settings
    self.parameters = parameters
    self.compute = compute
  }

  /// Parameters on a tape: the variables of a forward pass.
  public struct Leaves {
    /// In the order of `parameters`; the word embeddings are replaced by `words`.
    var variables: [Variable<Scalar>]
    /// The distinct token ids, rising, whose embeddings `words` holds.
    var ids: [Int]
    var words: Variable<Scalar>
    /// The row of each token in `words`.
    var rows: [Int]
  }

  /// Puts the parameters that a pack needs on a tape, as variables or as constants.
  public func leaves(
    for pack: TokenPack, on tape: Tape<Scalar>, trainable: Bool
  ) -> Leaves {
    leaves(for: pack, on: tape) { _ in trainable }
  }

  /// Puts the parameters that a pack needs on a tape, those of some names as variables.
  func leaves(
    for pack: TokenPack, on tape: Tape<Scalar>, trainable: (String) -> Bool
  ) -> Leaves {
    let ids = Set(pack.ids).sorted()
    var place = [Int](repeating: 0, count: settings.vocabularySize)
    for (index, id) in ids.enumerated() { place[Int(id)] = index }
    let table = parameters.tensors[0]
    let words = Tensor<Scalar>.filling([ids.count, settings.width]) { words in
      table.reading { table in
        for (index, id) in ids.enumerated() {
          words.advanced(by: index * settings.width).copy(
            from: table.advanced(by: Int(id) * settings.width), count: settings.width)
        }
      }
    }
    func leaf(_ tensor: Tensor<Scalar>, _ place: Int) -> Variable<Scalar> {
      trainable(parameters.names[place]) ? tape.variable(tensor) : tape.constant(tensor)
    }
    return Leaves(
      variables: parameters.tensors.enumerated().map { index, tensor in
        index == 0 ? tape.constant(tensor) : leaf(tensor, index)
      },
      ids: ids.map(Int.init), words: leaf(words, 0), rows: pack.ids.map { place[Int($0)] })
  }

  /// Puts all parameters on a tape, every row of the word embeddings among them: for a head that
  /// reads the whole table.
  func leavesOfAllWords(
    for pack: TokenPack, on tape: Tape<Scalar>, trainable: Bool
  ) -> Leaves {
    let variables = parameters.tensors.map { trainable ? tape.variable($0) : tape.constant($0) }
    return Leaves(
      variables: variables, ids: Array(0..<settings.vocabularySize), words: variables[0],
      rows: pack.ids.map(Int.init))
  }

  /// The representations after the embeddings and after every block: blocks + 1 of (T, H).
  public func hiddenStates(
    of pack: TokenPack, leaves: Leaves, on tape: Tape<Scalar>, dropout: EncoderDropout?
  ) -> [Variable<Scalar>] {
    hiddenStates(
      of: pack, entry: nil, for: nil, leaves: leaves, on: tape, dropout: dropout)
  }

  /// The same with a change on the way into the first block; nil for none.
  ///
  /// - Inputs: `pooling`, which alone will read the last state; where that looks at [CLS] alone, the
  ///   last state is of the first token of each sentence, (B, H), with the bits that it has among all.
  ///   `firstTokens`, the states of the sentences' first tokens on that way (B, H); nil for their own.
  package func hiddenStates(
    of pack: TokenPack, entry: EncoderEntry?, for pooling: Pooling?, leaves: Leaves,
    on tape: Tape<Scalar>, dropout: EncoderDropout?, firstTokens: Variable<Scalar>? = nil
  ) -> [Variable<Scalar>] {
    let linear = Linear<Scalar>(compute: compute)
    @inline(never) func parameter(_ name: String) -> Variable<Scalar> {
      guard let place = parameters.place(name) else {
        preconditionFailure("the encoder has no parameter named \(name)")
      }
      return leaves.variables[place]
    }
    func hiddenMask(
      _ site: Int
    ) -> (mask: DropoutMask, positions: [DropoutMask.Position])? {
      guard let dropout, dropout.hidden.rate > 0 else { return nil }
      return (dropout.hidden, dropout.positions(site: site))
    }
    @inline(never) func mapped(_ x: Variable<Scalar>, by name: String) -> Variable<Scalar> {
      tape.apply(linear, x, parameter(name + ".weight"), parameter(name + ".bias"))
    }
    // What a linear layer makes of x, with dropout, beside the residual and normalized.
    @inline(never) func joined(
      _ x: Variable<Scalar>, to residual: Variable<Scalar>, starts: [Int], site: Int,
      by layer: String
    ) -> Variable<Scalar> {
      var y = mapped(x, by: layer + ".dense")
      var mask = hiddenMask(site)
      if let (name, computed, isGate) = computedDropout(layer) {
        let masks = dropout.map {
          Standout<Scalar>.Masks(
            draws: $0.draws, starts: starts, positions: $0.positions(site: site))
        }
        y = computed.dropped(
          y, of: x, name: name,
          leaves: HeadLeaves(names: parameters.names, variables: leaves.variables),
          masks: isGate ? nil : masks, compute: compute, on: tape)
        if !isGate { mask = nil }
      }
      let norm = layer + ".LayerNorm"
      return tape.apply(
        ResidualNorm(
          epsilon: Scalar(settings.layerNormEpsilon), starts: starts, dropout: mask,
          compute: compute),
        y, residual, parameter(norm + ".weight"), parameter(norm + ".bias"))
    }

    let positions = settings.positions(of: pack, shifts: entry?.shifts)
    let embedded = tape.apply(
      Embedding(
        rows: leaves.rows, positions: entry?.positions?.map { positions[$0] } ?? positions),
      leaves.words,
      parameter("embeddings.position_embeddings.weight"),
      parameter("embeddings.token_type_embeddings.weight"))
    var first = tape.apply(
      LayerNorm(epsilon: Scalar(settings.layerNormEpsilon), compute: compute), embedded,
      parameter("embeddings.LayerNorm.weight"), parameter("embeddings.LayerNorm.bias"))
    if let (mask, positions) = hiddenMask(0) {
      first = tape.apply(
        Dropout(mask: mask, starts: pack.starts, positions: positions, compute: compute), first)
    }
    if let change = entry?.embeddings {
      first = tape.apply(change.op(shape: first.value.shape, compute: compute), first)
    }
    if let firstTokens {
      first = tape.apply(ReplaceRows(rows: pack.firstTokens), first, firstTokens)
    }
    var states = [first]
    for block in 0..<settings.blocks {
      let name = "encoder.layer.\(block)"
      let x = states[block]
      let isNarrow = block == settings.blocks - 1 && endsAtFirstTokens(for: pooling)
      let starts = isNarrow ? Array(0...pack.sentenceCount) : pack.starts
      // Chosen twice, so that the gradients by x are added in the order of a whole block.
      func asking() -> Variable<Scalar> {
        isNarrow ? tape.apply(SelectRows(rows: pack.firstTokens), x) : x
      }
      let attention = Attention<Scalar>(
        heads: settings.heads, starts: pack.starts, queries: isNarrow ? .first : .all,
        dropout: dropout.flatMap {
          $0.attention.rate > 0 ? ($0.attention, $0.positions(site: 1 + 3 * block)) : nil
        },
        compute: compute)
      let mixed = tape.apply(
        attention, mapped(asking(), by: name + ".attention.self.query"),
        mapped(x, by: name + ".attention.self.key"),
        mapped(x, by: name + ".attention.self.value"))
      let middle = joined(
        mixed, to: asking(), starts: starts, site: 2 + 3 * block, by: name + ".attention.output")
      let inner = mapped(middle, by: name + ".intermediate.dense")
      let active = settings.activation.applied(to: inner, compute: compute, on: tape)
      states.append(
        joined(active, to: middle, starts: starts, site: 3 + 3 * block, by: name + ".output"))
    }
    return states
  }

  /// Whether the last block computes the first token of each sentence alone.
  ///
  /// Only where every sum is one chain, to which the zeros of other tokens add nothing, and no
  /// dropout looks at several tokens.
  private func endsAtFirstTokens(for pooling: Pooling?) -> Bool {
    guard let pooling, pooling.readsFirstTokens, compute.product == .exact else { return false }
    return computedDropout("encoder.layer.\(settings.blocks - 1).attention.output") == nil
      && computedDropout("encoder.layer.\(settings.blocks - 1).output") == nil
  }

  /// The gradients of every parameter, in the order of `parameters`.
  public func gradients(
    of loss: Variable<Scalar>, leaves: Leaves, on tape: Tape<Scalar>
  ) -> [Gradient<Scalar>] {
    gradients(of: loss, seed: Tensor([1], shape: []), leaves: leaves, on: tape)
  }

  /// The gradients of a weighted sum of an output's scalars by every parameter.
  public func gradients(
    of output: Variable<Scalar>, seed: Tensor<Scalar>, leaves: Leaves, on tape: Tape<Scalar>
  ) -> [Gradient<Scalar>] {
    let tensors = tape.gradients(
      of: output, seed: seed, by: [leaves.words] + leaves.variables.dropFirst())
    return [.rows(leaves.ids, tensors[0])] + tensors.dropFirst().map { .dense($0) }
  }
}
