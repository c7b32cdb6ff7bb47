import Testing
import YAML

@Suite struct OverlayTests {
  static let table: [(base: String, overlay: String, expected: String)] = [
    ("{a: 1, b: 2}", "{b: 3, c: 4}", "{a: 1, b: 3, c: 4}"),
    ("{a: {x: 1, y: 2}}", "{a: {y: 3}}", "{a: {x: 1, y: 3}}"),
    ("{a: [1, 2, 3]}", "{a: [4]}", "{a: [4]}"),
    ("{a: 3}", "{a: ~}", "{a: ~}"),
    ("{a: {x: 1}}", "{a: 5}", "{a: 5}"),
    ("{a: 5}", "{a: {x: 1}}", "{a: {x: 1}}"),
    ("{a: {x: 1}}", "{a: {}}", "{a: {x: 1}}"),
    // Another component starts from its own defaults.
    (
      "{loss: {name: capi, prototypes: 8}}", "{loss: {name: direct}}", "{loss: {name: direct}}"
    ),
    (
      "{loss: {name: capi, prototypes: 8}}", "{loss: {name: capi, bias: true}}",
      "{loss: {name: capi, prototypes: 8, bias: true}}"
    ),
    ("{loss: {prototypes: 8}}", "{loss: {name: capi}}", "{loss: {name: capi, prototypes: 8}}"),
    ("{loss: capi}", "{loss: {bias: true}}", "{loss: {name: capi, bias: true}}"),
    ("{loss: capi}", "{loss: {name: direct}}", "{loss: {name: direct}}"),
    ("{loss: {name: capi, bias: true}}", "{loss: capi}", "{loss: capi}"),
    // A nameless mask is the implied one, so naming another drops its parameters.
    ("{mask: {ratio: 0.5}}", "{mask: {name: random}}", "{mask: {name: random}}"),
    ("{mask: {ratio: 0.5}}", "{mask: {name: block}}", "{mask: {ratio: 0.5, name: block}}"),
    // Single elements of a list.
    ("{p: [{k: 1}, {k: 2}]}", "{p: {1: {k: 3, d: x}}}", "{p: [{k: 1}, {k: 3, d: x}]}"),
    ("{p: [1, 2]}", "{p: {k: 3}}", "{p: {k: 3}}"),
  ]

  @Test(arguments: table) func merges(base: String, overlay: String, expected: String) throws {
    let rules = MergeRules(impliedNames: [KeyPathText(["mask"]): "block"])
    var collector = DiagnosticCollector()
    let result = try Document.parse(base, file: "base").overlaid(
      by: Document.parse(overlay, file: "overlay"), rules: rules, into: &collector)
    #expect(collector.isEmpty)
    #expect(try result == Document.parse(expected, file: "expected"))
  }

  @Test func keepsPlaces() throws {
    var collector = DiagnosticCollector()
    let result = try Document.parse("a: {x: 1, y: 2}", file: "base").overlaid(
      by: Document.parse("a: {y: 3}", file: "child"), into: &collector)
    #expect(result[KeyPathText(dotted: "a.x")]?.location.file == "base")
    #expect(result[KeyPathText(dotted: "a.y")]?.location.file == "child")
  }

  @Test func reportsIndicesOutsideAList() throws {
    var collector = DiagnosticCollector()
    let base = try Document.parse("{p: [1, 2], q: []}", file: "base")
    let overlay = try Document.parse("p: {2: 5}\nq: {0: 1}", file: "t.yaml")
    _ = base.overlaid(by: overlay, into: &collector)
    #expect(
      collector.diagnostics.map(\.description) == [
        "t.yaml:1:5: p.2: the list has no element 2; its indices are 0…1",
        "t.yaml:2:5: q.0: the list has no element 0; it is empty",
      ])
  }
}
