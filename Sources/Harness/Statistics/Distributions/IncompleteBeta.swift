import Model

/// The regularized incomplete beta function, the distribution function of the beta distribution.
///
///     Iₓ(a, b) = Γ(a + b) / (Γ(a) Γ(b)) ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt
///
/// `complement` is 1 − x, given separately because a tail near 1 would lose its digits.
///
/// - Inputs: `x` in 0…1; `a` and `b` positive.
/// - Source: NIST Handbook of Mathematical Functions, 8.17.22, by Lentz's method.
public func incompleteBeta(
  _ x: Double, complement: Double, _ a: Double, _ b: Double
) -> Double {
  precondition(a > 0 && b > 0, "no incomplete beta function at a \(a), b \(b)")
  precondition(x >= 0 && complement >= 0, "\(x) and \(complement) are not parts of 1")
  if x == 0 { return 0 }
  if complement == 0 { return 1 }
  if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(complement, complement: x, b, a) }
  let front = Double.exponential(
    a * logarithm(x, complement: complement) + b * logarithm(complement, complement: x)
      - logBeta(a, b))
  var c = 1.0
  var d = 1 / guarded(1 - (a + b) * x / (a + 1))
  var fraction = d
  for m in 1...10_000 {
    let k = Double(m)
    for numerator in [
      k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)),
      -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1)),
    ] {
      d = 1 / guarded(1 + numerator * d)
      c = guarded(1 + numerator / c)
      fraction *= c * d
    }
    if abs(c * d - 1) < 0x1p-52 { break }
  }
  return min(1, front * fraction / a)
}

/// Incomplete beta functions mixed by Poisson weights: what noncentral distributions are made of.
///
///     Σⱼ e^(−q) qʲ/Γ(j + 1 + s) · Iₓ(a, b + j)
///
/// With s = 0 the weights are those of a Poisson distribution.
///
/// - Inputs: `mean` q, from 0 to below 10⁹; `shift` s; weights of at most `leastWeight` are left out.
/// - Source: Lenth, Applied Statistics 38 (1989), algorithm AS 243.
func mixedIncompleteBeta(
  _ x: Double, complement: Double, _ a: Double, _ b: Double, mean: Double, shift: Double,
  leastWeight: Double
) -> Double {
  // The weights that matter lie within some 12 deviations of their mean.
  let reach = 12 * mean.squareRoot() + 40
  let logMean = Double.logarithm(mean)
  var sum = 0.0
  for j in max(0, Int(mean - reach))...Int(mean + reach) {
    // A mean so small that it is rounded to zero has no logarithm, and all its weight on the first.
    let power = j == 0 ? 0 : Double(j) * logMean
    let weight = Double.exponential(power - mean - logGamma(Double(j) + 1 + shift))
    guard weight > leastWeight else { continue }
    sum += weight * incompleteBeta(x, complement: complement, a, b + Double(j))
  }
  return sum
}

/// ln Γ(a) + ln Γ(b) − ln Γ(a + b), without the digits that large terms would cost.
///
/// With `b` the larger and Stirling's w, ln Γ(b) − ln Γ(a + b) is
///
///     w(b) − w(a + b) − (b − ½) ln(1 + a/b) − a ln(a + b) + a
///
/// - Source: NIST Handbook of Mathematical Functions, 5.11.1 and 5.12.1.
func logBeta(_ one: Double, _ other: Double) -> Double {
  let (a, b) = (min(one, other), max(one, other))
  guard b >= 15 else { return logGamma(a) + logGamma(b) - logGamma(a + b) }
  let sum = a + b
  let series = stirlingSeries(b) - stirlingSeries(sum)
  let powers = -(b - 0.5) * logarithm(1 + a / b, complement: -a / b) - a * Double.logarithm(sum)
  return logGamma(a) + series + powers + a
}

/// ln x where 1 − x is known too: near 1 it, not x, holds the digits.
func logarithm(_ x: Double, complement: Double) -> Double {
  guard abs(complement) < 0.25 else { return Double.logarithm(x) }
  // −2 artanh(c / (2 − c)), by its series: the argument is below 1/7.
  let ratio = -complement / (2 - complement)
  let square = ratio * ratio
  var (term, sum, odd) = (ratio, 0.0, 1.0)
  while abs(term) > abs(sum) * 0x1p-60 {
    sum += term / odd
    term *= square
    odd += 2
  }
  return 2 * sum
}

/// The quantile of the beta distribution.
///
/// - Inputs: `p` in 0…1; `a` and `b` positive.
public func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
  precondition(p >= 0 && p <= 1, "a probability lies in 0…1, not \(p)")
  if p == 0 || p == 1 { return p }
  return argument(reaching: p, from: 0, to: 1) { incompleteBeta($0, complement: 1 - $0, a, b) }
}
