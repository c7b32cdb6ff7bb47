import CapiCore
import Experiments
import Testing
import YAML

@Suite struct SchemaTests {
  private func schema() throws -> ExperimentSchema {
    ExperimentSchema(catalogs: try SampleComponents.catalogs())
  }

  @Test func describesEveryKeyOfAResolvedExperiment() throws {
    let root = try Document.parse(schema().experiment, file: "schema.json")
    let resolver = ExperimentResolver(catalogs: try SampleComponents.catalogs())
    let experiment = try resolver.load("\(Fixtures.folder)/Valid/base.yaml")
    for (key, _) in experiment.flat {
      let parts = key.split(separator: ".").map(String.init)
      let isComponent = experiment.configuration.components.first { key.hasPrefix($0.path + ".") }
      let place: [String] =
        if let component = isComponent?.selection {
          [
            "$defs", "\(component.kind.rawValue).\(component.name)", "properties", parts.last!,
          ]
        } else {
          ["properties"] + parts.flatMap { [$0, "properties"] }.dropLast()
        }
      #expect(root[KeyPathText(place)] != nil, "\(key)")
    }
  }

  @Test func carriesRangesChoicesAndDefaults() throws {
    let root = try Document.parse(schema().experiment, file: "schema.json")
    func at(_ path: String...) -> Node? { root[KeyPathText(path)] }
    let ratio = ["$defs", "masking.inverse-block", "properties", "ratio"]
    #expect(
      try root[KeyPathText(ratio)]
        == Document.parse(
          """
          {type: number, minimum: 0.0, maximum: 1.0, default: 0.65,
           description: "Masked share (Table 1). [fraction of the patches]"}
          """, file: ""))
    #expect(
      try at("$defs", "loss.direct", "properties", "distance", "enum")
        == Document.parse("[huber, mse]", file: ""))
    #expect(at("properties", "images", "properties", "mean", "minItems")?.scalar?.text == "3")
    #expect(
      at("properties", "prediction", "properties", "count", "anyOf", "1", "type")?.scalar?.text
        == "null")
    #expect(at("properties", "loss", "$ref")?.scalar?.text == "#/$defs/loss")
    #expect(at("additionalProperties")?.scalar?.value == .bool(false))
  }

  @Test func aComponentWithoutANameIsCheckedAsFarAsItCanBe() throws {
    let root = try Document.parse(schema().experiment, file: "schema.json")
    let unnamed = ["$defs", "masking", "else", "then", "allOf", "0", "else"]
    #expect(
      try root[KeyPathText(unnamed + ["properties", "ratio"])]
        == Document.parse("{type: number, minimum: 0.0, maximum: 1.0}", file: ""))
    #expect(
      try root[KeyPathText(unnamed + ["properties", "roll"])]
        == Document.parse("{type: boolean}", file: ""))
    #expect(
      try root[KeyPathText(["$defs", "probe", "else", "then", "allOf", "0", "else"])]
        == Document.parse("{required: [name]}", file: ""))
  }

  @Test func sweepSchemaHoldsTheExperiment() throws {
    let root = try Document.parse(schema().sweep, file: "schema.json")
    #expect(
      root["properties"]?.mapping?.keys
        == [
          "extends", "question", "base", "experiment", "overrides", "variables", "include",
          "ablate",
          "grid", "zip", "list", "exclude", "reference", "seeds",
        ])
    #expect(
      try root[KeyPathText(["$defs", "experiment", "properties", "model"])]
        == Document.parse(schema().experiment, file: "")["properties"]?["model"])
  }
}
