import CapiCore
import Reports

/// Components as text and as JSON.
struct ComponentListing {
  private let components: [ComponentDescription]

  init(_ components: [ComponentDescription]) { self.components = components }

  /// One line a component, below its kind.
  var overview: String {
    var table = TextTable(
      columns: [.init("kind"), .init("name"), .init("what it is")], leadingColumns: 1)
    var previous: ComponentKind?
    for component in components {
      table.append([
        .init(component.kind == previous ? "" : component.kind.rawValue), .init(component.name),
        .init(component.summary + origin(component)),
      ])
      previous = component.kind
    }
    return table.text(width: nil, styled: false)
  }

  /// Every component with its parameters.
  var details: String { components.map(details).joined(separator: "\n") }

  private func details(_ component: ComponentDescription) -> String {
    let title =
      "\(component.kind.rawValue) \(component.name), version \(component.version)\(origin(component))"
    var lines = [title, "  \(component.summary)"]
    if component.parameters.isEmpty { lines.append("  It has no parameters.") }
    for parameter in component.parameters {
      var type = "\(parameter.type)"
      if let count = parameter.count { type += " (\(count))" }
      if let range = parameter.range { type += " \(range)" }
      if let unit = parameter.unit { type += ", \(unit)" }
      lines.append("")
      lines.append("  \(parameter.name): \(type); default \(parameter.default.canonicalJSON)")
      lines.append("    \(parameter.doc)")
      if !parameter.semantic { lines.append("    Not part of an experiment's identity.") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func origin(_ component: ComponentDescription) -> String {
    component.origin == "built-in" ? "" : " (\(component.origin))"
  }

  /// A list of objects in the order of registration.
  var json: ConfigurationValue { .array(components.map(Self.json)) }

  private static func json(_ component: ComponentDescription) -> ConfigurationValue {
    .object([
      .init("kind", .string(component.kind.rawValue)),
      .init("name", .string(component.name)),
      .init("summary", .string(component.summary)),
      .init("version", .int(component.version)),
      .init("origin", .string(component.origin)),
      .init("parameters", .array(component.parameters.map(json))),
    ])
  }

  private static func json(_ parameter: ParameterDescription) -> ConfigurationValue {
    .object([
      .init("name", .string(parameter.name)),
      .init("type", .string("\(parameter.type)")),
      .init("default", parameter.default),
      .init("lower", parameter.range?.lower ?? .null),
      .init("upper", parameter.range?.upper ?? .null),
      .init("count", parameter.count.map(ConfigurationValue.int) ?? .null),
      .init(
        "choices", parameter.choices.map { .array($0.map(ConfigurationValue.string)) } ?? .null),
      .init("unit", parameter.unit.map(ConfigurationValue.string) ?? .null),
      .init("doc", .string(parameter.doc)),
      .init("semantic", .bool(parameter.semantic)),
    ])
  }
}
