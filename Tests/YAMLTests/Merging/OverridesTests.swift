import Testing
import YAML

@Suite struct OverridesTests {
  static let table: [(arguments: [String], expected: String)] = [
    (["seed=3"], "{seed: 3}"),
    (["loss.name=direct"], "{loss: {name: direct}}"),
    (["probes.0.k=[1, 3]"], "{probes: {'0': {k: [1, 3]}}}"),
    (["a="], "{a: ~}"),
    (["a=b=c"], "{a: 'b=c'}"),
    (["a='1'"], "{a: '1'}"),
    (["loss.distance=huber", "loss.name=direct"], "{loss: {distance: huber, name: direct}}"),
    (["a=1", "a=2"], "{a: 2}"),
    (["root=../shared/data"], "{root: ../shared/data}"),
  ]

  @Test(arguments: table) func gathers(arguments: [String], expected: String) throws {
    var collector = DiagnosticCollector()
    let tree = Overrides.tree(arguments, into: &collector)
    #expect(collector.isEmpty)
    #expect(try tree == Document.parse(expected, file: "expected"))
  }

  @Test func namesTheArgumentAsThePlace() {
    var collector = DiagnosticCollector()
    let tree = Overrides.tree(["probes.0.k=[1, 3]"], into: &collector)
    #expect(
      tree?[KeyPathText(dotted: "probes.0.k.1")]?.location.description
        == "command line 'probes.0.k=[1, 3]'")
  }

  @Test(arguments: [
    ("seed", "command line 'seed': an override has the form KEY=VALUE"),
    (
      "a..b=1",
      "command line 'a..b=1': the key 'a..b' is empty or has an empty part; "
        + "write it as 'loss.name'"
    ),
    (
      "=1",
      "command line '=1': the key '' is empty or has an empty part; write it as 'loss.name'"
    ),
    (
      "a=[1",
      "command line 'a=[1': did not find expected ',' or ']' while parsing a flow sequence "
        + "that starts at line 1"
    ),
    ("a={b: 1, b: 2}", "command line 'a={b: 1, b: 2}': duplicate key 'b'; it is first set before"),
  ])
  func refuses(argument: String, expected: String) {
    var collector = DiagnosticCollector()
    _ = Overrides.tree([argument], into: &collector)
    #expect(collector.diagnostics.map(\.description) == [expected])
  }

  @Test func nothingGivesNoTree() {
    var collector = DiagnosticCollector()
    #expect(Overrides.tree([], into: &collector) == nil)
  }
}
