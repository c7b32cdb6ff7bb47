import Testing
import YAML

@Suite struct DiagnosticsTests {
  @Test func sortsByPlaceAndFoldsEqualOnes() {
    let second = Diagnostic(at: .file("a.yaml", line: 10, column: 1), "late")
    let first = Diagnostic(
      at: .file("a.yaml", line: 9, column: 3), path: KeyPathText(dotted: "loss.name"), "early")
    let other = Diagnostic(at: .file("b.yaml", line: 1, column: 1), "other file")
    let last = Diagnostic(at: .override("a=1"), "override")
    #expect(
      Diagnostics([last, other, second, first, second]).description == """
        a.yaml:9:3: loss.name: early
        a.yaml:10:1: late
        b.yaml:1:1: other file
        command line 'a=1': override
        """)
  }
}
