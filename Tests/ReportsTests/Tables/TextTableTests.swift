import Reports
import Testing

@Suite struct TextTableTests {
  private var table: TextTable {
    var table = TextTable(
      columns: [.init("setting"), .init("a", .right), .init("b", .right), .init("c", .right)],
      leadingColumns: 1)
    table.append([.init("base"), .init("1.0"), .init("2.0"), .init("3.0")])
    table.append([.init("猫"), .init("10.0", emphasised: true), .init("20.0")])
    table.appendRule()
    table.append([.init("e\u{301}"), .init("100")])
    return table
  }

  @Test func alignsByDisplayWidth() {
    #expect(
      table.text(width: nil, styled: false) == """
        setting     a     b    c
        ────────────────────────
        base      1.0   2.0  3.0
        猫       10.0  20.0
        ────────────────────────
        e\u{301}         100

        """)
  }

  @Test func cutsIntoBlocksThatRepeatTheLeadingColumns() {
    #expect(
      table.text(width: 20, styled: false) == """
        setting     a     b
        ───────────────────
        base      1.0   2.0
        猫       10.0  20.0
        ───────────────────
        e\u{301}         100

        setting    c
        ────────────
        base     3.0
        猫
        ────────────
        e\u{301}

        """)
  }

  @Test(arguments: 1..<40)
  func noLineIsWiderThanTheTerminalUnlessOneColumnIs(width: Int) {
    let text = table.text(width: width, styled: false)
    let widest = text.split(separator: "\n").map { String($0).displayWidth }.max() ?? 0
    // "setting" + gap + "20.0" is the narrowest block there can be.
    #expect(widest <= max(width, 13))
    for cell in ["1.0", "2.0", "3.0", "10.0", "20.0", "100"] { #expect(text.contains(cell)) }
  }

  @Test func boldOnlyWhenStyled() {
    #expect(!table.text(width: nil, styled: false).contains("\u{1B}"))
    #expect(table.text(width: nil, styled: true).contains("\u{1B}[1m10.0\u{1B}[0m"))
  }
}
