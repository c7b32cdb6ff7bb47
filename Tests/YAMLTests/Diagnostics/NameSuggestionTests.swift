import Testing
import YAML

@Suite struct NameSuggestionTests {
  @Test(arguments: [
    ("rato", "ratio"), ("Ratio", "ratio"), ("oritya", nil), ("rol", "roll"), ("lorl", nil),
    ("rlol", "roll"), ("crop-scale", "crop_scale"), ("", nil),
  ])
  func findsTheNearest(name: String, expected: String?) {
    #expect(NameSuggestion.nearest(to: name, among: ["ratio", "roll", "crop_scale"]) == expected)
  }

  @Test func prefersTheNearerName() {
    #expect(NameSuggestion.nearest(to: "beta2", among: ["beta1", "beta2"]) == "beta2")
  }

  @Test func hints() {
    #expect(
      NameSuggestion.hint(for: "rato", among: ["ratio", "roll"])
        == "; did you mean 'ratio'? known: ratio, roll")
    #expect(NameSuggestion.hint(for: "xyz", among: ["ratio", "roll"]) == "; known: ratio, roll")
    #expect(NameSuggestion.hint(for: "xyz", among: []) == "; none is known")
  }
}
