public import CapiCore
import NeuralNetworks

/// The JSON Schema (draft 2020-12) of experiment and sweep files, made from what is registered.
///
/// Editors with a YAML language server complete and check files whose first line is
/// `# yaml-language-server: $schema=PATH`.
public struct ExperimentSchema: Sendable {
  typealias Member = ConfigurationValue.Member

  let catalogs: [any AnyCatalog]

  /// The schemas for these components.
  public init(catalogs: [any AnyCatalog]) { self.catalogs = catalogs }

  /// The schema of an experiment file, as indented JSON.
  public var experiment: String {
    schema(
      title: "capi experiment", properties: experimentProperties(), definitions: definitions()
    )
  }

  func schema(title: String, properties: [Member], definitions: [Member]) -> String {
    let root: [Member] = [
      Member("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      Member("title", .string(title)),
      Member("type", .string("object")),
      Member("properties", .object(properties)),
      Member("additionalProperties", .bool(false)),
      Member("$defs", .object(definitions)),
    ]
    return ConfigurationValue.object(root).prettyJSON + "\n"
  }

  /// The keys at the top of an experiment.
  func experimentProperties() -> [Member] {
    let extends = Self.object([
      Member("type", .string("string")),
      Member(
        "description",
        .string("One experiment file, relative to this one, whose values are inherited.")),
    ])
    return [Member("extends", extends)] + ParameterSchema.properties(GeneralSection.descriptions)
      + ExperimentLayout.parts.map { Member($0.key, schema(of: $0)) }
  }

  private func schema(of part: ExperimentLayout.Part) -> ConfigurationValue {
    let summary = Member("description", .string(ExperimentLayout.summary(of: part)))
    switch part {
    case .section(let section):
      // A model may be a name alone.
      let names: [Member] =
        section == .model
        ? [
          Member("if", Self.object([Member("type", .string("string"))])),
          Member(
            "then",
            Self.choice(.array(ModelSize.allCases.map { .string($0.rawValue) }))),
        ] : []
      let types = ["object", "null"] + (section == .model ? ["string"] : [])
      return Self.object(
        [
          summary,
          Member("type", .array(types.map(ConfigurationValue.string))),
          Member(
            "properties",
            .object(ParameterSchema.properties(ExperimentLayout.parameters(of: section)))),
          Member("additionalProperties", .bool(false)),
        ] + names)
    case .component(.probe):
      return Self.object([
        summary, Member("type", .array([.string("array"), .string("null")])),
        Member("items", Self.reference(ComponentKind.probe.rawValue)),
      ])
    case .component(let kind):
      return Self.object([summary, Member("$ref", .string("#/$defs/\(kind.rawValue)"))])
    }
  }

  /// One definition for each kind, and one for each component.
  func definitions() -> [Member] {
    catalogs.flatMap { catalog in
      [Member(catalog.kind.rawValue, definition(of: catalog))]
        + catalog.descriptions.map {
          Member("\(catalog.kind.rawValue).\($0.name)", definition(of: $0))
        }
    }
  }

  private func definition(of catalog: any AnyCatalog) -> ConfigurationValue {
    let names = ConfigurationValue.array(catalog.names.map(ConfigurationValue.string))
    // Without a name the component may be inherited, so any parameter of the kind is allowed. Lists
    // are not inherited by element, so a probe always has a name.
    let inherited: [Member] =
      catalog.kind == .probe
      ? [Member("required", .array([.string("name")]))]
      : [
        Member("properties", .object(Self.anyParameter(of: catalog.descriptions))),
        Member("additionalProperties", .bool(false)),
      ]
    let unnamed = Self.object([
      Member("if", Self.object([Member("required", .array([.string("name")]))])),
      Member(
        "then",
        Self.object([Member("properties", Self.object([Member("name", Self.choice(names))]))])),
      Member("else", .object(inherited)),
    ])
    let named = catalog.descriptions.map { component in
      Self.object([
        Member(
          "if",
          Self.object([
            Member(
              "properties",
              Self.object([
                Member("name", Self.object([Member("const", .string(component.name))]))
              ])),
            Member("required", .array([.string("name")])),
          ])),
        Member("then", Self.reference("\(catalog.kind.rawValue).\(component.name)")),
      ])
    }
    return Self.object([
      Member("type", .array([.string("string"), .string("object"), .string("null")])),
      Member("if", Self.object([Member("type", .string("string"))])),
      Member("then", Self.choice(names)),
      Member(
        "else",
        Self.object([
          Member("if", Self.object([Member("type", .string("object"))])),
          Member("then", Self.object([Member("allOf", .array([unnamed] + named))])),
        ])),
    ])
  }

  /// Every parameter that one of the components has, as one of them wants it.
  private static func anyParameter(of components: [ComponentDescription]) -> [Member] {
    var schemas: [(name: String, choices: [ConfigurationValue])] = []
    for parameter in components.flatMap(\.parameters) {
      let schema = ParameterSchema.constraints(parameter)
      if let index = schemas.firstIndex(where: { $0.name == parameter.name }) {
        if !schemas[index].choices.contains(schema) { schemas[index].choices.append(schema) }
      } else {
        schemas.append((parameter.name, [schema]))
      }
    }
    return schemas.map { name, choices in
      Member(
        name, choices.count == 1 ? choices[0] : object([Member("anyOf", .array(choices))]))
    }
  }

  private func definition(of component: ComponentDescription) -> ConfigurationValue {
    let name = Self.object([
      Member("const", .string(component.name)), Member("description", .string(component.summary)),
    ])
    return Self.object([
      Member("description", .string("\(component.summary) (\(component.origin))")),
      Member(
        "properties",
        .object([Member("name", name)] + ParameterSchema.properties(component.parameters))),
      Member("additionalProperties", .bool(false)),
    ])
  }

  static func object(_ members: [Member]) -> ConfigurationValue { .object(members) }

  static func reference(_ name: String) -> ConfigurationValue {
    .object([Member("$ref", .string("#/$defs/\(name)"))])
  }

  private static func choice(_ names: ConfigurationValue) -> ConfigurationValue {
    .object([Member("enum", names)])
  }
}
