/// Holm's adjustment of several p-values: the chance of any false alarm stays below the level.
///
///     adjusted(i) = max over j ≤ i of min(1, (m − j + 1) · p(j))     p(1) ≤ … ≤ p(m)
///
/// A hypothesis is rejected at a level when its adjusted value is at most that level. It needs no
/// independence, so it serves for tasks, both correlations and their averages together.
///
/// - Output: the adjusted values in the order given.
/// - Source: Holm 1979, Scandinavian Journal of Statistics 6.
public func holmAdjusted(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var adjusted = values
  var largest = 0.0
  for (place, index) in order.enumerated() {
    largest = max(largest, min(1, Double(values.count - place) * values[index]))
    adjusted[index] = largest
  }
  return adjusted
}
