import Model

/// The logarithm of the gamma function.
///
///     ln Γ(x) = (x − ½) ln x − x + ½ ln 2π + Σ B₂ₖ / (2k (2k − 1) x²ᵏ⁻¹)
///
/// from 15 upward; a smaller x is first raised by Γ(x + 1) = x Γ(x).
///
/// - Precondition: `x` is positive.
/// - Source: NIST Handbook of Mathematical Functions, 5.11.1.
public func logGamma(_ x: Double) -> Double {
  precondition(x > 0, "ln Γ is known for positive numbers, not \(x)")
  var (shifted, product) = (x, 1.0)
  while shifted < 15 {
    product *= shifted
    shifted += 1
  }
  let main = (shifted - 0.5) * Double.logarithm(shifted) - shifted
  let constant = 0.5 * Double.logarithm(2 * Double.pi)
  return main + constant + stirlingSeries(shifted) - Double.logarithm(product)
}

/// The sum of ln Γ's series above, from 15 upward.
func stirlingSeries(_ x: Double) -> Double {
  let coefficients: [Double] = [
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156,
  ]
  let square = 1 / (x * x)
  var sum = 0.0
  for coefficient in coefficients.reversed() { sum = sum * square + coefficient }
  return sum / x
}

/// The regularized incomplete gamma functions, lower and upper, each with full relative accuracy.
///
///     P(a, x) = 1/Γ(a) ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt,   Q = 1 − P
///
/// - Inputs: `a` positive; `x` at least 0.
/// - Source: NIST Handbook of Mathematical Functions, 8.7.1 (series) and 8.9.2 (fraction).
public func incompleteGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
  precondition(a > 0 && x >= 0, "no incomplete gamma function at a \(a), x \(x)")
  if x == 0 { return (0, 1) }
  if x == .infinity { return (1, 0) }
  let factor = Double.exponential(a * Double.logarithm(x) - x - logGamma(a))
  if x < a + 1 {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while term > sum * 0x1p-54 {
      n += 1
      term *= x / n
      sum += term
    }
    let lower = min(1, factor * sum)
    return (lower, 1 - lower)
  }
  // Lentz's evaluation of 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …
  var b = x + 1 - a
  var (c, d) = (1e300, 1 / b)
  var fraction = d
  for n in 1...10_000 {
    let numerator = -Double(n) * (Double(n) - a)
    b += 2
    d = 1 / guarded(numerator * d + b)
    c = guarded(b + numerator / c)
    fraction *= c * d
    if abs(c * d - 1) < 0x1p-53 { break }
  }
  let upper = min(1, factor * fraction)
  return (1 - upper, upper)
}

/// The number, or a tiny one instead of zero, so that it can divide.
func guarded(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }
