import Testing
import YAML

/// The exact texts of everything that can be wrong with a document itself.
@Suite struct SyntaxErrorTests {
  static let table: [(String, String)] = [
    ("", "t.yaml:1:1: the file is empty; expected a mapping of keys"),
    ("# only a comment\n", "t.yaml:1:1: the file is empty; expected a mapping of keys"),
    ("a:\n\tb: 1\n", "t.yaml:2:1: a tab is not allowed here; indent with spaces"),
    (
      "a: b: c\n",
      "t.yaml:1:5: unexpected ':'; check the indentation, or quote the text if the ':' belongs to it"
    ),
    (
      "a: [1, 2\nb: 3\n",
      "t.yaml:2:2: did not find expected ',' or ']' while parsing a flow sequence that starts at "
        + "line 1"
    ),
    (
      "a: 'x\n",
      "t.yaml:2:1: found unexpected end of stream while scanning a quoted scalar that starts at "
        + "line 1"
    ),
    ("a: 1\n---\nb: 2\n", "t.yaml:2:1: a second document starts here; a file holds exactly one"),
    ("a: 1\nb: 2\na: 3\n", "t.yaml:3:1: duplicate key 'a'; it is first set at line 1"),
    ("a: *b\n", "t.yaml:1:4: unknown alias '*b'; none is known"),
    (
      "rate: &rate 1\nb: *rato\n",
      "t.yaml:2:4: unknown alias '*rato'; did you mean 'rate'? known: rate"
    ),
    ("a: &a [*a]\n", "t.yaml:1:8: alias '*a' stands inside the value it refers to"),
    ("[a]: 1\n", "t.yaml:1:1: a key must be a plain text, not a list, mapping or alias"),
    (
      "<<: 3\na: 1\n", "t.yaml:1:5: '<<' takes a mapping or a list of mappings, found 3"
    ),
    (
      "a: !!int x\n",
      "t.yaml:1:4: 'x' cannot be read with the tag 'tag:yaml.org,2002:int'; remove it"
    ),
    ("a: !point [1]\n", "t.yaml:1:4: the tag '!point' is not supported; remove it"),
    ("a: \u{1}\n", "t.yaml:1:4: control characters are not allowed; remove this character"),
  ]

  @Test(arguments: table) func says(text: String, expected: String) {
    let error = #expect(throws: Diagnostics.self) {
      try Document.parse(text, file: "t.yaml")
    }
    #expect(error?.description == expected)
  }

  @Test func namesTheFirstByteThatIsNotUTF8() {
    var collector = DiagnosticCollector()
    let bytes: [UInt8] = Array("a: é\nb: x".utf8) + [0xFF] + Array("y\n".utf8)
    #expect(Document.parse(bytes, file: "t.yaml", into: &collector) == nil)
    #expect(
      collector.diagnostics.map(\.description)
        == ["t.yaml:2:5: not valid UTF-8; save the file as UTF-8"])
  }

  @Test func keepsTheFirstOfTwoEqualKeysAndGoesOn() {
    var collector = DiagnosticCollector()
    let root = Document.parse("a: 1\na: 2\nb: *x\n".utf8, file: "t.yaml", into: &collector)
    #expect(root?["a"]?.scalar?.value == .int(1))
    #expect(collector.diagnostics.count == 2)
  }
}
