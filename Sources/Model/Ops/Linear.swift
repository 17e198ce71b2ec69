/// An affine map of every row.
///
///     y = x · Wᵀ + bias
///
/// - Inputs: `x` (N, K); `W` (C, K); `bias` (C).
/// - Output: `y` (N, C). Each element is one chain that begins at the bias.
/// - Complexity: O(N·C·K).
public struct Linear<Scalar: BLASScalar>: Op {
  public let compute: Compute

  public init(compute: Compute) { self.compute = compute }

  public func forward(_ inputs: [Tensor<Scalar>]) -> (output: Tensor<Scalar>, saved: Void) {
    let (x, weight, bias) = (inputs[0], inputs[1], inputs[2])
    let (n, k, c) = (x.rows, x.columns, weight.rows)
    precondition(
      weight.columns == k && bias.count == c,
      "x of \(k) columns, W of shape \(weight.shape) and a bias of \(bias.count) do not fit")
    let output = Tensor.filling([n, c]) { y in
      x.reading { x in
        weight.reading { weight in
          bias.reading { bias in
            unsafe compute.multiply(
              m: n, n: c, k: k, x.pointer, stride: k, transposed: false,
              weight.pointer, stride: k, transposed: true,
              into: y.pointer, stride: c, from: .row(SharedReadPointer(bias.pointer)))
          }
        }
      }
    }
    return (output, ())
  }

  // dx = dy · W,  dW = dyᵀ · x,  dbias = Σ dy  (over rows)
  public func backward(
    _ gradient: Tensor<Scalar>, inputs: [Tensor<Scalar>], saved: Void
  ) -> [Tensor<Scalar>] {
    [
      compute.product(gradient, transposed: false, inputs[1], transposed: false),
      compute.product(gradient, transposed: true, inputs[0], transposed: false),
      columnSums(gradient, compute: compute),
    ]
  }
}
