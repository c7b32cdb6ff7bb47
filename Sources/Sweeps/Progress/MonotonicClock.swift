/// Seconds since the program first asked; never goes backwards.
public enum MonotonicClock {
  private static let start = ContinuousClock.now

  /// Seconds since the first call.
  public static func now() -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
