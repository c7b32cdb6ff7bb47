/// Lines at the bottom of a terminal that are drawn over again and again.
///
/// The text goes out through a closure, so that tests read what a terminal would get.
package struct ProgressScreen: Sendable {
  private let write: @Sendable (String) -> Void
  private let width: Int
  private var drawn = 0

  /// `width` is the terminal's, in characters.
  package init(width: Int, write: @escaping @Sendable (String) -> Void) {
    self.width = width
    self.write = write
  }

  /// Replaces the lines drawn last.
  package mutating func draw(_ lines: [String]) {
    write(erased + lines.map { "\(cut($0))\n" }.joined())
    drawn = lines.count
  }

  /// Writes text that stays above the drawn lines; they come back with the next `draw`.
  package mutating func print(_ text: String) {
    write(erased + text + "\n")
    drawn = 0
  }

  /// Takes the drawn lines away.
  package mutating func clear() {
    write(erased)
    drawn = 0
  }

  /// Cursor up over what was drawn, then erase to the end of the screen.
  private var erased: String { drawn > 0 ? "\u{1B}[\(drawn)A\u{1B}[J" : "" }

  /// A line that wraps would take two and spoil the count.
  private func cut(_ line: String) -> String {
    line.count < width ? line : String(line.prefix(max(1, width - 2))) + "…"
  }
}
