public import Model

/// The largest difference of two lists of numbers; infinite when their lengths differ.
public func largestDifference<A: BinaryFloatingPoint, B: BinaryFloatingPoint>(
  _ a: [A], _ b: [B]
) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    let difference = abs(Double(pair.0) - Double(pair.1))
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}

/// A tensor's scalars in Double.
public func doubles<Scalar: BLASScalar>(_ tensor: Tensor<Scalar>) -> [Double] {
  tensor.scalars.map { Double($0) }
}
