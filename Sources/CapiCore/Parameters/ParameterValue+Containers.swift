public import YAML

extension Array: ParameterValue where Element: ParameterValue {
  public static var parameterType: ParameterType { .list(of: Element.parameterType) }

  /// Reads every element, so that all wrong ones are reported at once.
  public static func decode(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> [Element]? {
    guard let nodes = node.sequence else {
      collector.report(
        at: node.location, path: path,
        "expected a \(Self.parameterType), found \(node.summary)")
      return nil
    }
    let elements = nodes.enumerated().map { index, element in
      Element.decode(element, at: path.appending(index), into: &collector)
    }
    let values = elements.compactMap { $0 }
    return values.count == nodes.count ? values : nil
  }

  public var configurationValue: ConfigurationValue { .array(map(\.configurationValue)) }
}

extension Array: RangedParameterValue where Element: RangedParameterValue {
  public var boundedValues: [Element.Bound] { flatMap(\.boundedValues) }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
  public static var parameterType: ParameterType { .optional(Wrapped.parameterType) }

  /// `null`, `~` and nothing at all are nil.
  public static func decode(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> Wrapped?? {
    if node.isNull { return .some(nil) }
    return Wrapped.decode(node, at: path, into: &collector).map(Optional.some)
  }

  public var configurationValue: ConfigurationValue { self?.configurationValue ?? .null }
}

extension Optional: RangedParameterValue where Wrapped: RangedParameterValue {
  public var boundedValues: [Wrapped.Bound] { self?.boundedValues ?? [] }
}
