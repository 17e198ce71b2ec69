/// 1-D convolutions over the tokens of the last block: windows of 1, 3 and 5 tokens, side by side.
///
///     y[t] = (W₁ · x[t] + b₁,  W₃ · x[t−1 … t+1] + b₃,  W₅ · x[t−2 … t+2] + b₅)
///
/// Each gives a third of the encoder's width, the first what is left over. Beyond a sentence are zeros.
///
/// - Source: arXiv:2009.12061, section 3; `models.CNN` of sentence-transformers, which its code takes with 256
///   numbers a window for a width of 768.
public enum Convolutions {
  /// What its parameters' names begin with.
  public static let prefix = "convolutions."
  static let sizes = [1, 3, 5]

  /// Every parameter's name, shape and start, over an encoder of a width.
  public static func parameterLayout(width: Int) -> ParameterLayout {
    let third = width / sizes.count
    return sizes.flatMap { size -> ParameterLayout in
      let rows = size == sizes[0] ? width - (sizes.count - 1) * third : third
      return [
        ("\(prefix)\(size).weight", [rows, size * width], .normal),
        ("\(prefix)\(size).bias", [rows], .zeros),
      ]
    }
  }
}

extension Encoder {
  /// What stands for each token (T, H) under a pooling: the convolutions where it has them, else the last
  /// block.
  func tokenStates(
    _ states: [Variable<Scalar>], of pack: TokenPack, by pooling: Pooling, leaves: Leaves,
    on tape: Tape<Scalar>
  ) -> Variable<Scalar> {
    let last = states[states.count - 1]
    guard pooling == .meanConvolutions else { return last }
    func parameter(_ name: String) -> Variable<Scalar> {
      guard let place = parameters.place(Convolutions.prefix + name) else {
        preconditionFailure("pooling \(pooling.rawValue) without the convolutions' parameters")
      }
      return leaves.variables[place]
    }
    let parts = Convolutions.sizes.map { size in
      tape.apply(
        Linear(compute: compute),
        size == 1 ? last : tape.apply(Windows(size: size, starts: pack.starts), last),
        parameter("\(size).weight"), parameter("\(size).bias"))
    }
    return parts.dropFirst().reduce(parts[0]) { tape.apply(ConcatenateColumns(), $0, $1) }
  }
}
