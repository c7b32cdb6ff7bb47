import Foundation

/// Linear warm-up, then a cosine cut off before its end (paper, Table 6).
///
/// At iteration t of T with w warm-up iterations: base · t / (w − 1) for t < w, else
/// base / 2 · (1 + cos(π · truncation · (t − w) / (T − w))). With truncation 0.8 the last value is
/// about 0.0955 of the peak.
public struct Schedule: Sendable, Hashable {
  public let base: Double
  public let total: Int
  public let warmup: Int
  public let truncation: Double

  /// - Parameters:
  ///   - warmupFraction: warm-up's share of the run, 0 … 1, so that a shorter run keeps the shape.
  ///   - truncation: share of the half-period that is run through, 0 … 1.
  public init(base: Double, total: Int, warmupFraction: Double, truncation: Double) {
    self.base = base
    self.total = total
    warmup = Int((Double(total) * warmupFraction).rounded(.down))
    self.truncation = truncation
  }

  public func value(at step: Int) -> Double {
    if step < warmup { return warmup > 1 ? base * Double(step) / Double(warmup - 1) : 0 }
    let progress = Double(step - warmup) / Double(max(total - warmup, 1))
    return base / 2 * (1 + cos(.pi * truncation * progress))
  }

  /// The value as a fraction of the peak, 0 … 1.
  public func fraction(at step: Int) -> Double { base > 0 ? value(at: step) / base : 0 }
}
