/// A function applied to every scalar, with its derivative.
public protocol ScalarFunction: Sendable {
  /// y = f(x), eight at a time.
  static func value<Scalar: BLASScalar>(_ x: SIMD8<Scalar>) -> SIMD8<Scalar>
  /// dy/dx at x.
  static func derivative<Scalar: BLASScalar>(_ x: SIMD8<Scalar>) -> SIMD8<Scalar>
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

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    (Self.map(inputs[0], inputs[0], compute) { x, _ in Function.value(x) }, ())
  }

  // dx = f′(x) · dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    [Self.map(inputs[0], gradient, compute) { x, dy in Function.derivative(x) * dy }]
  }

  /// A result of two tensors, eight scalars at a time; the tail is padded with zeros.
  @inline(__always)
  private static func map(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ compute: Compute,
    _ body: @Sendable (SIMD8<Scalar>, SIMD8<Scalar>) -> SIMD8<Scalar>
  ) -> Tensor<Scalar> {
    let count = a.count
    return Tensor.filling(a.shape) { result in
      a.reading { a in
        b.reading { b in
          compute.forEachBlock(count, size: 16_384) { block in
            var index = block.lowerBound
            while index &+ 8 <= block.upperBound {
              result.store(body(a.lanes(index), b.lanes(index)), at: index)
              index &+= 8
            }
            guard index < block.upperBound else { return }
            var (tailA, tailB) = (SIMD8<Scalar>.zero, SIMD8<Scalar>.zero)
            for lane in 0..<block.upperBound - index {
              tailA[lane] = a[index + lane]
              tailB[lane] = b[index + lane]
            }
            let tail = body(tailA, tailB)
            for lane in 0..<block.upperBound - index { result[index + lane] = tail[lane] }
          }
        }
      }
    }
  }
}
