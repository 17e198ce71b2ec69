/// The smallest count from `short + 1` to `most` that is enough; nil where `most` is not.
///
/// - Precondition: what is enough stays enough as the count grows, and `short` is not.
package func fewest(above short: Int, most: Int, isEnough: (Int) -> Bool) -> Int? {
  guard isEnough(most) else { return nil }
  var (enough, short) = (most, short)
  while enough - short > 1 {
    let middle = (enough + short) / 2
    if isEnough(middle) { enough = middle } else { short = middle }
  }
  return enough
}
