extension Comparison {
  /// The comparison as a Markdown table with the remarks as a list below it.
  public func markdown() -> String {
    let text = ComparisonText(self)
    let titles = [axis, "n"] + metrics.flatMap { [text.title($0), "Δ"] }
    let rules = ["---", "---:"] + metrics.flatMap { _ in ["---:", "---:"] }
    var lines = [Self.line(titles.map(Self.escaped)), Self.line(rules)]
    for row in rows {
      let cells = row.cells.enumerated().flatMap { column, cell in
        let value = text.value(row, column)
        return [cell.isBest ? "**\(value)**" : value, text.difference(row, column)]
      }
      lines.append(Self.line([Self.escaped(row.label), "\(row.seeds.count)"] + cells))
    }
    let legend = ComparisonText.legend.replacing("* best mean", with: "bold: best mean")
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
