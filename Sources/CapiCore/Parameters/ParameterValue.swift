public import YAML

/// A type that a parameter can have: `Int`, `Double`, `Bool`, `String`, a ``ParameterChoice``, and
/// arrays and optionals of these.
public protocol ParameterValue: Sendable, Equatable {
  /// The type as listings and the JSON Schema show it.
  static var parameterType: ParameterType { get }

  /// Reads a value from a node, or reports what is wrong with it and returns nil.
  static func decode(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> Self?

  /// The value as plain data.
  var configurationValue: ConfigurationValue { get }
}

/// A value with an order, or one that holds such values, so that a range can be declared for it.
public protocol RangedParameterValue: ParameterValue {
  /// What the range is made of: the type itself, or that of the elements.
  associatedtype Bound: ParameterValue & Comparable

  /// The values that must lie in the range.
  var boundedValues: [Bound] { get }
}
