extension Comparison {
  /// The comparison as a Markdown table with the remarks as a list below it.
  public func markdown() -> String {
    let text = ComparisonText(self)
    let groups = metrics.indices.map(text.columns)
    let titles = [axis, "n"] + groups.flatMap { $0.map(\.title) }
    let rules = ["---", "---:"] + groups.flatMap { $0.map { _ in "---:" } }
    var lines = [Self.line(titles.map(Self.escaped)), Self.line(rules)]
    for row in rows {
      let cells = zip(row.cells, groups).flatMap { cell, columns in
        columns.enumerated().map { position, column in
          position == 0 && cell.isBest ? "**\(column.text(row))**" : column.text(row)
        }
      }
      lines.append(Self.line([Self.escaped(row.label), "\(row.seeds.count)"] + cells))
    }
    let legend = text.legend.replacing("* best mean", with: "bold: best mean")
    let notes = ([legend] + remarks).map { "- " + $0 }
    return (lines + [""] + notes).joined(separator: "\n") + "\n"
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}
