import CapiCore

extension ExperimentSchema {
  /// The schema of a sweep file, as indented JSON; an inline experiment is checked like a file.
  public var sweep: String {
    schema(
      title: "capi sweep",
      properties: [
        Member(
          "extends", Self.described("string", "One sweep file whose values are inherited.")),
        Member("question", Self.described("string", "What the sweep is to find out.")),
        Member(
          "base",
          Self.described(
            "string",
            "The experiment file, relative to this one, that all trials start from.")),
        Member("experiment", Self.reference("experiment")),
        Member(
          "overrides",
          Self.described("object", "Changes to the base, as nested or dotted keys.")),
        Member("ablate", ablations),
        Member(
          "seeds",
          Self.object([
            Member("type", .string("array")), Member("minItems", .int(1)),
            Member("uniqueItems", .bool(true)),
            Member(
              "items",
              Self.object([
                Member("type", .string("integer")), Member("minimum", .int(0)),
                Member("maximum", .int(1 << 31)),
              ])),
            Member("description", .string("Every trial runs once with each seed.")),
          ])),
      ],
      definitions: [
        Member(
          "experiment",
          Self.object([
            Member("description", .string("The experiment that all trials start from.")),
            Member("type", .string("object")),
            Member("properties", .object(experimentProperties())),
            Member("additionalProperties", .bool(false)),
          ])),
        Member("departure", departure),
      ] + definitions())
  }

  private var ablations: ConfigurationValue {
    Self.object([
      Member("type", .string("object")),
      Member(
        "additionalProperties",
        Self.object([
          Member("type", .string("array")), Member("minItems", .int(1)),
          Member("items", Self.reference("departure")),
        ])),
      Member(
        "description",
        .string("Axes; each of an axis's values departs from the base in this one way.")),
    ])
  }

  private var departure: ConfigurationValue {
    Self.object([
      Member(
        "description",
        .string("A value for the key that the axis is named after, or {label, set}.")),
      Member(
        "if",
        Self.object([
          Member("type", .string("object")), Member("required", .array([.string("set")])),
        ])),
      Member(
        "then",
        Self.object([
          Member(
            "properties",
            Self.object([
              Member("label", Self.described("string", "The value's name in tables.")),
              Member(
                "set", Self.described("object", "What changes, as nested or dotted keys.")),
            ])),
          Member("additionalProperties", .bool(false)),
        ])),
    ])
  }

  private static func described(_ type: String, _ text: String) -> ConfigurationValue {
    .object([Member("type", .string(type)), Member("description", .string(text))])
  }
}
