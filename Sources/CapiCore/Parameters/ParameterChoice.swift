public import YAML

/// A parameter that is one of a few names: an enum with `String` raw values.
public protocol ParameterChoice: ParameterValue, CaseIterable, RawRepresentable<String> {}

extension ParameterChoice {
  public static var parameterType: ParameterType { .choice(allCases.map(\.rawValue)) }

  public static func decode(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> Self? {
    let known = allCases.map(\.rawValue)
    // The text, not its resolved value: a choice may be named like a number.
    guard let text = node.scalar?.text, !node.isNull else {
      collector.report(
        at: node.location, path: path,
        "expected one of \(known.joined(separator: ", ")); found \(node.summary)")
      return nil
    }
    if let value = Self(rawValue: text) { return value }
    collector.report(
      at: node.location, path: path,
      "unknown value '\(text)'\(NameSuggestion.hint(for: text, among: known))")
    return nil
  }

  public var configurationValue: ConfigurationValue { .string(rawValue) }
}
