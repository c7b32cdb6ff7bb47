extension Comparison {
  /// The comparison for a terminal, remarks included.
  ///
  /// - Parameters:
  ///   - width: columns of the terminal; wider tables are cut into blocks. Nil for no limit.
  ///   - styled: whether the best means are bold (ANSI codes); only right on a terminal.
  /// - Returns: the table, then what its signs mean and the remarks, a sentence a paragraph.
  public func terminalTable(width: Int? = nil, styled: Bool = false) -> String {
    let text = ComparisonText(self)
    let groups = metrics.indices.map(text.columns)
    var table = TextTable(
      columns: [TextTable.Column(axis), TextTable.Column("n", .right)]
        + groups.flatMap { $0.map { TextTable.Column($0.title, .right) } },
      leadingColumns: 2, columnsTogether: groups.first?.count ?? 1)
    var previous: Kind?
    for row in rows {
      if row.kind == .baseline, previous != .baseline { table.appendRule() }
      previous = row.kind
      let cells = zip(row.cells, groups).flatMap { cell, columns in
        columns.enumerated().map { position, column in
          if position > 0 { return TextTable.Cell(column.text(row)) }
          // The blank keeps digits below digits beside the mark.
          return TextTable.Cell(
            column.text(row) + (cell.isBest ? " *" : "  "), emphasised: cell.isBest)
        }
      }
      table.append([TextTable.Cell(row.label), TextTable.Cell("\(row.seeds.count)")] + cells)
    }
    let notes = ([text.legend] + remarks).map { Self.wrapped($0, width: width) }
    return table.text(width: width, styled: styled) + "\n" + notes.joined(separator: "\n") + "\n"
  }

  /// A sentence broken at spaces; words longer than the width stay whole.
  private static func wrapped(_ sentence: String, width: Int?) -> String {
    guard let width else { return sentence }
    var lines: [String] = []
    for word in sentence.split(separator: " ") {
      if let last = lines.last, last.displayWidth + 1 + String(word).displayWidth <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append((lines.isEmpty ? "" : "  ") + word)
      }
    }
    return lines.joined(separator: "\n")
  }
}
