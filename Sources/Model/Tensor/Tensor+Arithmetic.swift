extension Tensor {
  /// Adds another tensor of the same shape, element by element.
  public mutating func add(_ other: Tensor) {
    precondition(shape == other.shape, "a sum of shapes \(shape) and \(other.shape)")
    let count = count
    other.reading { other in
      scalars.writing { own in
        var index = 0
        while index &+ 8 <= count {
          own.store(own.lanes(index) + other.lanes(index), at: index)
          index &+= 8
        }
        while index < count {
          own[index] += other[index]
          index &+= 1
        }
      }
    }
  }

  /// Every scalar times a factor.
  public func scaled(by factor: Scalar) -> Tensor { Scalar.scaled(self, by: factor) }

  @inline(__always)
  func computedScale(by factor: Scalar) -> Tensor {
    Tensor(scalars.map { $0 * factor }, shape: shape)
  }

  /// The sum of squares in Double: eight chains, then their sum, in an order the shape alone sets.
  public var squaredNorm: Double { Scalar.squaredNorm(self) }

  @inline(__always)
  var computedSquaredNorm: Double {
    let count = count
    return reading { own in
      var total: Double = 0
      // Blocks of 4,096 keep the order independent of how a caller splits tensors over threads.
      for start in stride(from: 0, to: count, by: 4096) {
        let end = min(start + 4096, count)
        var lanes = SIMD8<Double>.zero
        var index = start
        while index &+ 8 <= end {
          let x = SIMD8<Double>(own.lanes(index))
          lanes += x * x
          index &+= 8
        }
        var sum = lanes.total
        while index < end {
          let x = Double(own[index])
          sum += x * x
          index &+= 1
        }
        total += sum
      }
      return total
    }
  }
}
