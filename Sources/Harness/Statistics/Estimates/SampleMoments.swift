/// The mean of values and their squared distances from it, in two passes.
///
/// Values that are all the same have that mean and no distances, to the bit.
public struct SampleMoments: Sendable, Equatable {
  public let count: Int
  /// NaN of no values.
  public let mean: Double
  /// Σ (x − x̄)².
  public let sumOfSquares: Double

  public init(_ values: [Double]) {
    count = values.count
    guard let first = values.first else {
      (mean, sumOfSquares) = (.nan, 0)
      return
    }
    // The rounded mean of equal values may miss them by a unit in the last place.
    let center =
      values.contains { $0 != first } ? values.reduce(0, +) / Double(values.count) : first
    mean = center
    sumOfSquares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  }

  /// Σ (x − x̄)² / (n − 1): estimates the variance that the values were drawn with; NaN of one value.
  public var variance: Double {
    count > 1 ? sumOfSquares / Double(count - 1) : .nan
  }

  /// √ of ``variance``.
  public var deviation: Double { variance.squareRoot() }

  /// √(Σ (x − x̄)² / n): of the values taken as all there are, as NumPy's `std` gives it.
  ///
  /// The ± of published tables is often this one: of n values it is √((n − 1)/n) times ``deviation``.
  public var populationDeviation: Double { (sumOfSquares / Double(count)).squareRoot() }

  /// The n − 1 deviation behind a population deviation of n values.
  ///
  /// - Precondition: `count` is at least 2.
  public static func deviation(ofPopulationDeviation deviation: Double, count: Int) -> Double {
    precondition(count >= 2, "\(count) value has no deviation")
    return deviation * (Double(count) / Double(count - 1)).squareRoot()
  }
}

/// The arithmetic mean.
///
/// - Throws: ``StatisticError`` for no values.
public func mean(_ values: [Double]) throws(StatisticError) -> Double {
  guard !values.isEmpty else { throw .tooFew(found: 0, needed: 1) }
  return SampleMoments(values).mean
}

/// The sample standard deviation: the root of Σ (x − x̄)² / (n − 1), in two passes.
///
/// - Throws: ``StatisticError`` for fewer than two values.
public func standardDeviation(_ values: [Double]) throws(StatisticError) -> Double {
  guard values.count >= 2 else { throw .tooFew(found: values.count, needed: 2) }
  return SampleMoments(values).deviation
}
