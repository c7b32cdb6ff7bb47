import Testing
import YAML

@Suite struct ParsingLimitsTests {
  private func message(_ text: String) -> String? {
    var collector = DiagnosticCollector()
    #expect(Document.parse(text.utf8, file: "t.yaml", into: &collector) == nil)
    return collector.diagnostics.first?.message
  }

  @Test func refusesABillionLaughs() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(message(text) == "more than 100000 values, counting those repeated by aliases")
  }

  @Test(arguments: ["[", "{a: ", "- "]) func refusesDeepNesting(opening: String) {
    #expect(
      message(String(repeating: opening, count: 5000)) == "nested deeper than 64 levels")
  }

  @Test func countsTheDepthOfAliases() {
    var text = "a0: &a0 [x]\n"
    for level in 1...70 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(message(text) == "nested deeper than 64 levels by aliases")
  }

  @Test func acceptsWhatLiesWithinTheLimits() throws {
    let text = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(try Document.parse(text, file: "t.yaml").sequence?.count == 1)
  }

  @Test func refusesLargeTexts() {
    #expect(
      message("a: " + String(repeating: "x", count: 1 << 20))
        == "the text is larger than 1048576 bytes, too large for a configuration")
  }
}
