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
    let count = x.count
    return Tensor.filling(x.shape) { y in
      x.reading { x in
        visit(count) { index in
          y.store(Function.value(x.lanes(index)), at: index)
        } rest: { index in
          y[index] = Function.value(SIMD8(repeating: x[index]))[0]
        }
      }
    }
  }

  // The derivative shares most of its work with the value, so it is kept instead of x.
  public func forward(
    _ inputs: [Tensor<Scalar>]
  ) -> (output: Tensor<Scalar>, saved: Tensor<Scalar>) {
    let x = inputs[0]
    let count = x.count
    var slope = Tensor<Scalar>([], shape: [0])
    let output = Tensor.filling(x.shape) { y in
      slope = Tensor.filling(x.shape) { slope in
        x.reading { x in
          visit(count) { index in
            let (value, derivative) = Function.valueAndDerivative(x.lanes(index))
            y.store(value, at: index)
            slope.store(derivative, at: index)
          } rest: { index in
            let (value, derivative) = Function.valueAndDerivative(SIMD8(repeating: x[index]))
            y[index] = value[0]
            slope[index] = derivative[0]
          }
        }
      }
    }
    return (output, slope)
  }

  // dx = f′(x) · dy
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Tensor<Scalar>
  ) -> [Tensor<Scalar>] {
    let count = gradient.count
    let dx = Tensor.filling(gradient.shape) { dx in
      gradient.reading { dy in
        saved.reading { slope in
          visit(count) { index in
            dx.store(slope.lanes(index) * dy.lanes(index), at: index)
          } rest: { index in
            dx[index] = slope[index] * dy[index]
          }
        }
      }
    }
    return [dx]
  }

  @inline(__always)
  private func visit(
    _ count: Int, _ lanes: @Sendable (Int) -> Void, rest: @Sendable (Int) -> Void
  ) {
    compute.forEachBlock(count, size: 16_384) { block in
      let start = block.lowerBound
      forEachLane(block.count) {
        lanes(start &+ $0)
      } rest: {
        rest(start &+ $0)
      }
    }
  }
}
