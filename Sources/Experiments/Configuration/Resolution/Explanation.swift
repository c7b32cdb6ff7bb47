public import CapiCore
public import YAML

/// Where one value of a resolved experiment comes from.
public struct Explanation: Sendable {
  /// The dotted key.
  public var key: String
  public var value: ConfigurationValue
  /// Who set it; nil if it is the default.
  public var setBy: Location?
  /// The declaration of the parameter; nil for the name of a component.
  public var parameter: ParameterDescription?
}

extension Explanation: CustomStringConvertible {
  /// `masking.ratio = 0.65`, who set it, and what it means, on indented lines.
  public var description: String {
    var lines = ["\(key) = \(value.canonicalJSON)"]
    guard let parameter else {
      return (lines + ["  \(setBy.map { "set by \($0)" } ?? "the default component")"])
        .joined(separator: "\n")
    }
    let fallback = parameter.default.canonicalJSON
    lines.append("  \(setBy.map { "set by \($0); default \(fallback)" } ?? "the default")")
    var kind = "\(parameter.type)"
    if let range = parameter.range { kind += " \(range)" }
    if let unit = parameter.unit { kind += ", \(unit)" }
    lines.append("  \(kind)\(parameter.semantic ? "" : "; not part of the identity")")
    lines.append("  \(parameter.doc)")
    return lines.joined(separator: "\n")
  }
}

/// A key that no resolved experiment of these components has.
public struct UnknownKeyError: Error, Sendable, CustomStringConvertible {
  public let key: String
  let known: [String]

  public var description: String {
    let near = NameSuggestion.nearest(to: key, among: known).map { "; did you mean '\($0)'?" } ?? ""
    return "the experiment has no key '\(key)'\(near)"
  }
}
