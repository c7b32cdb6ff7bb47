/// How a sweep's trials combine the values of an axis.
public enum AxisKind: String, Sendable, Codable, CaseIterable {
  /// One value at a time departs from the base.
  case ablate
  /// Every value is combined with those of the other axes of the grid.
  case grid
  /// Like `grid`, but in step with other axes.
  case zip
  /// Trials written one by one.
  case list
}

/// What tables need to know of an axis beside the values of each trial.
public struct AxisRecord: Sendable, Equatable, Codable {
  public var name: String
  public var kind: AxisKind
  /// Whether the name is a key of the experiment, so that values are its values.
  public var isKey: Bool
  /// The values that are in the plan, in the order of the file.
  public var values: [Value]

  /// A value, as trials have it and as tables call it.
  public struct Value: Sendable, Equatable, Codable {
    /// JSON text, as in `TrialPlan.axisValues`.
    public var json: String
    public var label: String
    /// Whether the base has it.
    public var isBase: Bool

    public init(json: String, label: String, isBase: Bool) {
      self.json = json
      self.label = label
      self.isBase = isBase
    }

    private enum CodingKeys: String, CodingKey {
      case json
      case label
      case isBase = "is_base"
    }
  }

  public init(name: String, kind: AxisKind, isKey: Bool, values: [Value]) {
    self.name = name
    self.kind = kind
    self.isKey = isKey
    self.values = values
  }

  private enum CodingKeys: String, CodingKey {
    case name
    case kind
    case isKey = "is_key"
    case values
  }
}
