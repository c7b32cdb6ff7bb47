import CapiCore
import Experiments
import Testing
import YAML

@Suite struct ModelNameTests {
  private func model(_ overrides: String...) throws -> ModelSection {
    try resolve(overrides).configuration.model
  }

  private func resolve(_ overrides: [String]) throws -> ResolvedExperiment {
    let resolver = ExperimentResolver(catalogs: try SampleComponents.catalogs())
    return try resolver.load("\(Fixtures.folder)/Valid/child.yaml", overrides: overrides)
  }

  @Test func aNameAloneDecidesTheSizes() throws {
    for (name, sizes) in [
      ("vit-tiny", [192, 12, 3]), ("vit-small", [384, 12, 6]), ("vit-base", [768, 12, 12]),
      ("vit-large", [1024, 24, 16]),
    ] {
      let model = try model("model=\(name)")
      #expect([model.width, model.depth, model.heads] == sizes)
      #expect(model.patch == 8)
    }
  }

  @Test func everyParameterCanStillBeSet() throws {
    let model = try model("model={name: vit-small, depth: 3, patch: 16}", "prediction.count=4")
    #expect([model.width, model.depth, model.heads, model.patch] == [384, 3, 6, 16])
    #expect(try self.model("model=vit-small", "model.depth=5").depth == 5)
    // A model named anew starts from its own sizes, as components do.
    #expect(try self.model("model.name=vit-tiny").width == 192)
  }

  @Test func theSizesAreTheIdentityNotTheName() throws {
    let named = try resolve(["model=vit-tiny"]).identity
    let spelt = try resolve(["model={name: custom, width: 192, depth: 12, heads: 3}"]).identity
    #expect(named == spelt)
    #expect(try resolve(["model=vit-small"]).identity != named)
  }

  @Test func aResolvedConfigurationIsAnExperimentFile() throws {
    let first = try resolve(["model={name: vit-tiny, heads: 4}"])
    let resolver = ExperimentResolver(catalogs: try SampleComponents.catalogs())
    let tree = try Document.parse(first.canonicalJSON, file: "resolved.json")
    let second = try resolver.resolve(LoadedDocument(root: tree, files: []))
    #expect(second.canonicalJSON == first.canonicalJSON)
  }

  @Test func explainsWhoDecided() throws {
    let text = try resolve(["model=vit-small"]).explain("model.width")[0].description
    #expect(text.contains("set by command line 'model=vit-small'; default 128"))
  }

  @Test(arguments: [
    (
      "model=vit-huge",
      "model: unknown value 'vit-huge'; did you mean 'vit-large'? known: custom, vit-tiny, "
        + "vit-small, vit-base, vit-large"
    ),
    (
      "model.name=vit-smal",
      "model.name: unknown value 'vit-smal'; did you mean 'vit-small'? known: custom, vit-tiny, "
        + "vit-small, vit-base, vit-large"
    ),
  ])
  func unknownNamesAreRefused(override: String, message: String) {
    #expect {
      try resolve([override])
    } throws: { "\($0)".contains(message) && "\($0)".split(separator: "\n").count == 1 }
  }
}
