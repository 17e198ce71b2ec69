/// Holm's step-down adjustment of the p-values of a family of tests.
///
///     adjusted of the k-th smallest of m = max over j ≤ k of min(1, (m − j + 1) p₍ⱼ₎)
///
/// Rejecting where the adjusted p is at most α keeps the chance of any false rejection at most α,
/// however the tests depend on each other.
///
/// - Inputs: `values` in 0…1.
/// - Output: as many, in the same order.
/// - Source: Holm, Scandinavian Journal of Statistics 6 (1979).
public func holmAdjusted(_ values: [Double]) -> [Double] {
  precondition(values.allSatisfy { $0 >= 0 && $0 <= 1 }, "p-values lie in 0…1: \(values)")
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var adjusted = values
  var largest = 0.0
  for (place, index) in order.enumerated() {
    largest = max(largest, min(1, Double(values.count - place) * values[index]))
    adjusted[index] = largest
  }
  return adjusted
}
