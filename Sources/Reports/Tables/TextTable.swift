/// A table of text for a terminal.
///
/// When the columns do not fit the width, the table is cut into blocks one below the other, each
/// with the leading columns repeated: nothing is shortened or dropped.
package struct TextTable: Sendable {
  package enum Alignment: Sendable { case left, right }

  package struct Column: Sendable {
    package let title: String
    package let alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  package struct Cell: Sendable {
    package let text: String
    package let emphasised: Bool

    package init(_ text: String, emphasised: Bool = false) {
      self.text = text
      self.emphasised = emphasised
    }
  }

  package let columns: [Column]
  /// How many leading columns every block repeats.
  package let leadingColumns: Int
  /// How many neighbouring columns are never parted when the table is cut.
  package let columnsTogether: Int
  package private(set) var rows: [[Cell]] = []
  /// Rows before which a rule is drawn.
  private var rules: Set<Int> = []

  package init(columns: [Column], leadingColumns: Int, columnsTogether: Int = 1) {
    self.columns = columns
    self.columnsTogether = max(1, columnsTogether)
    self.leadingColumns = min(leadingColumns, columns.count)
  }

  /// Adds a row; missing trailing cells are empty.
  package mutating func append(_ cells: [Cell]) {
    let missing = max(0, columns.count - cells.count)
    rows.append(Array(cells.prefix(columns.count)) + Array(repeating: Cell(""), count: missing))
  }

  /// Draws a rule between the rows so far and those to come.
  package mutating func appendRule() { rules.insert(rows.count) }

  /// The text, each line ending in a line feed and without trailing spaces.
  ///
  /// - Parameters:
  ///   - width: columns of the terminal; nil for no limit.
  ///   - styled: whether emphasised cells are set in bold by ANSI codes.
  /// - Returns: the header, a rule and the rows; for each block again.
  package func text(width: Int?, styled: Bool) -> String {
    let widths = columns.indices.map { column in
      rows.reduce(columns[column].title.displayWidth) { max($0, $1[column].text.displayWidth) }
    }
    return blocks(widths: widths, width: width)
      .map { lines(of: $0, widths: widths, styled: styled).joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  private static let gap = "  "

  private func blocks(widths: [Int], width: Int?) -> [[Int]] {
    let leading = Array(0..<leadingColumns)
    let others = Array(leadingColumns..<columns.count)
    guard let width, !others.isEmpty else { return [leading + others] }
    let leadingWidth = leading.reduce(0) { $0 + widths[$1] + Self.gap.count }
    var blocks: [[Int]] = []
    var block: [Int] = []
    var used = leadingWidth
    for start in stride(from: 0, to: others.count, by: columnsTogether) {
      let together = others[start..<min(start + columnsTogether, others.count)]
      let needed = together.reduce(0) { $0 + widths[$1] + Self.gap.count }
      // `used` and `needed` count a gap behind every column; the last of a line has none.
      if !block.isEmpty, used + needed - Self.gap.count > width {
        blocks.append(leading + block)
        block = []
        used = leadingWidth
      }
      used += needed
      block += together
    }
    blocks.append(leading + block)
    return blocks
  }

  private func lines(of block: [Int], widths: [Int], styled: Bool) -> [String] {
    let header = line(block, widths: widths, styled: false) { Cell(columns[$0].title) }
    let total = block.reduce(-Self.gap.count) { $0 + widths[$1] + Self.gap.count }
    let rule = String(repeating: "─", count: max(total, 0))
    var lines = [header, rule]
    for (index, row) in rows.enumerated() {
      if index > 0, rules.contains(index) { lines.append(rule) }
      lines.append(line(block, widths: widths, styled: styled) { row[$0] })
    }
    return lines
  }

  private func line(
    _ block: [Int], widths: [Int], styled: Bool, cell: (Int) -> Cell
  ) -> String {
    var parts: [String] = []
    for column in block {
      let content = cell(column)
      let padded = content.text.padded(
        to: widths[column], alignment: columns[column].alignment)
      parts.append(styled && content.emphasised ? "\u{1B}[1m\(padded)\u{1B}[0m" : padded)
    }
    var line = parts.joined(separator: Self.gap)
    while line.last == " " { line.removeLast() }
    return line
  }
}
