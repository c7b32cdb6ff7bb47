import YAML

/// The one declaration of one parameter: from it come decoding, validation, listing, the resolved
/// configuration and the JSON Schema. Type and default come from the key path and `Owner()`.
public struct Field<Owner: ParameterSet>: Sendable {
  /// What is known of the parameter.
  public private(set) var description: ParameterDescription

  /// Reads the node into the owner, or reports what is wrong and leaves the owner as it is.
  let decode: @Sendable (Node, KeyPathText, inout Owner, inout DiagnosticCollector) -> Void
  /// The owner's value of the parameter.
  let read: @Sendable (Owner) -> ConfigurationValue
  /// What is wrong with the owner's value, or nil.
  let fault: @Sendable (Owner) -> String?

  /// A parameter without a range.
  ///
  /// `name` is the key in a file, in snake_case; `unit` is nil for pure numbers and names; `doc` is
  /// one line, with the source where there is one. `semantic` is false for what cannot change a
  /// result (paths, thread counts): such a parameter is left out of an experiment's identity.
  /// With `nonEmpty` a list needs at least one element.
  public init<Value: ParameterValue>(
    _ name: String, _ path: any WritableKeyPath<Owner, Value> & Sendable, unit: String? = nil,
    semantic: Bool = true, nonEmpty: Bool = false, _ doc: String
  ) {
    self.init(
      name, path, range: nil, count: nil, nonEmpty: nonEmpty, unit: unit, semantic: semantic, doc,
      fault: { _ in nil })
  }

  /// The path of a file that decides results, such as weights: what it holds is part of an
  /// experiment's identity, so that another file under the same name is another experiment.
  public init<Value: ParameterValue>(
    file name: String, _ path: any WritableKeyPath<Owner, Value> & Sendable, _ doc: String
  ) {
    self.init(name, path, doc)
    description.isFile = true
  }

  /// A parameter whose value (each element of a list, and what an optional holds) lies in `range`.
  public init<Value: RangedParameterValue>(
    _ name: String, _ path: any WritableKeyPath<Owner, Value> & Sendable,
    in range: ClosedRange<Value.Bound>, unit: String? = nil, semantic: Bool = true,
    nonEmpty: Bool = false, _ doc: String
  ) {
    let shown = ParameterRange(range)
    self.init(
      name, path, range: shown, count: nil, nonEmpty: nonEmpty, unit: unit, semantic: semantic, doc,
      fault: { shown.fault(of: $0, in: range) })
  }

  /// A list of exactly `count` elements.
  public init<Element: ParameterValue>(
    _ name: String, _ path: any WritableKeyPath<Owner, [Element]> & Sendable, count: Int,
    unit: String? = nil, semantic: Bool = true, _ doc: String
  ) {
    self.init(
      name, path, range: nil, count: count, unit: unit, semantic: semantic, doc,
      fault: { Self.fault(ofCount: $0.count, expected: count) })
  }

  /// A list of exactly `count` elements, each in `range`.
  public init<Element: RangedParameterValue>(
    _ name: String, _ path: any WritableKeyPath<Owner, [Element]> & Sendable,
    in range: ClosedRange<Element.Bound>, count: Int, unit: String? = nil, semantic: Bool = true,
    _ doc: String
  ) {
    let shown = ParameterRange(range)
    self.init(
      name, path, range: shown, count: count, unit: unit, semantic: semantic, doc,
      fault: {
        Self.fault(ofCount: $0.count, expected: count) ?? shown.fault(of: $0, in: range)
      })
  }

  private init<Value: ParameterValue>(
    _ name: String, _ path: any WritableKeyPath<Owner, Value> & Sendable, range: ParameterRange?,
    count: Int?, nonEmpty: Bool = false, unit: String?, semantic: Bool, _ doc: String,
    fault: @escaping @Sendable (Value) -> String?
  ) {
    description = ParameterDescription(
      name: name, type: Value.parameterType, default: Owner()[keyPath: path].configurationValue,
      range: range, count: count, nonEmpty: nonEmpty, unit: unit, doc: doc, semantic: semantic)
    read = { $0[keyPath: path].configurationValue }
    let check: @Sendable (Value) -> String? = { value in
      nonEmpty && value.configurationValue == .array([])
        ? "expected at least one value, found an empty list" : fault(value)
    }
    self.fault = { check($0[keyPath: path]) }
    decode = { node, place, owner, collector in
      guard let value = Value.decode(node, at: place, into: &collector) else { return }
      if let message = check(value) {
        collector.report(at: node.location, path: place, message)
      } else {
        owner[keyPath: path] = value
      }
    }
  }

  private static func fault(ofCount found: Int, expected: Int) -> String? {
    found == expected
      ? nil : "expected a list of \(expected), found \(found) \(found == 1 ? "value" : "values")"
  }
}

extension ParameterRange {
  init<Bound: ParameterValue & Comparable>(_ range: ClosedRange<Bound>) {
    self.init(range.lowerBound.configurationValue, range.upperBound.configurationValue)
  }

  /// What is wrong with the first value outside the range, or nil.
  func fault<Value: RangedParameterValue>(of value: Value, in range: ClosedRange<Value.Bound>)
    -> String?
  {
    guard let wrong = value.boundedValues.first(where: { !range.contains($0) }) else { return nil }
    return "must be \(self), found \(wrong.configurationValue.canonicalJSON)"
  }
}
