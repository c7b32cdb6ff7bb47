public import CapiCore
import Foundation

/// How a moving average's momentum runs over training.
public enum MomentumCurve: String, ParameterChoice {
  case schedule, constant, linear, cosine

  /// - Parameters:
  ///   - base: the momentum at the learning rate's peak (`schedule`), or at the start.
  ///   - fraction: where the learning-rate curve stands, as a fraction of its peak.
  ///   - progress: the share of the run that is done, 0 … 1.
  public func momentum(_ base: Double, fraction: Double, progress: Double) -> Double {
    let movement = 1 - base
    return switch self {
    case .schedule: 1 - movement * fraction
    case .constant: base
    case .linear: 1 - movement * (1 - progress)
    case .cosine: 1 - movement * (1 + cos(.pi * progress)) / 2
    }
  }
}
