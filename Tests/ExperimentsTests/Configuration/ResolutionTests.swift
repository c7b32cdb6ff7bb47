import Foundation
import CapiCore
import Experiments
import Testing
import YAML

@Suite struct ResolutionTests {
  private func resolver() throws -> ExperimentResolver {
    ExperimentResolver(catalogs: try SampleComponents.catalogs())
  }

  private func load(_ name: String, _ overrides: String...) throws -> ResolvedExperiment {
    try resolver().load("\(Fixtures.folder)/Valid/\(name).yaml", overrides: overrides)
  }

  @Test func fillsInTheDefaults() throws {
    let base = try load("base")
    #expect(base.configuration.model.width == 96)
    #expect(base.configuration.model.patch == 8)
    #expect(base.configuration.positions.name == "rope")
    #expect(base.configuration.probes.map(\.name) == ["knn-segmentation", "knn-classification"])
    #expect(
      base.shapes
        == ExperimentShapes(
          imageSize: 64, patch: 8, maskedTokens: 41, predictedTokens: 2, batch: 64, steps: 400,
          width: 96, depth: 3, heads: 4, registers: 16))
    #expect(base.yaml.hasPrefix("# yaml-language-server"))
  }

  @Test func inheritsAndReplacesComponentsWhole() throws {
    let child = try load("child")
    #expect(child.configuration.general.seed == 7)
    #expect(child.configuration.model.width == 96)
    #expect(child.configuration.model.depth == 2)
    #expect(
      child.configuration.loss.canonical.canonicalJSON
        == #"{"distance":"huber","name":"direct"}"#)
    #expect(child.document.files.count == 2)
  }

  @Test func appliesOverrides() throws {
    let changed = try load("base", "probes.1.k=[5]", "loss.distance=mse", "loss.name=direct")
    #expect(changed.configuration.probes[1].canonical["k"] == .array([.int(5)]))
    #expect(changed.configuration.probes[0].canonical["k"] == .array([.int(1), .int(3)]))
    #expect(changed.configuration.loss.canonical["distance"] == .string("mse"))
  }

  @Test func canonicalFormResolvesToItself() throws {
    let base = try load("base", "images.mean=[0.5, 0.25, 1]")
    let again = try resolver().resolve(
      LoadedDocument(
        root: try Document.parse(base.canonicalJSON, file: "run.json"), files: []))
    #expect(again.canonicalJSON == base.canonicalJSON)
    #expect(again.identity == base.identity)
    #expect(again.yaml.isEmpty)
  }

  @Test(arguments: [
    "question=another", "engine.threads=3", "engine.device=cuda", "training.workers=9",
    "training.log_every=10", "output.checkpoint=false", "dataset.cache=/tmp",
    // Written out, but equal to what it was.
    "loss.temperature=0.12", "model.width=96", "model.mlp_ratio=4",
  ])
  func identityIgnoresWhatCannotChangeAResult(override: String) throws {
    #expect(try load("base", override).identity == load("base").identity)
  }

  @Test(arguments: [
    "seed=1", "model.depth=4", "loss.prototypes=65", "loss.name=direct", "training.steps=401",
    "probes=[]", "dataset.images=501", "positions=learnable", "optimizer.warmup=0.2",
  ])
  func identityFollowsWhatCan(override: String) throws {
    #expect(try load("base", override).identity != load("base").identity)
  }

  @Test func identityFollowsTheContentOfNamedFiles() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "named-file-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let resolver = try resolver()
    func identity(_ content: String?) throws -> String {
      try? FileManager.default.removeItem(atPath: path)
      if let content { try content.write(toFile: path, atomically: true, encoding: .utf8) }
      return try resolver.load(
        "\(Fixtures.folder)/Valid/base.yaml", overrides: ["model.weights=\(path)"]
      ).identity
    }
    let identities = try [identity("one"), identity("two!"), identity(nil), load("base").identity]
    #expect(Set(identities).count == 4)
    #expect(try identity("one") == identities[0])
  }

  @Test func onlyThePrecisionOfTheEngineIsPartOfTheIdentity() throws {
    func identity(_ overrides: [String]) throws -> String {
      try resolver().load("\(Fixtures.folder)/Valid/base.yaml", overrides: overrides).identity
    }
    let plain = try identity([])
    #expect(try identity(["engine.precision=float32", "engine.kernels=composed"]) == plain)
    #expect(try identity(["engine.precision=bfloat16"]) != plain)
  }

  @Test func identityIsPinned() throws {
    let base = try load("base")
    #expect(base.identity.count == 64)
    #expect(base.semanticJSON.contains(#""component_versions":{"dataset":1,"#))
    #expect(!base.semanticJSON.contains("question"))
    #expect(base.identity == Self.pinned)
  }

  /// Changes only when a semantic value, a default or the canonical form changes: all old results
  /// are then those of other experiments.
  private static let pinned = "b130113c6e0a8beb3667274c72afe9e8163a3ec54748276e68354cfc89a17c66"

  @Test func liesFlat() throws {
    let flat = try load("base").flat
    #expect(flat.first?.key == "question" && flat.first?.json == "\"Does the base learn?\"")
    #expect(flat.contains { $0.key == "probes.0.k" && $0.json == "[1,3]" })
    #expect(flat.contains { $0.key == "prediction.count" && $0.json == "null" })
    #expect(Set(flat.map(\.key)).count == flat.count)
  }

  @Test func laysATrialsChangesOverABase() throws {
    var collector = DiagnosticCollector()
    var document = try #require(
      ExperimentResolver.document("\(Fixtures.folder)/Valid/base.yaml", into: &collector))
    let place = Location.generated("axis 'loss'")
    ExperimentResolver.overlay(
      &document, with: .nested(KeyPathText(dotted: "loss.name"), .plain("direct", at: place)),
      into: &collector)
    let trial = try resolver().resolve(document)
    #expect(collector.isEmpty)
    #expect(try trial.identity == load("base", "loss.name=direct").identity)
    #expect(trial.location(of: KeyPathText(dotted: "loss.name")) == place)
  }
}
