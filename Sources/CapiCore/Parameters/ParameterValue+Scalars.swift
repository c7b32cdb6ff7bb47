public import YAML

extension Int: RangedParameterValue {
  public static var parameterType: ParameterType { .integer }

  public static func decode(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> Int? {
    switch node.scalar?.value {
    case .int(let value): return value
    case .double(let value) where value.magnitude >= 0x1p63:
      collector.report(
        at: node.location, path: path,
        "expected an integer, found \(node.summary), which is beyond 64 bits")
    case .double(let value):
      let hint = Int(exactly: value).map { "; write \($0)" } ?? ""
      collector.report(
        at: node.location, path: path, "expected an integer, found \(node.summary)\(hint)")
    default:
      collector.report(at: node.location, path: path, "expected an integer, found \(node.summary)")
    }
    return nil
  }

  public var configurationValue: ConfigurationValue { .int(self) }
  public var boundedValues: [Int] { [self] }
}

extension Double: RangedParameterValue {
  public static var parameterType: ParameterType { .number }

  public static func decode(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> Double? {
    switch node.scalar?.value {
    case .int(let value): return Double(value)
    case .double(let value) where value.isFinite: return value
    case .double:
      collector.report(
        at: node.location, path: path, "expected a finite number, found \(node.summary)")
    default:
      collector.report(at: node.location, path: path, "expected a number, found \(node.summary)")
    }
    return nil
  }

  public var configurationValue: ConfigurationValue { .double(self) }
  public var boundedValues: [Double] { [self] }
}

extension Bool: ParameterValue {
  public static var parameterType: ParameterType { .boolean }

  public static func decode(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> Bool? {
    if case .bool(let value) = node.scalar?.value { return value }
    collector.report(
      at: node.location, path: path, "expected true or false, found \(node.summary)")
    return nil
  }

  public var configurationValue: ConfigurationValue { .bool(self) }
}

extension String: ParameterValue {
  public static var parameterType: ParameterType { .text }

  public static func decode(
    _ node: Node, at path: KeyPathText, into collector: inout DiagnosticCollector
  ) -> String? {
    if case .string(let value) = node.scalar?.value { return value }
    let hint = node.scalar.map { $0.text.isEmpty ? "" : "; write it in quotes" } ?? ""
    collector.report(
      at: node.location, path: path, "expected a text, found \(node.summary)\(hint)")
    return nil
  }

  public var configurationValue: ConfigurationValue { .string(self) }
}
