/// A function applied to every scalar, with its derivative.
public protocol ScalarFunction: Sendable {
  /// y = f(x), eight at a time.
  static func value<Scalar: BLASScalar>(_ x: SIMD8<Scalar>) -> SIMD8<Scalar>
  /// y and dy/dx at x.
  static func valueAndDerivative<Scalar: BLASScalar>(
    _ x: SIMD8<Scalar>
  ) -> (value: SIMD8<Scalar>, derivative: SIMD8<Scalar>)
}

/// A scalar function over a tensor of any shape.
///
///     y = f(x)
///
/// - Inputs: `x`, any shape.
/// - Output: `y`, the same shape.
public struct Elementwise<Scalar: BLASScalar, Function: ScalarFunction>: Op {
  public let compute: Compute

  public init(_ function: Function.Type, compute: Compute) { self.compute = compute }

  public var name: String { "\(Function.self)" }

  public func output(_ inputs: [Tensor<Scalar>]) -> Tensor<Scalar> {
    let x = inputs[0]
    return Tensor.filling(x.shape) { y in
      x.reading { x in
        compute.forEachBlock(inputs[0].count, size: Self.blockSize) {
          Self.write($0, of: x, into: y)
        }
      }
    }
  }

  // The derivative shares most of its work with the value, so it is kept instead of x.
  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    var slope = Tensor<Scalar>([], shape: [0])
    let output = Tensor.filling(x.shape) { y in
      slope = Tensor.filling(x.shape) { slope in
        x.reading { x in
          compute.forEachBlock(inputs[0].count, size: Self.blockSize) {
            Self.write($0, of: x, into: y, slope: slope)
          }
        }
      }
    }
    return (output, slope)
  }

  public var unread: [Int] { [0] }

  // dx = f′(x) · dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    let dx = Tensor.filling(gradient.shape) { dx in
      gradient.reading { dy in
        saved.reading { slope in
          compute.forEachBlock(gradient.count, size: Self.blockSize) {
            elementProducts(
              slope.advanced(by: $0.lowerBound), dy.advanced(by: $0.lowerBound),
              into: dx.advanced(by: $0.lowerBound), count: $0.count)
          }
        }
      }
    }
    return [dx]
  }

  /// Scalars that one thread handles at a time.
  private static var blockSize: Int { 16_384 }

  @inline(never)
  private static func write(_ block: Range<Int>, of x: Reading<Scalar>, into y: Writing<Scalar>) {
    let (x, y) = (x.advanced(by: block.lowerBound), y.advanced(by: block.lowerBound))
    forEachLane(block.count) {
      y.store(Function.value(x.lanes($0)), at: $0)
    } rest: {
      y[$0] = Function.value(SIMD8(repeating: x[$0]))[0]
    }
  }

  @inline(never)
  private static func write(
    _ block: Range<Int>, of x: Reading<Scalar>, into y: Writing<Scalar>, slope: Writing<Scalar>
  ) {
    let (x, y) = (x.advanced(by: block.lowerBound), y.advanced(by: block.lowerBound))
    let slope = slope.advanced(by: block.lowerBound)
    forEachLane(block.count) {
      let (value, derivative) = Function.valueAndDerivative(x.lanes($0))
      y.store(value, at: $0)
      slope.store(derivative, at: $0)
    } rest: {
      let (value, derivative) = Function.valueAndDerivative(SIMD8(repeating: x[$0]))
      y[$0] = value[0]
      slope[$0] = derivative[0]
    }
  }
}

/// a · b, element by element.
@inline(never)
private func elementProducts<Scalar: BLASScalar>(
  _ a: Reading<Scalar>, _ b: Reading<Scalar>, into y: Writing<Scalar>, count: Int
) {
  forEachLane(count) {
    y.store(a.lanes($0) * b.lanes($0), at: $0)
  } rest: {
    y[$0] = a[$0] * b[$0]
  }
}
