/// The allowed range of a numeric parameter, ends included; nil is no limit.
public struct ParameterRange: Sendable, Equatable {
  public var lower: ConfigurationValue?
  public var upper: ConfigurationValue?

  /// The range between two declared ends; `Int.max`, infinity and their like count as no limit.
  init(_ lower: ConfigurationValue, _ upper: ConfigurationValue) {
    self.lower = Self.limit(lower)
    self.upper = Self.limit(upper)
  }

  private static func limit(_ end: ConfigurationValue) -> ConfigurationValue? {
    switch end {
    case .int(.max), .int(.min): nil
    case .double(let value) where value.magnitude >= .greatestFiniteMagnitude: nil
    default: end
    }
  }
}

extension ParameterRange: CustomStringConvertible {
  /// "in 0.0…1.0", "1 or more", "at most 5".
  public var description: String {
    switch (lower, upper) {
    case (.some(let lower), .some(let upper)):
      "in \(lower.canonicalJSON)…\(upper.canonicalJSON)"
    case (.some(let lower), nil): "\(lower.canonicalJSON) or more"
    case (nil, .some(let upper)): "at most \(upper.canonicalJSON)"
    case (nil, nil): "any"
    }
  }
}
