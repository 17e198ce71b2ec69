import Dispatch

/// Wall time of some work, in seconds.
package func seconds(of work: () throws -> Void) rethrows -> Double {
  let start = DispatchTime.now().uptimeNanoseconds
  try work()
  return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
}

/// Repeated measurements of one thing, of which a machine with other work on it makes some too long.
public struct Timing: Codable, Sendable, Equatable {
  /// The measurements, in the order in which they were made.
  public let values: [Double]

  /// - Precondition: there is at least one value.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "a timing needs a measurement")
    self.values = values
  }

  public var median: Double { quantile(0.5) }
  /// The distance between the quartiles.
  public var spread: Double { quantile(0.75) - quantile(0.25) }

  /// A quantile by linear interpolation between the sorted values.
  public func quantile(_ share: Double) -> Double {
    let sorted = values.sorted()
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return sorted[below] }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }

  /// Round by round, this over another; what slowed a whole round cancels.
  public func over(_ other: Timing) -> Timing {
    Timing(zip(values, other.values).map { $0 / $1 })
  }
}
