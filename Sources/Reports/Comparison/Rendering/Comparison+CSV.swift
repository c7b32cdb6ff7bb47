extension Comparison {
  /// One row a setting and metric, all digits kept; fields without a value are empty.
  public func csv() -> String {
    let header = [
      "axis", "kind", "setting", "n", "metric", "unit", "direction", "values", "mean", "sd",
      "delta_n", "delta_mean", "delta_sd", "best",
    ]
    var text = CSV.row(header)
    for row in rows {
      for (metric, cell) in zip(metrics, row.cells) {
        text += CSV.row([
          axis, row.kind.rawValue, row.label, "\(row.seeds.count)", metric.name, metric.unit,
          metric.direction.rawValue, "\(cell.summary.count)", CSV.number(cell.summary.mean),
          CSV.number(cell.summary.standardDeviation),
          cell.difference.map { "\($0.summary.count)" } ?? "",
          CSV.number(cell.difference?.summary.mean),
          CSV.number(cell.difference?.summary.standardDeviation), cell.isBest ? "1" : "0",
        ])
      }
    }
    return text
  }
}
