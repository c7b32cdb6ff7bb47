import Foundation

/// How large a paired difference is beside its own spread.
public struct EffectSize: Sendable, Equatable {
  /// Cohen's d for pairs: the mean difference in units of its sample standard deviation.
  public let cohensD: Double

  /// Hedges' g: `cohensD` without its bias for few pairs.
  public let hedgesG: Double

  /// nil for fewer than three pairs, and where the differences do not vary.
  public init?(_ differences: [Double]) {
    let summary = SampleSummary(differences)
    guard differences.count >= PairedTest.fewestPairs, let mean = summary.mean,
      let deviation = summary.standardDeviation, deviation > 0, mean.isFinite
    else { return nil }
    cohensD = mean / deviation
    hedgesG = cohensD * Self.correction(degrees: Double(differences.count - 1))
  }

  /// Hedges' exact factor `Γ(m/2) / (√(m/2) Γ((m−1)/2))` for `m` degrees of freedom.
  private static func correction(degrees m: Double) -> Double {
    exp(IncompleteBeta.logGamma(m / 2) - IncompleteBeta.logGamma((m - 1) / 2))
      / (m / 2).squareRoot()
  }
}
