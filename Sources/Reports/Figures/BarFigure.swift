/// Draws one metric of a comparison: a bar for each row, the interval of its mean, a point for
/// each seed, and the published score where there is one.
package struct BarFigure: Sendable {
  private let comparison: Comparison
  private let column: Int
  private let width: Double

  package init(_ comparison: Comparison, column: Int, width: Double = 640) {
    self.comparison = comparison
    self.column = column
    self.width = width
  }

  /// More rows than this are not drawn; the description says so.
  private static let most = 60
  private static let barHeight = 26.0
  /// Room above a bar for its name, where names are too long to stand beside the bars.
  private static let nameHeight = 16.0

  private struct Bar {
    let row: Comparison.Row
    /// Its colour, which the curves of the same setting have too.
    let style: SeriesStyle
    let name: String
    let cell: Comparison.Cell
    let mean: Double
    let reference: Double?

    /// The interval of the mean; one standard deviation to each side where there is none.
    var whisker: ClosedRange<Double>? {
      if let interval = cell.interval { return interval.lower...interval.upper }
      return cell.summary.standardDeviation.map { (mean - $0)...(mean + $0) }
    }
  }

  /// nil when no row has a value.
  package var figure: Figure? {
    let labels = comparison.rows.map(\.label)
    let beside = FigureLabels(labels, limit: 38)
    let isStacked = beside.isShortened
    let names = (isStacked ? FigureLabels(labels, limit: 84) : beside).texts
    let all = zip(comparison.rows, names).enumerated().compactMap { place, entry -> Bar? in
      let (row, name) = entry
      let cell = row.cells[column]
      let style = row.kind == .baseline ? .baseline : SeriesStyle(place: place)
      return cell.summary.mean.map {
        Bar(row: row, style: style, name: name, cell: cell, mean: $0, reference: cell.reference)
      }
    }
    guard !all.isEmpty else { return nil }
    let bars = Array(all.prefix(Self.most))
    let widest = bars.map { SVG.width(of: $0.name) }.max() ?? 0
    let left = isStacked ? 22 : max(widest, 60) + 22
    let rowHeight = Self.barHeight + (isStacked ? Self.nameHeight : 0)
    let numbers = bars.flatMap { bar -> [Double] in
      var numbers = [0, bar.mean] + bar.cell.values.values
      if let reference = bar.reference { numbers.append(reference) }
      if let whisker = bar.whisker { numbers += [whisker.lowerBound, whisker.upperBound] }
      return numbers
    }
    let x = LinearScale(
      numbers.min() ?? 0, numbers.max() ?? 1, from: left, to: width - 74, count: 5)
    let bottom = 34 + Double(bars.count) * rowHeight
    let metric = comparison.metrics[column]
    let text = ComparisonText(comparison)
    var body = SVG.text(text.title(metric), x: 14, y: 18, style: "h")
    for tick in x.ticks {
      body += SVG.line(x(tick), 30, x(tick), bottom, style: "grid")
      body += SVG.text(
        x.label(tick), x: x(tick), y: bottom + 16, anchor: .middle, style: "muted small")
    }
    for (index, bar) in bars.enumerated() {
      let y = 34 + Double(index + 1) * rowHeight - Self.barHeight
      let style = bar.row.kind == .baseline ? "muted" : ""
      body +=
        isStacked
        ? SVG.text(bar.name, x: left, y: y, style: style)
        : SVG.text(bar.name, x: left - 8, y: y + 17, anchor: .end, style: style)
      body += draw(bar, y: y, x: x, text: text)
    }
    body += SVG.line(x(0), 30, x(0), bottom, style: "axis")
    let intervals = bars.contains { $0.cell.interval != nil }
    let note =
      (intervals ? "whiskers: 95 % bootstrap interval" : "whiskers: ± one standard deviation")
      + "; points: seeds" + (bars.contains { $0.reference != nil } ? "; ◇ published" : "")
    body += SVG.text(note, x: left, y: bottom + 34, style: "muted small")
    return Figure(
      title: "\(metric.name) by \(comparison.axis)",
      description: description(bars, of: all.count, text: text, note: note), width: width,
      height: bottom + 44, body: body)
  }

  private func draw(
    _ bar: Bar, y: Double, x: LinearScale, text: ComparisonText
  ) -> String {
    let middle = y + Self.barHeight / 2
    let (start, end) = (min(x(0), x(bar.mean)), max(x(0), x(bar.mean)))
    // A colour that comes again has a dashed outline.
    let kind = bar.style.dashes.isEmpty ? "bar" : "again"
    var body =
      "<rect class=\"\(kind) \(bar.style.colour)\" fill-opacity=\".35\"\(bar.style.dashAttribute) "
      + "x=\"\(SVG.number(start))\" y=\"\(SVG.number(y + 4))\" width=\"\(SVG.number(end - start))\" "
      + "height=\"\(SVG.number(Self.barHeight - 8))\" rx=\"2\"/>"
    if let whisker = bar.whisker {
      let (low, high) = (x(whisker.lowerBound), x(whisker.upperBound))
      body += SVG.line(low, middle, high, middle, style: "line axis")
      body += SVG.line(low, middle - 4, low, middle + 4, style: "line axis")
      body += SVG.line(high, middle - 4, high, middle + 4, style: "line axis")
    }
    for (_, value) in bar.cell.values.sorted(by: { $0.key < $1.key }) {
      body +=
        "<circle class=\"mark \(bar.style.colour)\" cx=\"\(SVG.number(x(value)))\" cy=\"\(SVG.number(middle))\" r=\"3.2\"/>"
    }
    if let reference = bar.reference {
      let place = SVG.number(x(reference))
      body +=
        "<path class=\"ref\" d=\"M\(place) \(SVG.number(middle - 6))l6 6l-6 6l-6 -6Z\"/>"
    }
    return body
      + SVG.text(
        text.mean(bar.row, column), x: width - 10, y: middle + 4, anchor: .end, style: "small")
  }

  private func description(
    _ bars: [Bar], of count: Int, text: ComparisonText, note: String
  ) -> String {
    let values = bars.prefix(20).map { "\($0.row.label): \(text.value($0.row, column))" }
    let more = count > 20 ? "; and \(count - 20) more" : ""
    let omitted = count > bars.count ? " The first \(bars.count) rows are drawn." : ""
    return "Bars from zero, \(note). " + values.joined(separator: "; ") + more + "." + omitted
  }
}
