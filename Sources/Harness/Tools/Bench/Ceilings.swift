import Model
import Studies

/// One matrix product at a size in use.
struct ProductShape: Sendable {
  let m: Int
  let n: Int
  let k: Int
  /// Whether each factor is stored transposed.
  let transposes: (a: Bool, b: Bool)

  var operations: Double { 2 * Double(m) * Double(n) * Double(k) }
}

/// The rate at which a backend multiplies matrices of the shapes in use.
struct ProductRate {
  private let problems: [(shape: ProductShape, count: Int, a: Tensor<Float>, b: Tensor<Float>)]
  let compute: Compute

  init(_ shapes: [(product: ProductShape, count: Int)], compute: Compute) {
    func matrix(_ rows: Int, _ columns: Int, transposed: Bool) -> Tensor<Float> {
      let scalars = (0..<rows * columns).map { Float($0 % 1009) / 1009 - 0.5 }
      return Tensor(scalars, shape: transposed ? [columns, rows] : [rows, columns])
    }
    problems = shapes.map { shape, count in
      (
        shape, count, matrix(shape.m, shape.k, transposed: shape.transposes.a),
        matrix(shape.k, shape.n, transposed: shape.transposes.b)
      )
    }
    self.compute = compute
  }

  /// Seconds for each shape, once, in the order of the shapes.
  func measure() -> [Double] {
    problems.map { problem in
      seconds {
        _ = compute.product(
          problem.a, transposed: problem.shape.transposes.a, problem.b,
          transposed: problem.shape.transposes.b)
      }
    }
  }

  /// Operations in a second over all shapes as often as each comes, given ``measure()``.
  func rate(_ seconds: [Double]) -> Double {
    var (operations, time) = (0.0, 0.0)
    for (problem, seconds) in zip(problems, seconds) {
      operations += Double(problem.count) * problem.shape.operations
      time += Double(problem.count) * seconds
    }
    return operations / time
  }

  private func seconds(_ work: () -> Void) -> Double { Studies.seconds(of: work) }
}

/// The bytes in a second that copying a large array moves: each read once and written once.
final class MemoryBandwidth {
  private static let count = 1 << 24
  private let compute: Compute
  private var source = [Float](repeating: 1, count: count)
  private var target = [Float](repeating: 2, count: count)

  init(compute: Compute) { self.compute = compute }

  func measure() -> Double {
    let compute = compute
    let time = seconds {
      source.reading { source in
        target.writing { target in
          compute.forEachBlock(Self.count, size: 1 << 16) { block in
            target.advanced(by: block.lowerBound).copy(
              from: source.advanced(by: block.lowerBound), count: block.count)
          }
        }
      }
    }
    return Double(2 * Self.count * MemoryLayout<Float>.size) / time
  }
}
