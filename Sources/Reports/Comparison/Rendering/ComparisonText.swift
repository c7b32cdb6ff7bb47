import Store

/// The numbers of a comparison as text, one format a column.
struct ComparisonText: Sendable {
  let comparison: Comparison
  private let formats: [NumberFormat]

  init(_ comparison: Comparison) {
    self.comparison = comparison
    formats = comparison.metrics.indices.map { column in
      NumberFormat(fitting: comparison.rows.compactMap { $0.cells[column].summary.mean })
    }
  }

  /// "26.63 ± 0.41", "26.63" with one value, "–" without.
  func value(_ row: Comparison.Row, _ column: Int) -> String {
    let summary = row.cells[column].summary
    guard let mean = summary.mean else { return "–" }
    let deviation = summary.standardDeviation.map { " ± " + formats[column]($0) } ?? ""
    return formats[column](mean) + deviation
  }

  /// "+1.20 ± 0.35": the mean difference from the base and its spread; "–" in the base's row and
  /// where no seed is common.
  func difference(_ row: Comparison.Row, _ column: Int) -> String {
    guard let summary = row.cells[column].difference?.summary, let mean = summary.mean else {
      return "–"
    }
    let deviation = summary.standardDeviation.map { " ± " + formats[column]($0) } ?? ""
    return formats[column].signed(mean) + deviation
  }

  /// "knn-segmentation.teacher.mIoU [%] ↑".
  func title(_ metric: Comparison.Metric) -> String {
    let unit = metric.unit.isEmpty || metric.unit == "1" ? "" : " [\(metric.unit)]"
    return metric.name + unit + Self.arrow(metric.direction)
  }

  private static func arrow(_ direction: Direction) -> String {
    switch direction {
    case .higher: " ↑"
    case .lower: " ↓"
    case .none: ""
    }
  }

  /// What the signs of the table mean.
  static let legend =
    "Mean ± sample standard deviation over seeds; Δ: mean difference from the base, seed by seed; "
    + "* best mean (↑ higher is better, ↓ lower)."
}
