import CapiCore

/// The JSON Schema of single parameters.
enum ParameterSchema {
  typealias Member = ConfigurationValue.Member

  /// The schema of a parameter: type, range, default and documentation.
  static func schema(_ parameter: ParameterDescription) -> ConfigurationValue {
    guard case .object(var members) = constraints(parameter) else { return .object([]) }
    members.append(Member("default", parameter.default))
    let unit = parameter.unit.map { " [\($0)]" } ?? ""
    members.append(Member("description", .string(parameter.doc + unit)))
    return .object(members)
  }

  /// What a value must be, without default and documentation.
  static func constraints(_ parameter: ParameterDescription) -> ConfigurationValue {
    var members = constraints(parameter.type, parameter.range)
    if let count = parameter.count {
      members += [Member("minItems", .int(count)), Member("maxItems", .int(count))]
    }
    if parameter.nonEmpty { members.append(Member("minItems", .int(1))) }
    return .object(members)
  }

  /// `{"name": schema, …}` for all parameters.
  static func properties(_ parameters: [ParameterDescription]) -> [Member] {
    parameters.map { Member($0.name, schema($0)) }
  }

  private static func constraints(_ type: ParameterType, _ range: ParameterRange?) -> [Member] {
    switch type {
    case .integer: [Member("type", .string("integer"))] + limits(range)
    case .number: [Member("type", .string("number"))] + limits(range)
    case .boolean: [Member("type", .string("boolean"))]
    case .text: [Member("type", .string("string"))]
    case .choice(let names): [Member("enum", .array(names.map(ConfigurationValue.string)))]
    case .list(let element):
      [Member("type", .string("array")), Member("items", .object(constraints(element, range)))]
    case .optional(let wrapped):
      [
        Member(
          "anyOf",
          .array([
            .object(constraints(wrapped, range)),
            .object([Member("type", .string("null"))]),
          ]))
      ]
    }
  }

  private static func limits(_ range: ParameterRange?) -> [Member] {
    [
      range?.lower.map { Member("minimum", $0) },
      range?.upper.map { Member("maximum", $0) },
    ].compactMap { $0 }
  }
}
