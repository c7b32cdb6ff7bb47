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

  /// "[26.10, 27.30]": the bootstrap interval of the mean.
  func interval(_ row: Comparison.Row, _ column: Int) -> String {
    row.cells[column].interval.map { range($0, column, signed: false) } ?? "–"
  }

  /// The bootstrap interval of the difference.
  func differenceInterval(_ row: Comparison.Row, _ column: Int) -> String {
    row.cells[column].inference.map { range($0.interval, column, signed: true) } ?? "–"
  }

  private func range(_ interval: BootstrapInterval, _ column: Int, signed: Bool) -> String {
    let format = formats[column]
    let bounds = [interval.lower, interval.upper].map { signed ? format.signed($0) : format($0) }
    return "[\(bounds[0]), \(bounds[1])]"
  }

  /// The corrected p-value.
  func p(_ row: Comparison.Row, _ column: Int) -> String {
    row.cells[column].inference?.correctedP.map(Self.p) ?? "–"
  }

  /// The published score.
  func published(_ row: Comparison.Row, _ column: Int) -> String {
    row.cells[column].reference.map { formats[column]($0) } ?? "–"
  }

  /// The mean alone.
  func mean(_ row: Comparison.Row, _ column: Int) -> String {
    row.cells[column].summary.mean.map { formats[column]($0) } ?? "–"
  }

  /// Hedges' g of the pairs.
  func effect(_ row: Comparison.Row, _ column: Int) -> String {
    row.cells[column].inference?.effect.map { Self.effectFormat.signed($0.hedgesG) } ?? "–"
  }

  private static let effectFormat = NumberFormat(decimals: 2)

  /// Two significant digits; "<0.001" below a thousandth.
  static func p(_ p: Double) -> String {
    if p < 0.001 { return "<0.001" }
    return NumberFormat(decimals: p < 0.01 ? 4 : p < 0.1 ? 3 : 2)(p)
  }

  /// Whether any row has what the columns of the inference show.
  var hasIntervals: Bool { comparison.rows.contains { $0.cells.contains { $0.interval != nil } } }
  var hasInference: Bool { comparison.rows.contains { $0.cells.contains { $0.inference != nil } } }

  /// One column of a metric.
  struct Column {
    enum Kind {
      case mean
      case interval
      case difference
      case published
      case p
      case effect

      /// The number that the column shows, for sorting.
      func value(of cell: Comparison.Cell) -> Double? {
        switch self {
        case .mean: cell.summary.mean
        case .interval: cell.interval?.lower
        case .difference: cell.difference?.summary.mean
        case .published: cell.reference
        case .p: cell.inference?.correctedP
        case .effect: cell.inference?.effect?.hedgesG
        }
      }
    }

    let kind: Kind
    let title: String
    let text: (Comparison.Row) -> String
  }

  /// The columns of one metric, without what no row has.
  func columns(_ column: Int) -> [Column] {
    var columns = [
      Column(kind: .mean, title: title(comparison.metrics[column])) { value($0, column) }
    ]
    if hasIntervals {
      columns.append(Column(kind: .interval, title: "95 %") { interval($0, column) })
    }
    columns.append(Column(kind: .difference, title: "Δ") { difference($0, column) })
    if let reference = comparison.reference {
      columns.append(
        Column(kind: .published, title: reference.source) { published($0, column) })
    }
    if hasInference {
      columns.append(Column(kind: .p, title: "p") { p($0, column) })
      columns.append(Column(kind: .effect, title: "g") { effect($0, column) })
    }
    return columns
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
  var legend: String {
    "Mean ± sample standard deviation over seeds; Δ: mean difference from the base, seed by seed; "
      + (hasInference ? "g: Hedges' effect size of the pairs; " : "")
      + "* best mean (↑ higher is better, ↓ lower)."
  }
}
