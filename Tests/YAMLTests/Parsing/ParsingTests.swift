import Testing
import YAML

@Suite struct ParsingTests {
  private func parse(_ text: String) throws -> Node {
    try Document.parse(text, file: "t.yaml")
  }

  @Test func keepsPlaces() throws {
    let root = try parse("a: 1\nöä:\n  - x\n  - {k: v}\n")
    #expect(root["a"]?.location == .file("t.yaml", line: 1, column: 4))
    #expect(root.mapping?.entry("öä")?.keyLocation == .file("t.yaml", line: 2, column: 1))
    #expect(
      root[KeyPathText(dotted: "öä.1.k")]?.location == .file("t.yaml", line: 4, column: 9))
    #expect(root[KeyPathText(dotted: "öä.2")] == nil)
    #expect(root[KeyPathText(dotted: "öä.-1")] == nil)
  }

  @Test func tellsQuotedFromPlain() throws {
    let root = try parse("a: '1'\nb: 1\nc: |\n  1\nd: !!str 1\ne: !!float 1\n")
    #expect(root["a"]?.scalar?.value == .string("1"))
    #expect(root["b"]?.scalar?.value == .int(1))
    #expect(root["c"]?.scalar?.value == .string("1\n"))
    #expect(root["d"]?.scalar?.value == .string("1"))
    #expect(root["e"]?.scalar?.value == .double(1))
  }

  @Test func skipsAByteOrderMark() throws {
    #expect(try parse("\u{FEFF}a: 1")["a"]?.location == .file("t.yaml", line: 1, column: 4))
  }

  @Test func expandsAliases() throws {
    let root = try parse("a: &x {k: [1, 2]}\nb: *x\n")
    #expect(root["b"] == root["a"])
    #expect(root["b"]?.location == .file("t.yaml", line: 1, column: 4))
  }

  @Test func mergesMappings() throws {
    let root = try parse(
      """
      one: &one {a: 1, b: 1}
      two: &two {b: 2, c: 2}
      both:
        c: 3
        <<: [*one, *two]
      single: {<<: *one, b: 5}
      quoted: {"<<": 1}
      """)
    #expect(try root["both"] == parse("{a: 1, b: 1, c: 3}"))
    #expect(try root["single"] == parse("{a: 1, b: 5}"))
    #expect(root["quoted"]?["<<"]?.scalar?.value == .int(1))
  }

  @Test func readsJSON() throws {
    let root = try parse("{\"a\":[1.5,null,\"x\\u00e9\\n\"],\"b\":{\"c\":true}}")
    #expect(try root["a"] == parse("[1.5, ~, \"xé\\n\"]"))
    #expect(root["b"]?["c"]?.scalar?.value == .bool(true))
  }

  @Test func comparesValuesNotPlaces() throws {
    #expect(try parse("{a: 1, b: [x]}") == parse("b:\n- 'x'\na: 0x1\n"))
    #expect(try parse("{a: 1}") != parse("{a: '1'}"))
    #expect(try parse("{a: 1}") != parse("{a: 1, b: 1}"))
  }
}
