extension EncoderSettings {
  /// How a parameter of a new encoder is initialized.
  public enum Start: Sendable { case normal, zeros, ones }

  /// Every parameter's name, shape and start, in the order of a checkpoint.
  ///
  /// - Source: names of Hugging Face's `BertModel`.
  public var parameterLayout: [(name: String, shape: [Int], start: Start)] {
    var layout: [(String, [Int], Start)] = [
      ("embeddings.word_embeddings.weight", [vocabularySize, width], .normal),
      ("embeddings.position_embeddings.weight", [maximumPositions, width], .normal),
      ("embeddings.token_type_embeddings.weight", [tokenTypes, width], .normal),
      ("embeddings.LayerNorm.weight", [width], .ones),
      ("embeddings.LayerNorm.bias", [width], .zeros),
    ]
    for block in 0..<blocks {
      @inline(never) func add(_ name: String, _ shape: [Int], _ start: Start) {
        layout.append(("encoder.layer.\(block).\(name)", shape, start))
      }
      for projection in ["self.query", "self.key", "self.value", "output.dense"] {
        add("attention.\(projection).weight", [width, width], .normal)
        add("attention.\(projection).bias", [width], .zeros)
      }
      add("attention.output.LayerNorm.weight", [width], .ones)
      add("attention.output.LayerNorm.bias", [width], .zeros)
      add("intermediate.dense.weight", [feedForwardWidth, width], .normal)
      add("intermediate.dense.bias", [feedForwardWidth], .zeros)
      add("output.dense.weight", [width, feedForwardWidth], .normal)
      add("output.dense.bias", [width], .zeros)
      add("output.LayerNorm.weight", [width], .ones)
      add("output.LayerNorm.bias", [width], .zeros)
    }
    return layout
  }

  /// The parameters of the tanh layer over CLS.
  public static func poolerLayout(width: Int) -> [(name: String, shape: [Int], start: Start)] {
    [("pooler.dense.weight", [width, width], .normal), ("pooler.dense.bias", [width], .zeros)]
  }

  /// The names of the parameters that an embedding by this pooling depends on, outside training.
  ///
  /// Heads that only training reads are not among them.
  public func parameterNames(readBy pooling: Pooling) -> [String] {
    var layout = parameterLayout
    if pooling == .cls { layout += Self.poolerLayout(width: width) }
    if pooling == .meanConvolutions { layout += Convolutions.parameterLayout(width: width) }
    return layout.map(\.name)
  }
}

extension Encoder {
  /// The parameters that an embedding by this pooling depends on, outside training.
  public func parameters(readBy pooling: Pooling) -> Parameters<Scalar> {
    Parameters(
      settings.parameterNames(readBy: pooling).map { name in
        guard let tensor = parameters[name] else {
          preconditionFailure("no parameter is named \(name)")
        }
        return (name, tensor)
      })
  }
}

extension Parameters {
  /// Fresh parameters: normal with the given deviation, zeros for biases, ones for gains.
  ///
  /// - Randomness: `initialization`, forked by the parameter's name, so that a parameter does not
  ///   depend on which others there are.
  public init(
    fresh layout: [(name: String, shape: [Int], start: EncoderSettings.Start)],
    deviation: Double, stream: RandomStream
  ) {
    self.init(
      layout.map { name, shape, start in
        switch start {
        case .zeros: return (name, Tensor(zeros: shape))
        case .ones: return (name, Tensor(repeating: 1, shape: shape))
        case .normal:
          let draws = stream.fork(name).normal(shape.reduce(1, *))
          return (name, Tensor(draws.map { Scalar($0 * deviation) }, shape: shape))
        }
      })
  }

  /// Re-initializes the last blocks, as in a new encoder.
  ///
  /// - Randomness: `initialization`, forked by the parameter's name.
  /// - Source: arXiv:2006.05987, section 4.
  public mutating func makeFresh(
    lastBlocks count: Int, of settings: EncoderSettings, deviation: Double, stream: RandomStream
  ) {
    precondition(count <= settings.blocks, "\(count) of \(settings.blocks) blocks")
    let prefixes = (settings.blocks - count..<settings.blocks).map { "encoder.layer.\($0)." }
    let fresh = Parameters(
      fresh: settings.parameterLayout.filter { entry in
        prefixes.contains { entry.name.hasPrefix($0) }
      }, deviation: deviation, stream: stream)
    for (name, tensor) in zip(fresh.names, fresh.tensors) {
      guard let place = place(name) else { preconditionFailure("no parameter is named \(name)") }
      tensors[place] = tensor
    }
  }
}
