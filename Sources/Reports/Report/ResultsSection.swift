import Store

/// A table and bars for each axis, and for combinations of several.
struct ResultsSection {
  let report: SweepReport

  var section: ReportSection {
    let parts = report.comparisons.enumerated().map { number, comparison -> String in
      let name = HTML.escaped(comparison.scope.title)
      let heading = report.comparisons.count == 1 ? "" : "<h3>\(name)</h3>"
      let notes = HTML.list([Self.legend(comparison)] + comparison.remarks)
      return [
        heading, Self.table(comparison).html(), Self.figures(comparison, number: number), notes,
      ].joined()
    }
    let nothing = "<p>No trial has finished yet.</p>"
    return ReportSection(
      id: "results", title: "Results", html: parts.isEmpty ? nothing : parts.joined())
  }

  private static func legend(_ comparison: Comparison) -> String {
    ComparisonText(comparison).legend.replacing("* best mean", with: "marked: best mean")
  }

  private static func figures(_ comparison: Comparison, number: Int) -> String {
    comparison.metrics.indices.compactMap { column in
      BarFigure(comparison, column: column, width: 720).figure.map {
        HTML.figure($0, id: "bars-\(number)-\(column)", isWide: true)
      }
    }.joined()
  }

  /// The comparison with everything: intervals, both p-values' better half, effect sizes.
  static func table(_ comparison: Comparison) -> HTMLTable {
    let text = ComparisonText(comparison)
    let groups = comparison.metrics.indices.map { text.columns($0) }
    let titles: [(title: String, isNumber: Bool)] = groups.flatMap(\.self).map { column in
      (title: column.title, isNumber: true)
    }
    var table = HTMLTable(
      caption: "Mean ± standard deviation over seeds, and differences from the base",
      columns: [(title: comparison.axis, isNumber: false), (title: "n", isNumber: true)] + titles)
    var previous: Comparison.Kind?
    for row in comparison.rows {
      let incomplete = row.seeds.count < row.planned ? " of \(row.planned)" : ""
      var cells: [HTMLTable.Cell] = [
        .text(row.label), .number(Double(row.seeds.count), "\(row.seeds.count)\(incomplete)"),
      ]
      for (column, columns) in groups.enumerated() {
        let cell = row.cells[column]
        let metric = comparison.metrics[column]
        for (position, entry) in columns.enumerated() {
          cells.append(
            Self.cell(
              entry, position: position, of: cell, direction: metric.direction, row: row))
        }
      }
      let first = row.kind == .baseline && previous != .baseline ? " first-baseline" : ""
      table.append(cells, style: row.kind.rawValue + first)
      previous = row.kind
    }
    return table
  }

  private static func cell(
    _ column: ComparisonText.Column, position: Int, of cell: Comparison.Cell,
    direction: Direction, row: Comparison.Row
  ) -> HTMLTable.Cell {
    let content = HTML.escaped(column.text(row))
    if position == 0 {
      return .number(
        cell.summary.mean,
        cell.isBest ? "<strong>\(content)</strong><span class=\"tag\">best</span>" : content,
        style: cell.isBest ? "best" : "")
    }
    guard column.kind == .difference, let mean = cell.difference?.summary.mean, mean != 0 else {
      return .number(column.kind.value(of: cell), content)
    }
    let isBetter = direction == .higher ? mean > 0 : mean < 0
    return .number(mean, content, style: direction == .none ? "" : isBetter ? "good" : "bad")
  }
}
