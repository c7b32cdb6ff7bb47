import Sweeps
import Testing
import YAML

@Suite struct NodeTextTests {
  static let trees = [
    "{}", "[]", "a: 1", "a: {b: [1, 2.5, true, null, ~, '1', \"null\", yes]}",
    "a:\n  - {b: 1, c: [x, [y, []], {}]}\n  - - 1\n    - 2\n",
    "'a: b': 'c # d'\n\"\\u00e9\\n\": \"two\\nlines\\t\\\"quoted\\\"\"\ntrue: 'yes'\n'': ''",
    "x: 1e-3\ny: .inf\nz: 0x1F\nw: -0.5", "text: |\n  block\n  scalar\n",
  ]

  @Test(arguments: trees) func yamlReadsBackAsTheSameTree(_ text: String) throws {
    let tree = try Document.parse(text, file: "a.yaml")
    let written = NodeText.yaml(tree)
    #expect(try Document.parse(written, file: "b.yaml") == tree, "\(written)")
  }

  @Test func shortForms() throws {
    let tree = try Document.parse("{name: direct, k: [1, 2.0]}", file: "a.yaml")
    #expect(NodeText.flow(tree) == "{name: direct, k: [1, 2.0]}")
    #expect(NodeText.json(tree) == #"{"k":[1,2.0],"name":"direct"}"#)
  }
}
