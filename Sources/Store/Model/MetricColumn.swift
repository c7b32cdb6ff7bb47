/// One quantity of a stream.
public struct MetricColumn: Sendable, Equatable {
  /// Name in the file, "loss" for instance.
  public var name: String
  /// One value a row; NaN where the quantity was not logged.
  public var values: [Double]
  /// Unit ("1/s", "nat"); "1" for a plain number.
  public var unit: String
  /// What a figure's axis says.
  public var longName: String
  public var direction: Direction

  public init(
    name: String, values: [Double], unit: String = "1", longName: String = "",
    direction: Direction = .none
  ) {
    self.name = name
    self.values = values
    self.unit = unit
    self.longName = longName
    self.direction = direction
  }

  /// Equality by bits: NaN equals the same NaN, 0.0 differs from -0.0.
  public static func == (left: MetricColumn, right: MetricColumn) -> Bool {
    left.name == right.name && left.unit == right.unit && left.longName == right.longName
      && left.direction == right.direction && left.values.hasSameBits(as: right.values)
  }
}
