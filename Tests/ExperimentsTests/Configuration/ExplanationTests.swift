import CapiCore
import Experiments
import Testing

@Suite struct ExplanationTests {
  private func explain(_ key: String, _ overrides: String...) throws -> [String] {
    let resolver = ExperimentResolver(catalogs: try SampleComponents.catalogs())
    let experiment = try resolver.load(
      "\(Fixtures.folder)/Valid/child.yaml", overrides: overrides)
    return try experiment.explain(key).map { Fixtures.shortened($0.description) }
  }

  @Test func namesTheFileThatSetAKey() throws {
    #expect(
      try explain("model.depth") == [
        """
        model.depth = 2
          set by Valid/child.yaml:3:16; default 4
          integer in 1…128, blocks
          Transformer blocks of the encoder.
        """
      ])
    #expect(
      try explain("model.width")[0].contains("set by Valid/base.yaml:4:16; default 128"))
  }

  @Test func namesTheOverride() throws {
    #expect(
      try explain("engine.threads", "engine.threads=2") == [
        """
        engine.threads = 2
          set by command line 'engine.threads=2'; default 0
          integer in 0…1024, threads; not part of the identity
          Threads of libtorch's CPU operations; 0 uses every core.
        """
      ])
  }

  @Test func namesTheDefault() throws {
    #expect(try explain("masking.ratio")[0].contains("\n  the default\n"))
    #expect(
      try explain("masking.name") == ["masking.name = \"inverse-block\"\n  the default component"])
    #expect(
      try explain("probes.1.name") == [
        "probes.1.name = \"knn-classification\"\n  set by Valid/base.yaml:11:5"
      ])
  }

  @Test func explainsASection() throws {
    #expect(
      try explain("loss").map { $0.prefix { $0 != "\n" } } == [
        "loss.name = \"direct\"", "loss.distance = \"huber\"",
      ])
  }

  @Test func refusesUnknownKeys() throws {
    let error = #expect(throws: UnknownKeyError.self) { try explain("model.widht") }
    #expect(
      error?.description == "the experiment has no key 'model.widht'; did you mean 'model.width'?")
  }
}
