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
        Member(
          "variables",
          Self.described(
            "object",
            "Names and values that ${NAME} stands for; null where the command line gives it.")),
        Member("include", included),
        Member(
          "ablate",
          axes("Axes; each of an axis's values departs from the base in this one way.")),
        Member("grid", axes("Axes of which every combination of values is run.")),
        Member("zip", zip),
        Member("list", list),
        Member("exclude", exclude),
        Member("reference", Self.reference("scores")),
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
        Member("departure", departure), Member("scores", scores), Member("axes", axes("Axes.")),
      ] + definitions())
  }

  private func axes(_ description: String) -> ConfigurationValue {
    Self.object([
      Member("type", .string("object")),
      Member(
        "additionalProperties",
        Self.object([
          Member("type", .string("array")), Member("minItems", .int(1)),
          Member("items", Self.reference("departure")),
        ])),
      Member("description", .string(description)),
    ])
  }

  private var included: ConfigurationValue {
    Self.object([
      Member("type", .array([.string("string"), .string("array")])),
      Member("items", Self.object([Member("type", .string("string"))])),
      Member(
        "description", .string("Files, relative to this one, whose axes come before this one's.")),
    ])
  }

  private var zip: ConfigurationValue {
    Self.object([
      Member(
        "description",
        .string("Axes of as many values each, which go together; or a list of such groups.")),
      Member("if", Self.object([Member("type", .string("array"))])),
      Member("then", Self.object([Member("items", Self.reference("axes"))])),
      Member("else", Self.reference("axes")),
    ])
  }

  private var list: ConfigurationValue {
    Self.object([
      Member("type", .string("array")), Member("minItems", .int(1)),
      Member("items", Self.object([Member("type", .string("object"))])),
      Member(
        "description",
        .string("Trials one by one: {label, set, reference, needs}, or the keys that change.")),
    ])
  }

  private var exclude: ConfigurationValue {
    Self.object([
      Member("type", .string("array")),
      Member(
        "items",
        Self.object([
          Member("type", .array([.string("object"), .string("string")])),
          Member("minProperties", .int(1)),
        ])),
      Member(
        "description",
        .string("Combinations that are left out: axes with a value or a list of values; or base.")),
    ])
  }

  private var scores: ConfigurationValue {
    Self.object([
      Member("type", .string("object")),
      Member(
        "additionalProperties",
        Self.object([
          Member("type", .string("object")),
          Member("additionalProperties", Self.object([Member("type", .string("number"))])),
        ])),
      Member("description", .string("Published scores: {SOURCE: {METRIC: SCORE}}.")),
    ])
  }

  private var needs: ConfigurationValue {
    Self.object([
      Member("type", .string("array")),
      Member("items", Self.object([Member("type", .string("string"))])),
      Member(
        "description", .string("Variables or keys without which this value is not run.")),
    ])
  }

  private var departure: ConfigurationValue {
    Self.object([
      Member(
        "description",
        .string(
          "A value for the key that the axis is named after, bare or as {value, label, reference, "
            + "needs}; or {label, set, reference, needs}.")),
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
              Member("reference", Self.reference("scores")),
              Member("needs", needs),
            ])),
          Member("additionalProperties", .bool(false)),
        ])),
    ])
  }

  private static func described(_ type: String, _ text: String) -> ConfigurationValue {
    .object([Member("type", .string(type)), Member("description", .string(text))])
  }
}
