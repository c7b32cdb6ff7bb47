import Store

/// Curves of the losses, and of what tells whether training is healthy.
struct TrainingSection {
  let report: SweepReport

  /// Parts of names that say that a metric is about health, in the order of the panels.
  private static let health = [
    "entropy", "usage", "perplexity", "gradient_norm", "grad_norm", "marginal", "rank", "std",
    "position",
  ]
  private static let mostPanels = 9

  var section: ReportSection? {
    get throws(ReportError) {
      let scopes = report.results.scopes
      var html = ""
      for (number, scope) in scopes.enumerated() {
        let settings = try SettingGroups(
          of: report.results, scope: scope, selection: report.options.selection
        ).groups
        let logged = LoggedMetrics(of: settings).names
        let panels = Self.panels(
          logged.filter { $0.metric.contains("loss") } + Self.healthy(logged),
          settings: settings, prefix: "curve-\(number)")
        guard !panels.isEmpty else { continue }
        if scopes.count > 1 { html += "<h3>\(HTML.escaped(scope.title))</h3>" }
        html += "<div class=\"panels\">\(panels)</div>"
      }
      guard !html.isEmpty else { return nil }
      let how = """
        <p class="soft">Lines are means over seeds, bands one standard deviation. Losses of \
        different kinds have different scales: compare their shape. A target entropy that drops to \
        zero, or few clusters in use, is collapse and not progress.</p>
        """
      return ReportSection(id: "training", title: "Training and its health", html: how + html)
    }
  }

  private static func healthy(
    _ logged: [(stream: String, metric: String)]
  ) -> [(stream: String, metric: String)] {
    var chosen: [(stream: String, metric: String)] = []
    for part in health {
      for name in logged where name.metric.contains(part) && !name.metric.contains("loss") {
        if !chosen.contains(where: { $0 == name }) { chosen.append(name) }
      }
    }
    return chosen
  }

  private static func panels(
    _ names: [(stream: String, metric: String)], settings: [SettingGroup], prefix: String
  ) -> String {
    names.prefix(mostPanels).enumerated().compactMap { number, name in
      TrainingCurves(settings: settings, stream: name.stream, metric: name.metric).map {
        HTML.figure(
          CurveFigure($0, width: 460, height: 260).figure, id: "\(prefix)-\(number)")
      }
    }.joined()
  }
}
