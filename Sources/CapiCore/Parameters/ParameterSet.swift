/// The parameters of a component or of a section of an experiment, each declared once.
///
/// ```swift
/// struct Parameters: ParameterSet {
///   var ratio = 0.65
///   static let fields: [Field<Self>] = [
///     Field("ratio", \.ratio, in: 0...1, unit: "fraction", "Share of masked patches (Table 1).")
///   ]
/// }
/// ```
public protocol ParameterSet: Sendable {
  /// The defaults.
  init()
  /// The declarations, in the order in which they are listed.
  static var fields: [Field<Self>] { get }
}

extension ParameterSet {
  /// What listings and the JSON Schema say of the parameters.
  public static var descriptions: [ParameterDescription] { fields.map(\.description) }

  /// All values, in declared order.
  public var canonical: ConfigurationValue { canonical(semanticOnly: false) }

  /// The values, in declared order; with `semanticOnly`, those that are part of the identity.
  public func canonical(semanticOnly: Bool) -> ConfigurationValue {
    .object(
      Self.fields.filter { $0.description.semantic || !semanticOnly }
        .map { .init($0.description.name, $0.read(self)) })
  }

  /// What is wrong with values that were set in code rather than decoded: one entry a parameter.
  public var issues: [ParameterIssue] {
    Self.fields.compactMap { field in
      field.fault(self).map { ParameterIssue(key: field.description.name, message: $0) }
    }
  }
}

/// A set without parameters, for components that need none.
public struct NoParameters: ParameterSet {
  public init() {}
  public static var fields: [Field<Self>] { [] }
}
