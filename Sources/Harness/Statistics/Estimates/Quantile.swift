/// The quantile of sorted values, interpolated linearly between neighbors.
///
///     x[⌊h⌋] + (h − ⌊h⌋) (x[⌊h⌋ + 1] − x[⌊h⌋]),  h = (n − 1) p,  x from 0
///
/// - Inputs: `values` in ascending order, at least one; `p` in 0…1.
/// - Source: Hyndman and Fan, The American Statistician 50 (1996), definition 7 (NumPy's default).
public func quantile(ofSorted values: [Double], at p: Double) -> Double {
  precondition(!values.isEmpty && p >= 0 && p <= 1, "no quantile \(p) of \(values.count) values")
  let place = Double(values.count - 1) * p
  let low = Int(place)
  guard low + 1 < values.count else { return values[low] }
  return values[low] + (place - Double(low)) * (values[low + 1] - values[low])
}

/// Where a rising function reaches a value, by halving a bracket until it has no inner number.
///
/// - Precondition: `lower` is at most `upper`, and the function rises between them.
func argument(
  reaching value: Double, from lower: Double, to upper: Double, _ function: (Double) -> Double
) -> Double {
  precondition(lower <= upper, "a bracket from \(lower) to \(upper) is empty")
  var (low, high) = (lower, upper)
  for _ in 0..<200 {
    let middle = low + (high - low) / 2
    guard low < middle, middle < high, high - low > 1e-15 * max(abs(low), abs(high)) else { break }
    if function(middle) < value { low = middle } else { high = middle }
  }
  return low + (high - low) / 2
}
