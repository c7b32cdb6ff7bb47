import Store

/// The head of the page: what was asked, how far it came, what came out best.
struct SummarySection {
  let report: SweepReport

  var html: String {
    let specification = report.results.specification
    let question = report.results.question
    let asked = question.isEmpty ? "" : "<div class=\"question\">\(HTML.paragraphs(question))</div>"
    let planned = HTML.escaped(specification.createdUTC)
    let list = facts.map { "<li>\(Self.fact($0))</li>" }
    let broad = best.map { "<li class=\"broad\">\(Self.fact($0))</li>" }
    return "<p class=\"eyebrow\">capi sweep · planned \(planned)</p>"
      + "<h1>\(HTML.escaped(specification.name))</h1>\(asked)"
      + "<ul class=\"facts\">\((list + broad).joined())</ul>"
  }

  private static func fact(_ fact: (value: String, name: String)) -> String {
    "<b>\(HTML.escaped(fact.value))</b><span>\(HTML.escaped(fact.name))</span>"
  }

  private var facts: [(value: String, name: String)] {
    let trials = report.results.trials
    let seeds = Set(trials.map(\.plan.seed))
    let axes = report.results.specification.axes
    var facts = [
      (value: "\(report.results.finished.count) of \(trials.count)", name: "trials done"),
      (value: "\(seeds.count)", name: seeds.count == 1 ? "seed" : "seeds"),
      (value: "\(axes.count)", name: axes.count == 1 ? "axis" : "axes"),
    ]
    let failed = trials.filter { $0.state == .failed }.count
    if failed > 0 { facts.append((value: "\(failed)", name: "failed")) }
    return facts
  }

  /// The best setting that was trained, by the first metric that has a direction.
  private var best: [(value: String, name: String)] {
    guard let first = report.comparisons.first,
      let column = first.metrics.firstIndex(where: { $0.direction != .none })
    else { return [] }
    let metric = first.metrics[column]
    let candidates = report.comparisons.flatMap { comparison -> [(String, Double, String)] in
      guard comparison.metrics.indices.contains(column), comparison.metrics[column] == metric else {
        return []
      }
      let text = ComparisonText(comparison)
      return comparison.rows.filter {
        $0.kind != .baseline && $0.cells[column].isComparable
      }.compactMap { row in
        row.cells[column].summary.mean.map { (row.label, $0, text.value(row, column)) }
      }
    }
    let winner = candidates.max { metric.direction == .higher ? $0.1 < $1.1 : $0.1 > $1.1 }
    guard let winner else { return [] }
    let unit = metric.unit == "1" || metric.unit.isEmpty ? "" : " \(metric.unit)"
    return [(value: winner.2 + unit, name: "best trained by \(metric.name): \(winner.0)")]
  }
}
