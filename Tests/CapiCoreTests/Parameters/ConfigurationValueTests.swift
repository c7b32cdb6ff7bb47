import CapiCore
import Testing
import YAML

@Suite struct ConfigurationValueTests {
  @Test func canonicalJSONIsStable() {
    #expect(
      SampleParameters().canonical.canonicalJSON
        == #"{"count":4,"distance":"huber","distances":[],"label":"patch","limit":null,"#
        + #""neighbours":[1,3],"ratio":0.65,"roll":true,"scale":[0.6,1.0],"threads":0}"#)
    #expect(SampleParameters().canonical(semanticOnly: true)["threads"] == nil)
  }

  @Test(arguments: [
    (1.0, "1.0"), (-0.0, "0.0"), (0.1, "0.1"), (1e-5, "1e-05"), (1e300, "1e+300"),
    (.leastNonzeroMagnitude, "5e-324"), (0.1 + 0.2, "0.30000000000000004"),
    (16_777_216, "16777216.0"),
  ])
  func writesDoublesThatReadBack(value: Double, text: String) {
    #expect(ConfigurationValue.double(value).canonicalJSON == text)
    #expect(Scalar(text: text, isPlain: true).value == .double(value))
  }

  @Test func escapesTexts() {
    #expect(
      ConfigurationValue.string("a\"\\\n\t\u{1}é\u{7F}/").canonicalJSON
        == #""a\"\\\n\t\u0001é\u007f/""#)
  }

  @Test func readsBackAsYAML() throws {
    var parameters = SampleParameters()
    parameters.label = "yes: \"no\" # é\n"
    parameters.ratio = 1e-5
    parameters.limit = 3
    var collector = DiagnosticCollector()
    let text = parameters.canonical.canonicalJSON
    let read = SampleParameters.decode(
      try Document.parse(text, file: "t.json"), at: .root, of: .section("test"), into: &collector)
    #expect(collector.isEmpty)
    #expect(read == parameters)
    #expect(read.canonical.sha256 == parameters.canonical.sha256)
  }

  @Test func hashesTheCanonicalText() {
    // printf '{"a":1}' | sha256sum
    #expect(
      ConfigurationValue.object([.init("a", .int(1))]).sha256
        == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862")
  }

  @Test func flattens() {
    let value = ConfigurationValue.object([
      .init("seed", .int(1)),
      .init("loss", .object([.init("name", .string("capi")), .init("k", .array([.int(1)]))])),
      .init("probes", .array([.object([.init("name", .string("knn"))])])),
      .init("none", .array([])),
    ])
    #expect(
      value.flattened().map(\.key) == ["seed", "loss.name", "loss.k", "probes.0.name", "none"])
  }

  @Test func prettyJSONKeepsTheOrder() {
    let value = ConfigurationValue.object([
      .init("b", .array([.int(1), .int(2)])), .init("a", .object([.init("c", .null)])),
    ])
    #expect(
      value.prettyJSON == """
        {
          "b": [1, 2],
          "a": {
            "c": null
          }
        }
        """)
  }
}
