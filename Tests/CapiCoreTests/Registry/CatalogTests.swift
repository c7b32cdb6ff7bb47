import CapiCore
import Testing
import YAML

private struct Direct: Component {
  typealias Parameters = SampleParameters
  static let name = "direct"
  static let summary = "Compares representations."
  static func check(_ parameters: SampleParameters, _ shapes: ExperimentShapes) -> [ParameterIssue]
  {
    parameters.count > shapes.batch ? [ParameterIssue(key: "count", message: "too many")] : []
  }
}

private struct Plain: Component {
  static let name = "plain"
  static let summary = "Takes no parameters."
  static let version = 3
}

private struct Hiding: PatchHiding {
  typealias Parameters = SampleParameters
  static let name = "hiding"
  static let summary = "Hides patches."
  static func maskedTokens(_ parameters: SampleParameters, of tokens: Int) -> Int {
    Int(Double(tokens) * parameters.ratio)
  }
}

@Suite struct CatalogTests {
  private func catalog() throws -> Catalog<String, Int> {
    var catalog = Catalog<String, Int>(kind: .loss)
    try catalog.register(Direct.self) { parameters, context in "\(parameters.count) \(context)" }
    try catalog.register(Plain.self, origin: "my-plugin") { _, _ in "plain" }
    return catalog
  }

  private func select(
    _ text: String?, defaultName: String? = nil
  ) throws -> (ComponentSelection?, [String]) {
    var collector = DiagnosticCollector()
    let node = try text.map { try Document.parse($0, file: "t.yaml") }
    let selection = try catalog().select(
      node, at: KeyPathText(["loss"]), defaultName: defaultName,
      sectionLocation: .file("t.yaml", line: 9, column: 1), into: &collector)
    return (selection, collector.diagnostics.map(\.description))
  }

  @Test func listsWhatIsRegistered() throws {
    let catalog = try catalog()
    #expect(catalog.names == ["direct", "plain"])
    #expect(catalog.descriptions[1].origin == "my-plugin")
    #expect(catalog.descriptions[1].version == 3)
    #expect(catalog.descriptions[0].parameters == SampleParameters.descriptions)
  }

  @Test func makesWhatIsSelected() throws {
    let (selection, faults) = try select("{name: direct, count: 9}")
    #expect(faults.isEmpty)
    #expect(try catalog().make(try #require(selection), 5) == "9 5")
    #expect(
      selection?.canonical["count"] == .int(9) && selection?.canonical["name"] == .string("direct"))
  }

  @Test func takesABareNameAndADefault() throws {
    #expect(try select("plain").0?.name == "plain")
    #expect(try select(nil, defaultName: "direct").0?.name == "direct")
    #expect(try select("{count: 2}", defaultName: "direct").0?.canonical["count"] == .int(2))
  }

  @Test(arguments: [
    (
      "{name: dirct}",
      "t.yaml:1:8: loss.name: unknown loss 'dirct'; did you mean 'direct'? "
        + "known: direct, plain"
    ),
    ("xyz", "t.yaml:1:1: loss: unknown loss 'xyz'; known: direct, plain"),
    ("{name: 3}", "t.yaml:1:8: loss.name: expected a text, found 3; write it in quotes"),
    ("[1]", "t.yaml:1:1: loss: expected the name of a loss or a mapping with 'name', found a list"),
    ("{count: 1}", "t.yaml:1:1: loss: 'name' is missing: choose a loss; known: direct, plain"),
    (
      "{name: plain, count: 1}",
      "t.yaml:1:15: loss.count: unknown parameter 'count': loss 'plain' takes none"
    ),
    (nil, "t.yaml:9:1: loss: 'loss' is missing: choose a loss; known: direct, plain"),
  ])
  func saysWhatIsWrong(text: String?, expected: String) throws {
    #expect(try select(text).1 == [expected])
  }

  @Test func runsTheComponentsOwnChecks() throws {
    let selection = try #require(try select("{name: direct, count: 9}").0)
    let shapes = ExperimentShapes(
      imageSize: 64, patch: 8, maskedTokens: 41, predictedTokens: 2, batch: 8, steps: 1, width: 64,
      depth: 1, heads: 2, registers: 0)
    #expect(try catalog().check(selection, shapes).map(\.message) == ["too many"])
    #expect(shapes.tokens == 64 && shapes.headWidth == 32)
  }

  @Test func countsHiddenPatches() throws {
    var catalog = Catalog<String, Int>(kind: .masking)
    try catalog.register(Hiding.self) { _, _ in "" }
    let selection = ComponentSelection(
      kind: .masking, name: "hiding", version: 1, parameters: SampleParameters())
    #expect(catalog.maskedTokens(selection, of: 64) == 41)
    let direct = try #require(try select("direct").0)
    #expect(try self.catalog().maskedTokens(direct, of: 64) == nil)
  }
}
