extension Tensor {
  /// Scalars that one thread handles at a time: the bounds of every block, for any number of threads.
  private static var blockSize: Int { 4096 }

  /// Adds another tensor of the same shape, element by element.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func add(_ other: Tensor, compute: Compute) {
    precondition(shape == other.shape, "a sum of shapes \(shape) and \(other.shape)")
    let count = count
    other.reading { other in
      scalars.writing { own in
        compute.forEachBlock(count, size: 8 * Self.blockSize) { block in
          let (own, other) = (
            own.advanced(by: block.lowerBound), other.advanced(by: block.lowerBound)
          )
          forEachLane(block.count) {
            own.store(own.lanes($0) + other.lanes($0), at: $0)
          } rest: {
            own[$0] += other[$0]
          }
        }
      }
    }
  }

  /// Every scalar times a factor.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func scaled(by factor: Scalar) -> Tensor {
    Tensor(scalars.map { $0 * factor }, shape: shape)
  }

  /// The sum of squares in Double: eight chains a block, then the blocks' sums in order.
  ///
  /// The order is set by the shape alone.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func squaredNorm(compute: Compute) -> Double {
    let count = count
    let blocks = (count + Self.blockSize - 1) / Self.blockSize
    let sums = Tensor<Double>.filling([blocks]) { sums in
      reading { own in
        compute.forEachBlock(count, size: Self.blockSize) { block in
          let own = own.advanced(by: block.lowerBound)
          sums[block.lowerBound / Self.blockSize] = rowSum(
            block.count,
            { index in
              let x = SIMD8<Double>(own.lanes(index))
              return x * x
            },
            { index in
              let x = Double(own[index])
              return x * x
            })
        }
      }
    }
    return sums.scalars.reduce(0, +)
  }
}
