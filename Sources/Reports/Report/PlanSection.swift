import Store

/// What was planned: axes with their values, and every trial.
struct PlanSection {
  let report: SweepReport

  var section: ReportSection {
    ReportSection(id: "plan", title: "Plan", html: axes + trials)
  }

  private var axes: String {
    let specification = report.results.specification
    if specification.axes.isEmpty {
      return "<p>Nothing but the seed varies.</p>"
    }
    let base = report.results.baseValues
    var table = HTMLTable(
      caption: "What varies", columns: [("axis", false), ("base", false), ("other values", false)])
    for (position, axis) in specification.axes.enumerated() {
      let own = base.indices.contains(position) ? base[position] : ""
      var others: [String] = []
      for trial in report.results.trials where trial.plan.axisValues.indices.contains(position) {
        let value = trial.plan.axisValues[position]
        guard value != own else { continue }
        let text = report.results.label(of: trial.plan, on: position) ?? "(none)"
        if !others.contains(text) { others.append(text) }
      }
      let more = others.count > 24 ? ", and \(others.count - 24) more" : ""
      table.append([
        .text(axis), .text(report.results.baseLabel(on: position) ?? "base"),
        .text(others.prefix(24).joined(separator: ", ") + more),
      ])
    }
    return table.html(isSortable: false)
  }

  private var trials: String {
    let column = report.comparisons.first?.metrics.first
    var table = HTMLTable(
      caption: "Every trial",
      columns: [
        ("trial", true), ("setting", false), ("seed", true), ("state", false), ("last step", true),
        (column?.name ?? "score", true), ("identity", false),
      ])
    for trial in report.results.trials {
      let value = column.flatMap { metric in
        trial.state == .done
          ? trial.record?.readings.first { $0.name == metric.name }?.value : nil
      }
      let step = trial.record?.header.lastStep
      table.append([
        .number(trial.plan.number), .text(trial.plan.label), .number(trial.plan.seed),
        .text(trial.state.rawValue), .number(step.map(Double.init), step.map { "\($0)" } ?? "–"),
        .number(value, value.map { NumberFormat(fitting: [$0])($0) } ?? "–"),
        Self.identity(trial.plan.id),
      ])
    }
    let count = report.results.trials.count
    return HTML.details("All \(count) trial\(count == 1 ? "" : "s")", table.html())
  }

  private static func identity(_ id: String) -> HTMLTable.Cell {
    HTMLTable.Cell(
      content: "<code>\(HTML.escaped(String(id.prefix(12))))</code>", sortKey: id, isNumber: false,
      style: "")
  }
}
