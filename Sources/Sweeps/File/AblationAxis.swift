public import YAML

/// One thing that trials vary, while everything else stays as in the base.
public struct AblationAxis: Sendable, Equatable {
  /// Name for tables and for `capi compare --by`. In the short form it is the key that is set.
  public var name: String
  /// Whether the values were written in the short form, so that `name` is a key.
  public var isKey: Bool
  public var values: [AblationValue]
  public var location: Location
}

/// One value of an axis.
public struct AblationValue: Sendable, Equatable {
  /// What tables call it.
  public var label: String
  /// The value as JSON text: of the value itself in the short form, of the label otherwise.
  public var json: String
  /// What it sets in the base experiment, in order.
  public var settings: [Setting]
  public var location: Location
}
