import Foundation

/// The regularised incomplete beta function, on which the tail of Student's t rests.
package enum IncompleteBeta {
  /// `I_x(a, b)`, the share of the beta distribution below `x`.
  ///
  /// By Lentz's evaluation of the continued fraction (DLMF 8.17.22), which converges fast where
  /// `x` is below the mean of the distribution; above it the symmetry
  /// `I_x(a, b) = 1 - I_{1-x}(b, a)` is used. Agrees with SciPy to 1e-12 for `a, b` up to 1e3.
  ///
  /// - Parameters:
  ///   - x: in 0…1; values outside count as the nearest end.
  ///   - complement: `1 - x`, where the caller knows it to more digits than the difference has.
  ///   - a: positive.
  ///   - b: positive.
  /// - Returns: a number in 0…1; NaN where `x`, `a` or `b` is not one the function takes.
  package static func regularised(
    _ x: Double, complement: Double? = nil, a: Double, b: Double
  ) -> Double {
    guard a > 0, b > 0, a.isFinite, b.isFinite, !x.isNaN else { return .nan }
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let rest = complement ?? (1 - x)
    let logFront =
      a * log(x) + b * log(rest) + logGamma(a + b) - logGamma(a) - logGamma(b)
    let front = exp(logFront)
    if x < (a + 1) / (a + b + 2) { return min(1, front * fraction(x, a, b) / a) }
    return max(0, 1 - front * fraction(rest, b, a) / b)
  }

  /// The continued fraction, by Lentz's method.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let smallest = 1e-300
    func awayFromZero(_ value: Double) -> Double { abs(value) < smallest ? smallest : value }
    var c = 1.0
    var d = 1 / awayFromZero(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / awayFromZero(1 + even * d)
      c = awayFromZero(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / awayFromZero(1 + odd * d)
      c = awayFromZero(1 + odd / c)
      let change = d * c
      value *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return value
  }

  /// `log Γ(x)` for positive `x`.
  package static func logGamma(_ x: Double) -> Double { lgamma(x) }
}
