/// One number a probe reports.
public struct ProbeScore: Sendable, Equatable {
  /// "mIoU", "top1".
  public var name: String
  /// The value, in `unit`.
  public var value: Double
  /// Unit ("%", "1").
  public var unit: String
  public var direction: Direction

  public init(name: String, value: Double, unit: String = "1", direction: Direction = .higher) {
    self.name = name
    self.value = value
    self.unit = unit
    self.direction = direction
  }

  /// Whether the score measures time (its unit is "s" or "…/s"), and so differs each time.
  public var measuresTime: Bool { unit == "s" || unit.hasSuffix("/s") }

  /// Equality by bits: NaN equals the same NaN, 0.0 differs from -0.0.
  public static func == (left: ProbeScore, right: ProbeScore) -> Bool {
    left.name == right.name && left.unit == right.unit && left.direction == right.direction
      && left.value.bitPattern == right.value.bitPattern
  }
}
