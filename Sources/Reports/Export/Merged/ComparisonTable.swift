import Store

/// The comparisons along every axis, in long form: a row for each axis, setting and metric.
struct ComparisonTable {
  let comparisons: [Comparison]

  private struct Entry {
    let axis: String
    let row: Comparison.Row
    let metric: Comparison.Metric
    let cell: Comparison.Cell
  }

  /// NaN stands for "no such value": a deviation of one seed, a difference without common seeds.
  var table: MergedTable {
    let entries = comparisons.flatMap { comparison in
      comparison.rows.flatMap { row in
        zip(comparison.metrics, row.cells).map {
          Entry(axis: comparison.axis, row: row, metric: $0, cell: $1)
        }
      }
    }
    let differences = entries.map(\.cell.difference)
    return MergedTable(
      "/comparison",
      [
        .init("axis", .text(entries.map(\.axis))),
        .init("kind", .text(entries.map(\.row.kind.rawValue))),
        .init("setting", .text(entries.map(\.row.label))),
        .init("metric", .text(entries.map(\.metric.name))),
        .init("unit", .text(entries.map(\.metric.unit))),
        .init("direction", .text(entries.map(\.metric.direction.rawValue))),
        .init("n", .int64(entries.map { Int64($0.cell.summary.count) })),
        .init("mean", .float64(entries.map { $0.cell.summary.mean ?? .nan })),
        .init("sd", .float64(entries.map { $0.cell.summary.standardDeviation ?? .nan })),
        .init("delta_n", .int64(differences.map { Int64($0?.summary.count ?? 0) })),
        .init("delta_mean", .float64(differences.map { $0?.summary.mean ?? .nan })),
        .init("delta_sd", .float64(differences.map { $0?.summary.standardDeviation ?? .nan })),
        .init("best", .int64(entries.map { $0.cell.isBest ? 1 : 0 })),
      ])
  }
}
