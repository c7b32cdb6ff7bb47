import Store

extension Comparison {
  /// The comparison as a LaTeX table of the `booktabs` package: best means bold, ± sd, Δ.
  ///
  /// The remarks are comments below it, where nobody overlooks them and no reader meets them.
  public func latex() -> String {
    let text = ComparisonText(self)
    let groups = metrics.indices.map(text.columns)
    let columns = groups.flatMap(\.self)
    let header = Self.row([Self.latexText(axis), "$n$"] + columns.map { Self.latexText($0.title) })
    let alignment = "lr" + String(repeating: "r", count: columns.count)
    var lines = [
      "% \\usepackage{booktabs}",
      "\\begin{tabular}{\(alignment)}",
      "\\toprule",
      header,
      "\\midrule",
    ]
    var previous: Row?
    for row in rows {
      // A thin rule between axes and before the baselines.
      let isNew = previous.map { $0.kind != row.kind || $0.axis != row.axis } ?? false
      if isNew { lines.append("\\midrule") }
      previous = row
      let cells = zip(row.cells, groups).flatMap { cell, columns -> [String] in
        columns.enumerated().map { position, column -> String in
          let content = Self.latexText(column.text(row))
          guard position == 0, cell.isBest else { return content }
          // The mean alone is bold: the spread is not what is best.
          let parts = content.split(separator: " ", maxSplits: 1).map(String.init)
          return (["\\textbf{\(parts.first ?? "")}"] + parts.dropFirst()).joined(separator: " ")
        }
      }
      lines.append(Self.row([Self.latexText(row.label), "\(row.seeds.count)"] + cells))
    }
    lines += ["\\bottomrule", "\\end{tabular}"]
    let legend = text.legend.replacing("* best mean", with: "bold: best mean")
    lines += ([legend] + remarks).map { "% " + $0.replacing("\n", with: " ") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ cells: [String]) -> String { cells.joined(separator: " & ") + " \\\\" }

  /// Text with LaTeX's own characters escaped and the table's signs as commands.
  private static func latexText(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "<": result += "$<$"
      case ">": result += "$>$"
      case "±": result += "$\\pm$"
      case "Δ": result += "$\\Delta$"
      case "↑": result += "$\\uparrow$"
      case "↓": result += "$\\downarrow$"
      case "–": result += "--"
      // A hyphen before a digit is a minus sign, which text mode would set as a hyphen.
      case "-":
        result += result.last?.isLetter == true || result.last?.isNumber == true ? "-" : "$-$"
      default: result.append(character)
      }
    }
    return result
  }
}
