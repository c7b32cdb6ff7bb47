/// Draws training curves: a line for each setting, a band of one standard deviation around it.
package struct CurveFigure: Sendable {
  let curves: TrainingCurves
  let width: Double
  let height: Double

  package init(_ curves: TrainingCurves, width: Double = 560, height: Double = 300) {
    self.curves = curves
    self.width = width
    self.height = height
  }

  /// More settings than this are not drawn; the description says so.
  private static let most = 24

  /// Bands of more settings than there are colours would hide the lines.
  private var hasBands: Bool { curves.series.count < FigureStyle.colours }

  package var figure: Figure {
    let drawn = Array(curves.series.prefix(Self.most))
    let legend = Legend(
      drawn.map { (place: $0.place, label: $0.label) }, width: width - 74,
      more: curves.series.count - drawn.count)
    let total = height + legend.height
    let points = drawn.flatMap { $0.points.compactMap(\.self) }
    let x = LinearScale(
      points.map(\.step).min() ?? 0, points.map(\.step).max() ?? 1, from: 62, to: width - 14,
      count: 5)
    let y = LinearScale(
      points.map { $0.mean - $0.spread }.min() ?? 0, points.map { $0.mean + $0.spread }.max() ?? 1,
      from: height - 40, to: 32, count: 4)
    let plot = drawn.reversed().map { draw($0, x: x, y: y) }.joined()
    return Figure(
      title: "\(curves.stream): \(curves.metric)", description: description(drawn), width: width,
      height: total,
      body: frame(x: x, y: y) + plot + legend.body(x: 62, y: height + 4))
  }

  private func frame(x: LinearScale, y: LinearScale) -> String {
    let unit = curves.unit == "1" || curves.unit.isEmpty ? "" : " [\(curves.unit)]"
    let name = curves.longName.isEmpty ? curves.metric : curves.longName
    var body = SVG.text(name + unit, x: 14, y: 18, style: "h")
    for tick in y.ticks {
      body += SVG.line(62, y(tick), width - 14, y(tick), style: "grid")
      body += SVG.text(y.label(tick), x: 56, y: y(tick) + 4, anchor: .end, style: "muted small")
    }
    for tick in x.ticks where x(tick) <= width - 13 {
      body += SVG.text(
        x.label(tick), x: x(tick), y: height - 24, anchor: .middle, style: "muted small")
    }
    body += SVG.line(62, height - 40, width - 14, height - 40, style: "axis")
    return body
      + SVG.text("step", x: width - 14, y: height - 9, anchor: .end, style: "muted small")
  }

  private func draw(
    _ series: TrainingCurves.Series, x: LinearScale, y: LinearScale
  ) -> String {
    let look = SeriesStyle(place: series.place)
    let style = look.colour
    let known = series.points.compactMap(\.self)
    var body = ""
    if hasBands, series.seeds > 1, known.count > 1 {
      let upper = known.map { Optional((x: x($0.step), y: y($0.mean + $0.spread))) }
      let lower = known.reversed().map { Optional((x: x($0.step), y: y($0.mean - $0.spread))) }
      body +=
        "<path class=\"band \(style)\" fill-opacity=\".16\" d=\"\(SVG.path(upper + lower))Z\"/>"
    }
    if known.count == 1, let point = known.first {
      return body
        + "<circle class=\"\(style)\" cx=\"\(SVG.number(x(point.step)))\" cy=\"\(SVG.number(y(point.mean)))\" r=\"3\"/>"
    }
    // Steps that a metric skips are bridged: what is logged every tenth step is still a line.
    let path = SVG.path(known.map { (x: x($0.step), y: y($0.mean)) })
    return body
      + "<path class=\"line \(style)\" stroke-width=\"1.6\"\(look.dashAttribute) d=\"\(path)\"/>"
  }

  private func description(_ drawn: [TrainingCurves.Series]) -> String {
    let format = NumberFormat(
      fitting: drawn.flatMap { $0.points.compactMap { $0?.mean } })
    let ends = drawn.prefix(12).compactMap { series -> String? in
      let known = series.points.compactMap(\.self)
      guard let first = known.first, let last = known.last else { return nil }
      return "\(series.label): \(format(first.mean)) to \(format(last.mean))"
    }
    let more = drawn.count > 12 ? ", and \(curves.series.count - 12) more" : ""
    let averaged =
      curves.isAveraged
      ? " Neighbouring steps are averaged to \(TrainingCurves.places) points." : ""
    let band = hasBands ? "; the band is one standard deviation over seeds" : ""
    return "\(curves.metric) over training steps\(band). "
      + "First to last: " + ends.joined(separator: "; ") + more + "." + averaged
  }
}

/// Names of series beside their colours, in as many lines as they need.
struct Legend {
  private let lines: [[(place: Int, label: String)]]

  init(_ labels: [(place: Int, label: String)], width: Double, more: Int) {
    var lines: [[(place: Int, label: String)]] = [[]]
    var used = 0.0
    // As many letters as a line holds beside its colour.
    let limit = max(20, Int((width - 30) / SVG.width(of: "n")))
    let names = FigureLabels(labels.map(\.label), limit: limit).texts
    for (place, label) in zip(labels.map(\.place), names) {
      let needed = SVG.width(of: label) + 40
      if used + needed > width, !(lines.last?.isEmpty ?? true) {
        lines.append([])
        used = 0
      }
      lines[lines.count - 1].append((place, label))
      used += needed
    }
    if more > 0 { lines.append([(-1, "and \(more) more that are not drawn")]) }
    self.lines = lines.filter { !$0.isEmpty }
  }

  var height: Double { Double(lines.count) * 18 + 8 }

  func body(x: Double, y: Double) -> String {
    var body = ""
    for (row, line) in lines.enumerated() {
      var left = x
      let middle = y + Double(row) * 18 + 6
      for entry in line {
        if entry.place >= 0 {
          let look = SeriesStyle(place: entry.place)
          body +=
            "<path class=\"line \(look.colour)\" stroke-width=\"3\"\(look.dashAttribute) "
            + "d=\"M\(SVG.number(left)) \(SVG.number(middle))h20\"/>"
          left += 26
        }
        body += SVG.text(entry.label, x: left, y: middle + 4, style: "small")
        left += SVG.width(of: entry.label) + 14
      }
    }
    return body
  }
}
